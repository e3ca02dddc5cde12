"""Each patient of the journey: what was issued, what RTEC was asked about them, and what was shown.

Source: RTEC swagger and client functional specification 1.4 (interface sheet dos-eps-rtec-scr-dmd, section 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, ObservationView
from cpcs_harness.people.age import london_day, years_on
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.times import moment_of

from .._shared.outbound import holding
from .._shared.screen import digits

OK = 200
SERVICE = "rtec"
CHECK, DECLARE, OPEN = "check_exemption", "declare_exemption", "open_referral"
FOUND, NOT_FOUND = 200, 404
CHILD, PENSIONER = 16, 60


@dataclass(frozen=True)
class Patient:
    """One patient of the table."""

    label: str
    row: Mapping[str, Any]
    journey: JourneyView
    issued: Mapping[str, Any]
    calls: Sequence[ExchangeView]
    """Every question to RTEC that names their NHS number."""
    prescription: str = ""
    """The one that all is about, where they have several."""

    @property
    def person(self) -> Mapping[str, Any]:
        """The patient as they were issued."""
        return self.issued["person"]  # type: ignore[no-any-return]  # plain JSON

    @property
    def record(self) -> Mapping[str, Any]:
        """The record that PDS has: as the journey had it hold it, or as they were issued."""
        return self.journey.held.get(self.label) or plain_record(self.person)

    @property
    def born(self) -> date:
        """The birth date."""
        return date.fromisoformat(self.person["birth_date"])

    @property
    def is_traced(self) -> bool:
        """Whether PDS, or a mini service, answered about them: RTEC is asked by its record alone."""
        spine = [call for name in ("pds", "smsp") for call in self.journey.exchanges(name, at_least=0)]
        return any(call.response.status == OK for call in holding(spine, self.person["nhs_number"]))

    @property
    def is_told_of(self) -> bool:
        """Whether an answer of RTEC about them came while somebody waited for it."""
        return any(call.response.status == OK for call in self.calls)

    @property
    def checks(self) -> list[ObservationView]:
        """Give every time that the exemption was checked, and answered in whatever way."""
        found = self.answered(CHECK)
        if not self.prescription:
            return found
        return [seen for seen in found if seen.given.get("prescription_id") == self.prescription]

    @property
    def by_prescription(self) -> list[Patient]:
        """Give the patient once for each prescription of which the exemption was checked."""
        named = dict.fromkeys(str(seen.given.get("prescription_id") or "") for seen in self.checks)
        if len(named) < 2:
            return [self]
        of = {name: [call for call in self.calls if _is_about(call, name)] for name in named}
        return [replace(self, prescription=name, calls=calls) for name, calls in of.items()]

    def failed_at(self, seen: ObservationView) -> bool:
        """Say whether RTEC had been asked by then, and had neither found anything nor said that it did not.

        A question that nobody waits for any more is written down when it ends, which may be after that.
        """
        before = any(call.seq < seen.seq for call in self.calls)
        given_up = any(call.fault and call.step == seen.step for call in self.calls)
        return (before or given_up) and not self._is_answered_by(seen)

    @property
    def checked(self) -> list[ObservationView]:
        """Give every time that a check was done."""
        return [seen for seen in self.checks if seen.status == "done"]

    @property
    def settled(self) -> list[ObservationView]:
        """Give every check that was done, or failed though RTEC had answered by then: what is known can be told."""
        return [
            seen
            for seen in self.checks
            if (seen.status == "done" and not self.failed_at(seen))
            or (seen.status == "failed" and self._is_answered_by(seen))
        ]

    def _is_answered_by(self, seen: ObservationView) -> bool:
        return any(call.seq < seen.seq and is_an_answer(call) for call in self.calls)

    @property
    def declared(self) -> list[ObservationView]:
        """Give every declaration that was taken."""
        return [seen for seen in self.answered(DECLARE) if seen.status == "done"]

    @property
    def type(self) -> str:
        """The type of the exemption that RTEC found; empty where it found none."""
        told = [call.response.json for call in self.calls if call.response.status == FOUND]
        return next(
            (str(answer["type"]) for answer in told if isinstance(answer, dict) and answer.get("type")), ""
        )

    def answered(self, action: str) -> list[ObservationView]:
        """Give all that was done about the patient's referral, and answered in whatever way."""
        document = self.issued["report"]["document_id"]
        answered = ("done", "refused", "failed")
        found = [
            seen
            for seen in self.journey.seen
            if (seen.about, seen.action) == (document, action) and seen.status in answered
        ]
        self.journey.looked_at.extend(seen.id for seen in found)
        return found

    def shown(self, after: int = 0) -> list[tuple[ObservationView, Mapping[str, Any]]]:
        """Give what opening the referral showed of the charge after an event, where it shows anything of it."""
        seen = [seen for seen in self.answered(OPEN) if seen.status == "done" and seen.seq > after]
        return [
            (look, look.shown["exemption"]) for look in seen if isinstance(look.shown.get("exemption"), dict)
        ]


def plain_record(person: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the record of who was issued, where nothing else is held of them."""
    return {
        "nhs_number": person["nhs_number"],
        "birth_date": person["birth_date"],
        "names": [{"given": [person["given"]], "family": person["family"]}],
        "addresses": [{"postcode": person["postcode"]}],
    }


def patients(evidence: EvidenceView, *labels: str) -> list[Patient]:
    """Give the patients of the table, or some by label; NotShown where nobody of them was issued."""
    found = [patient for journey in evidence.each() for patient in _of(journey)]
    wanted = [patient for patient in found if not labels or patient.label in labels]
    if not wanted:
        raise NotShown(f"nobody was issued as {', '.join(labels) or 'a patient who may pay'}")
    return wanted


def asked(evidence: EvidenceView, *labels: str) -> list[Patient]:
    """Give patients by label whose exemption was checked, where RTEC is asked at all; else NotShown."""
    if not any(calls_in(journey) for journey in evidence.each()):
        raise NotShown(
            "RTEC was never asked: the system has every exemption declared, or does not trust rtec.ca_file"
        )
    return some(
        [patient for patient in patients(evidence, *labels) if patient.checks],
        f"no exemption was checked of {', '.join(labels) or 'anybody'}",
    )


def some(found: list[Any], why: str) -> list[Any]:
    """Give what there is to look at; none is NotShown, for the reason given."""
    if not found:
        raise NotShown(why)
    return found


def calls_in(journey: JourneyView) -> list[ExchangeView]:
    """Give every question to RTEC of a journey."""
    return journey.exchanges(SERVICE, at_least=0)


def is_an_answer(call: ExchangeView) -> bool:
    """Say whether RTEC found an exemption, or said that it did not; a 404 may be of something before it."""
    told = call.response.json if call.response.status == FOUND else None
    not_found = call.response.status == NOT_FOUND and not call.fault
    return not_found or bool(isinstance(told, dict) and told.get("type"))


def asked_in(call: ExchangeView) -> Mapping[str, Any]:
    """Give what a question holds; nothing where it is no object."""
    body = call.request.json
    return body if isinstance(body, dict) else {}


def _is_about(call: ExchangeView, prescription: str) -> bool:
    return asked_in(call).get("prescriptionId") == prescription


def age_at(patient: Patient, seen: ObservationView) -> int:
    """Give how old a patient was at an observation."""
    return years_on(patient.born, london_day(moment_of(seen.clock)))


def on_the_day(patient: Patient, call: ExchangeView) -> int:
    """Give how old a patient was when RTEC was asked."""
    return years_on(patient.born, london_day(moment_of(call.clock) - timedelta(milliseconds=call.elapsed_ms)))


def _of(journey: JourneyView) -> list[Patient]:
    calls = calls_in(journey)
    found = []
    for label, row in fixture("exemptions")["people"].items():
        issued = _issued(journey, label)
        if issued is not None:
            number = issued["person"]["nhs_number"]
            own = [call for call in calls if digits(asked_in(call).get("nhsNumber")) == number]
            found.append(Patient(label, row, journey, issued, own))
    return found


def _issued(journey: JourneyView, label: str) -> Mapping[str, Any] | None:
    """Give what was issued under a label; the last, where several were until one had plain letters."""
    found = [issued for name, issued in journey.also.items() if name == label or name.startswith(f"{label} ")]
    return found[-1] if found else None
