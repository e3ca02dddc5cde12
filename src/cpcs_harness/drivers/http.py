"""Drives a candidate through the control API that its test build exposes (docs/reference/control-api.yaml)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from cpcs_harness.drivers.base import STATUSES, Actor, Outcome
from cpcs_harness.drivers.shape import why_malformed
from cpcs_harness.errors import UsageProblem

MAX_ANSWER = 8 * 1024 * 1024
"""Bytes of one answer that are read."""
POLL_SECONDS = 0.05


class HttpDriver:
    """A client of the control API; safe to use from many threads."""

    def __init__(self, url: str, token: str, step_seconds: float) -> None:
        self.url = url.rstrip("/")
        self._client = httpx.Client(
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(step_seconds, connect=min(5.0, step_seconds)),
            trust_env=False,
        )

    def about(self) -> Mapping[str, Any]:
        """Ask who the candidate is.

        Raises UsageProblem when nobody is there, or the token is refused. A candidate that is there and does
        not answer is one whose journeys are not shown: what is wrong then stands under `error`.
        """
        try:
            response = self._client.get(f"{self.url}/about")
        except httpx.ConnectError as failed:
            raise UsageProblem(
                f"nobody listens at the candidate's control API, {self.url} ({_why(failed)}). "
                "Start the candidate, or correct [control] url in candidate.toml."
            ) from failed
        except httpx.HTTPError as failed:
            return {"error": f"{self.url}/about got no answer: {_why(failed)}"}
        if response.status_code in (401, 403):
            raise UsageProblem(
                f"the candidate's control API at {self.url}/about answered {response.status_code}. "
                "Check [control] token in candidate.toml."
            )
        said = _object(response)
        if response.status_code != 200 or said is None:
            return {"error": f"{self.url}/about answered {response.status_code} and {response.text[:200]!r}"}
        return said

    def act(
        self, action: str, actor: Actor, referral: str | None, given: Mapping[str, Any], seconds: float
    ) -> Outcome:
        """Post an action, and follow it up while it is pending."""
        started = time.monotonic()
        request = {"actor": actor.as_json(), "referral": referral, "input": dict(given)}
        try:
            with self._client.stream(
                "POST", f"{self.url}/actions/{quote(action)}", json=request, timeout=seconds
            ) as response:
                _read(response)
            response = self._follow(response, started + seconds)
        except httpx.HTTPError as failed:
            reason = f"{action} got no answer in {time.monotonic() - started:.1f} s: {_why(failed)}"
            return Outcome("unanswered", reason, elapsed_ms=_since(started))
        return _outcome(action, response, _since(started))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _follow(self, response: httpx.Response, deadline: float) -> httpx.Response:
        answer = _object(response)
        while response.status_code == 202:
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("it stayed pending")
            time.sleep(POLL_SECONDS)
            pending = quote(str((answer or {}).get("id", "")))
            response = self._client.get(f"{self.url}/actions/results/{pending}")
        return response


def _read(response: httpx.Response) -> None:
    """Read an answer whole, up to a bound: a hostile one must not fill the memory."""
    parts, size = [], 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > MAX_ANSWER:
            raise httpx.ReadError(f"the answer is larger than {MAX_ANSWER} bytes")
        parts.append(chunk)
    response._content = b"".join(parts)  # httpx has no public way to bound what it reads


def _outcome(action: str, response: httpx.Response, elapsed_ms: float) -> Outcome:
    answer = _object(response)
    if response.status_code == 404:
        return Outcome("cannot", f"the control API has no action {action} (404)", elapsed_ms=elapsed_ms)
    if response.status_code != 200 or answer is None or answer.get("status") not in STATUSES:
        reason = (
            f"expected 200 and an object whose status is one of {', '.join(STATUSES)}; "
            f"received {response.status_code} and {response.text[:200]!r}"
        )
        return Outcome("malformed", reason, elapsed_ms=elapsed_ms)
    seen = answer.get("observation")
    observation = seen if isinstance(seen, dict) else {}
    wrong = why_malformed(action, observation)
    if wrong:
        return Outcome(
            "malformed", f"the observation of {action} is malformed at {wrong}", elapsed_ms=elapsed_ms
        )
    return Outcome(
        answer["status"], _text(answer.get("reason")), _text(answer.get("shown")), observation, elapsed_ms
    )


def _object(response: httpx.Response) -> dict[str, Any] | None:
    try:
        answer = response.json()
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _why(failed: Exception) -> str:
    return str(failed) or type(failed).__name__


def _since(started: float) -> float:
    return (time.monotonic() - started) * 1000
