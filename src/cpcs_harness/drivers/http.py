"""Drives a candidate through the control API that its test build exposes (docs/reference/control-api.yaml)."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

from cpcs_harness.drivers.base import STATUSES, Actor, Outcome
from cpcs_harness.drivers.description import described_actions
from cpcs_harness.drivers.http_call import Answer, NoAnswer, call
from cpcs_harness.drivers.observation_shape import why_malformed
from cpcs_harness.errors import UsageProblem
from cpcs_harness.stalls import fair_now
from cpcs_harness.times import real_now

LONGEST_ID = 200
"""Characters of a pending action's id."""
POLL_SECONDS = 0.05
"""Between looks at an action that is pending."""


class HttpDriver:
    """A client of the control API; safe to use from many threads."""

    def __init__(self, url: str, token: str, step_seconds: float) -> None:
        self.url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._seconds = step_seconds
        self.clock_offset: float | None = None
        """By how many seconds the candidate's clock was before ours when it last said what it is, as far as it says."""
        described_actions()  # read once, before all journeys ask for it at one time

    def about(self) -> Mapping[str, Any]:
        """Ask who the candidate is.

        Raises UsageProblem when nobody is there, or the token is refused. A candidate that is there and does
        not answer is one whose journeys are not shown: what is wrong then stands under `error`.
        """
        try:
            answer = call("GET", f"{self.url}/about", seconds=self._seconds, headers=self._headers)
            self.clock_offset = _offset_of(answer)
        except NoAnswer as failed:
            if not failed.nobody_there:
                return {"error": f"{self.url}/about got no answer: {failed}"}
            raise UsageProblem(
                f"nobody listens at the candidate's control API, {self.url} ({failed}). "
                "Start the candidate, or correct [control] url in candidate.toml."
            ) from failed
        if answer.status in (401, 403):
            raise UsageProblem(
                f"the candidate's control API at {self.url}/about answered {answer.status}. "
                "Check [control] token in candidate.toml."
            )
        if answer.status != 200 or answer.object is None:
            return {"error": f"{self.url}/about answered {answer.status} and {answer.beginning!r}"}
        return answer.object

    def act(
        self, action: str, actor: Actor, referral: str | None, given: Mapping[str, Any], seconds: float
    ) -> Outcome:
        """Post an action, and follow it up while it is pending."""
        started, deadline = time.monotonic(), fair_now() + seconds
        request = json.dumps({"actor": actor.as_json(), "referral": referral, "input": dict(given)}).encode()
        url = f"{self.url}/actions/{quote(action)}"
        try:
            answer = call("POST", url, seconds=seconds, headers=self._headers, body=request)
            answer = self._follow(answer, deadline) if answer.status == 202 else answer
        except NoAnswer as failed:
            reason = f"{action} got no answer in {time.monotonic() - started:.1f} s: {failed}"
            return Outcome("unanswered", reason, elapsed_ms=_since(started))
        return _outcome(action, answer, _since(started))

    def close(self) -> None:
        """Let go of the candidate; no connection is kept."""

    def _follow(self, answer: Answer, deadline: float) -> Answer:
        pending = _pending_in(answer)
        while answer.status == 202 and pending:
            left = deadline - fair_now()
            if left <= POLL_SECONDS:
                raise NoAnswer("it stayed pending")
            time.sleep(POLL_SECONDS)
            url = f"{self.url}/actions/results/{pending}"
            answer = call("GET", url, seconds=left, headers=self._headers)
        return answer


def _pending_in(answer: Answer) -> str:
    """Give the id of a pending action as one segment of an address; nothing for one that leads elsewhere."""
    id = (answer.object or {}).get("id")
    if not isinstance(id, (str, int)) or not 0 < len(str(id)) <= LONGEST_ID or not str(id).strip("."):
        return ""
    return quote(str(id), safe="")


def _outcome(action: str, answer: Answer, elapsed_ms: float) -> Outcome:
    said = answer.object
    if answer.status == 404:
        return Outcome("cannot", f"the control API has no action {action} (404)", elapsed_ms=elapsed_ms)
    if answer.status == 202:
        reason = f"expected the id of what is pending, of 1 to {LONGEST_ID} characters; received {answer.beginning!r}"
        return Outcome("malformed", reason, elapsed_ms=elapsed_ms)
    if answer.status != 200 or said is None or said.get("status") not in STATUSES:
        reason = (
            f"expected 200 and an object whose status is one of {', '.join(STATUSES)}; "
            f"received {answer.status} and {answer.beginning!r}"
        )
        return Outcome("malformed", reason, elapsed_ms=elapsed_ms)
    seen = said.get("observation")
    observation = seen if isinstance(seen, dict) else {}
    wrong = why_malformed(action, observation)
    if wrong:
        reason = f"the observation of {action} is malformed at {wrong}"
        return Outcome("malformed", reason, elapsed_ms=elapsed_ms)
    told, shown = _text(said.get("reason")), _text(said.get("shown"))
    return Outcome(said["status"], told, shown, observation, elapsed_ms)


def _offset_of(answer: Answer) -> float | None:
    """Give how far the clock of an answer's `Date` is before ours, in seconds; its fraction is cut off there."""
    dates = [value for name, value in answer.headers if name == "date"]
    try:
        return round((parsedate_to_datetime(dates[0]) - real_now()).total_seconds() + 0.5, 1)
    except (IndexError, ValueError, TypeError):
        return None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _since(started: float) -> float:
    return (time.monotonic() - started) * 1000
