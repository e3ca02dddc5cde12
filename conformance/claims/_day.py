"""Whom a pharmacist saw on a day, and what MYS holds for each of them in the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, ObservationView

from .._shared.outbound import holding
from ._claims import TAKEN, organisation_of, resource

Plain = Mapping[str, Any]
ANSWERED = ("done", "refused", "failed")
CONSULTED = ("record_consultation", "supply_medicine", "complete", "refer_onward")
REFUSAL = 422
"""A rule of MYS's is broken, or the time for it is over."""
CLAIM, AMEND, WITHDRAW = "submit_claims", "amend_consultation", "withdraw_claim"


@dataclass
class Held:
    """One claim at MYS: the call that made it, the one that gave it its words, and the one that took it back."""

    submission: str
    first: ExchangeView
    last: ExchangeView
    withdrawn: ExchangeView | None = None

    @property
    def claim(self) -> dict[str, Any]:
        """What it says in the end."""
        return resource(self.last)

    @property
    def ods(self) -> str:
        """The pharmacy that it is for."""
        return organisation_of(self.claim, self.claim.get("provider"))


@dataclass
class Patient:
    """A patient of the day."""

    journey: JourneyView
    label: str
    issued: Plain
    sent: list[ExchangeView] = field(default_factory=list)
    """Each claim about them, whatever MYS answered."""
    held: list[Held] = field(default_factory=list)
    """What MYS held for them at any time."""
    is_alone: bool = False
    """Whether what is done about nobody in particular is about them: the journey has no other patient."""
    amending: list[ExchangeView] = field(default_factory=list)
    """Each change of a claim that MYS held for them, whatever MYS answered."""

    def done(self, action: str) -> list[ObservationView]:
        """Give what was done about them."""
        return [seen for seen in self.tried(action) if seen.status == "done"]

    def tried(self, action: str) -> list[ObservationView]:
        """Give what was asked for about them and answered, however it ended."""
        seen = [seen for seen in self.journey.seen if seen.action == action and self._is_theirs(seen)]
        found = [one for one in seen if one.status in ANSWERED]
        self.journey.looked_at.extend(one.id for one in found)
        return found

    @property
    def claiming(self) -> list[ObservationView]:
        """The actions by which a claim about them may be sent."""
        return [seen for action in (*CONSULTED, CLAIM, AMEND) for seen in self.tried(action)]

    def _is_theirs(self, seen: ObservationView) -> bool:
        own = [self.issued[what]["document_id"] for what in ("report", "gp_referral") if what in self.issued]
        return seen.about in own or (self.is_alone and not seen.about)

    @property
    def is_known(self) -> bool:
        """Whether the journey says about whom each consultation was, so that theirs are known."""
        return self.is_alone or all(seen.about for seen in self.journey.seen if seen.action in CONSULTED)

    @property
    def was_seen(self) -> bool:
        """Whether there was a consultation, and it came to an end."""
        return bool(self.done("complete") or self.done("refer_onward"))

    @property
    def was_missed(self) -> bool:
        """Whether the patient was called, and no consultation was recorded."""
        return bool(self.done("record_contact_attempt") and not self.done("record_consultation"))

    @property
    def standing(self) -> list[Held]:
        """What MYS holds for them in the end."""
        return [held for held in self.held if held.withdrawn is None]

    @property
    def not_let_go(self) -> list[ExchangeView]:
        """The requests to withdraw a claim of theirs that MYS refused."""
        calls = self.journey.exchanges("mys", "withdraw_claim", at_least=0)
        own = {held.submission for held in self.held}
        return [
            call for call in calls if call.request.segments[-1] in own and call.response.status == REFUSAL
        ]

    @property
    def met(self) -> str:
        """What MYS did to the first claim that it did something to, by the fault's name; empty where nothing."""
        return next((call.fault for call in self.sent if call.fault), "")

    @property
    def ods(self) -> str:
        """The pharmacy of the consultation."""
        return str(self.issued["premises"]["ods"])

    @property
    def name(self) -> str:
        """How messages call them."""
        return f"the patient “{self.label}”" if self.label else "the first patient"


@dataclass
class Day:
    """The patients of one journey, and the claims that are about none of them."""

    journey: JourneyView
    patients: list[Patient]
    strays: list[ExchangeView]

    def where(self, what: str, found: list[Patient]) -> list[Patient]:
        """Give patients as they are; none is NotShown."""
        if not found:
            why = self.journey.ended.get("reason")
            stopped = f"; the journey stopped: {why}" if why else ""
            raise NotShown(f"journey {self.journey.id}: {what}{stopped}")
        return found


def days(evidence: EvidenceView) -> Iterator[Day]:
    """Give the day of each journey."""
    for journey in evidence.each():
        yield _day(journey)


def _day(journey: JourneyView) -> Day:
    known = {"": journey.issued, **journey.also}
    about = {seen.about for seen in journey.seen}
    patients = [
        Patient(journey, label, issued)
        for label, issued in known.items()
        if issued["report"]["document_id"] in about
    ]
    calls = journey.exchanges("mys", "submit_claim", at_least=0)
    amending = journey.exchanges("mys", "amend_claim", at_least=0)
    held = held_of(journey.exchanges("mys", at_least=0))
    strays = {call.id: call for call in calls}
    for patient in patients:
        patient.sent = holding(calls, *_marks(patient))
        own = {call.id for call in patient.sent}
        patient.held = [one for one in held if one.first.id in own]
        names = {one.submission for one in patient.held}
        patient.amending = [call for call in amending if call.request.segments[-1] in names]
        strays = {name: call for name, call in strays.items() if name not in own}
    return Day(journey, patients, list(strays.values()))


def held_of(calls: Iterable[ExchangeView]) -> list[Held]:
    """Go through what was asked of MYS in its order, as MYS does: what it did counts, whether or not that was heard."""
    found: dict[str, Held] = {}
    for call in sorted(calls, key=lambda call: call.seq):
        name = submission_of(call) if call.operation == "submit_claim" else call.request.segments[-1]
        if not _was_done(call) or not name:
            continue
        if call.operation == "submit_claim":
            found.setdefault(name, Held(name, call, call))
        elif name in found and call.operation == "amend_claim":
            found[name].last = call
        elif name in found and call.operation == "withdraw_claim":
            found[name].withdrawn = call
    return list(found.values())


def submission_of(call: ExchangeView) -> str:
    """Give the id under which MYS has a claim, as it answered or would have."""
    answer = call.response.json
    return str(answer.get("submissionId") or "") if isinstance(answer, dict) else ""


def _was_done(call: ExchangeView) -> bool:
    """Say whether MYS did what it was asked to; of an answer that was cut off it is known all the same."""
    answer = call.response.json
    refused = isinstance(answer, dict) and "message" in answer
    return call.response.status in (*TAKEN, 204) or (
        call.response.status == 0 and not call.gone and not refused
    )


def _marks(patient: Patient) -> list[str]:
    person, report = patient.issued["person"], patient.issued["report"]
    return [person["nhs_number"], report["case_id"], report["case_reference"]]
