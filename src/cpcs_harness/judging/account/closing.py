"""When each consultation was closed, and whether a look-up after it has a reason."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from cpcs_harness.judging.account.account import Account
from cpcs_harness.judging.account.subject import Subject
from cpcs_harness.judging.views.observation import ObservationView
from cpcs_harness.judging.views.run import RunView

_CLOSES = ("complete", "reject_referral")
_LISTS = (
    "worklist",
    "list_",
    "view_outbox",
    "view_enrolment",
    "view_guidance",
    "read_audit",
    "export_",
    "report_",
)
_SENDS = (
    "submit_claims",
    "send_waiting",
    "collect_messages",
    "enrol_",
    "load_",
    "lookup_",
    "sign_",
    "set_clock",
)
"""What actions begin with from which no look-up of a patient follows, but for a message or a claim."""
_POLLS = 2
"""Polls of the candidate for which what a step began may still be going on."""


def plain_number(written: object) -> str:
    """Give the digits of an NHS number, however it was written."""
    return "".join(filter(str.isdigit, str(written or "")))


class Closing:
    """The consultations of a run: when each was closed, which steps were about it, and what followed from it."""

    def __init__(self, run: RunView, account: Account) -> None:
        """Take them from the steps of the run."""
        self._run, self._account = run, account
        self._sent: dict[Subject, float] = {}
        """When the last message or claim about a person began."""

    def anew(self) -> Closing:
        """Give the same consultations, of which nothing was sent yet."""
        other = copy.copy(self)
        other._sent = {}
        return other

    def sent(self, people: Iterable[Subject], began: float) -> None:
        """Take note of a message or claim about people."""
        for subject in people:
            self._sent[subject] = max(began, self._sent.get(subject, began))

    def is_over(self, subject: Subject, at: float) -> bool:
        """Say whether at a moment a person's consultation was closed, no step was about it, and nothing came of it."""
        closed = self._closed.get(subject)
        if closed is None or at <= closed or at <= self._sent.get(subject, 0.0):
            return False
        return not any(step.began <= at <= step.ended + self._follows for step in self._steps_of(subject))

    @cached_property
    def _follows(self) -> float:
        return _POLLS * float(self._run.declaration.get("pace", {}).get("poll_seconds", 1.0))

    def _steps_of(self, subject: Subject) -> Iterator[ObservationView]:
        for step in (*self._steps[subject], *self._of_journey[subject.journey]):
            if not step.action.startswith(_LISTS + _SENDS):
                yield step

    @cached_property
    def _closed(self) -> dict[Subject, float]:
        found: dict[Subject, float] = {}
        for subject, steps in self._steps.items():
            ends = [step.ended for step in steps if step.action in _CLOSES and step.status == "done"]
            if ends:
                found[subject] = max(ends)
        return found

    @cached_property
    def _steps(self) -> dict[Subject, list[ObservationView]]:
        """The steps about each person: about their referral, or another where it or the step has their number."""
        found: dict[Subject, list[ObservationView]] = defaultdict(list)
        for step in self._run.seen:
            subject = self._subject(step)
            numbers = (plain_number(step.given.get("nhs_number")), self._referred.get(step.about.upper(), ""))
            same = [one for number in numbers for one in self._by_number.get(number, ())]
            for one in dict.fromkeys([*([subject] if subject else ()), *same]):
                found[one].append(step)
        return found

    @cached_property
    def _referred(self) -> dict[str, str]:
        """The NHS number that each report names, by its document: somebody may be referred once more."""
        reports = [call.facts["report"] for call in self._run.calls if "report" in call.facts]
        return {one["document_id"].upper(): plain_number(one["person"]["nhs_number"]) for one in reports}

    @cached_property
    def _by_number(self) -> dict[str, list[Subject]]:
        found: dict[str, list[Subject]] = defaultdict(list)
        for subject, issued in self._account.people():
            found[plain_number(issued["person"]["nhs_number"])].append(subject)
        return {number: people for number, people in found.items() if number}

    @cached_property
    def _of_journey(self) -> dict[str, list[ObservationView]]:
        """The steps of each journey of which nothing says whom they are about."""
        found: dict[str, list[ObservationView]] = defaultdict(list)
        for step in self._run.seen:
            if self._subject(step) is None:
                found[step.journey or ""].append(step)
        return found

    def _subject(self, step: ObservationView) -> Subject | None:
        """Give whom a step is about: by its document, or by the candidate's own name for the referral."""
        journey = step.journey or ""
        known = self._documents.get((journey, step.about.upper()))
        if known is None and step.referral and not step.about:
            return self._referrals.get((journey, step.referral), self._own.get(journey))
        return known

    @cached_property
    def _own(self) -> dict[str, Subject]:
        return {subject.journey: subject for subject, _ in self._account.people() if not subject.label}

    @cached_property
    def _referrals(self) -> dict[tuple[str, str], Subject]:
        named = ((step, (step.journey or "", step.about.upper())) for step in self._run.seen if step.referral)
        return {
            (step.journey or "", step.referral or ""): self._documents[place]
            for step, place in named
            if place in self._documents
        }

    @cached_property
    def _documents(self) -> dict[tuple[str, str], Subject]:
        return {
            (subject.journey, issued[part][key].upper()): subject
            for subject, issued in self._account.people()
            for part, key in (
                ("report", "document_id"),
                ("gp_referral", "document_id"),
                ("gp_referral", "reference"),
            )
            if issued[part][key]
        }
