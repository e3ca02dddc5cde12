"""What patients declare in writing: what of it is kept, where, how long, and what can be declared at all.

Source: CPCS Technical Toolkit, June 2021, row RTEC; exemption categories (interface sheet dos-eps-rtec-scr-dmd, 4.3,
checks 70, 71, 76 and 78).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_all,
    expect_equal,
    expect_none,
)
from cpcs_harness.judging.in_words import in_words
from cpcs_harness.people.age import london_day
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.times import moment_of

from .._shared.text import plain_name
from ._people import DECLARE, OPEN, patients, some

DECLARES, SILENT = "declares", "declares nothing"
PAID = "none-charge-paid"
AS_FAR_AS_SAID = ("signed", "evidence_seen")
"""What a declaration may leave out, and says as it was entered where it does not."""
LIST = "list_exemption_kinds"
ENROL = "enrol_pharmacist"
Shown = tuple[ObservationView, Mapping[str, Any]]


@criterion("EXD-01")
def test_a_declaration_says_who_declares_what_when_and_before_whom(evidence: EvidenceView):
    """All that the model asks for, as it was said, each time: by the patient and by somebody for them.

    Whether it was signed, and a proof seen, need not be kept; where it is, it is as it was entered.
    """
    asked_for = evidence.profile("exemption")["declaration"]
    taken = [(patient, seen) for patient in patients(evidence) for seen in patient.declared]
    for patient, seen in some(taken, "no declaration was taken"):
        kept = seen.shown.get("declaration") or {}
        expect_none("thing that a declaration lacks", _lacking(kept, seen, asked_for, patient.journey), seen)
        later = [
            told
            for _, exemption in patient.shown(seen.seq)[:1]
            for told in exemption.get("declarations") or []
        ]
        for told in later:
            expect_none(
                "thing that lacks where the referral is opened",
                _lacking(told, seen, asked_for, patient.journey),
                seen,
            )


@criterion("EXD-02")
def test_a_declaration_outlives_a_restart_with_its_patient_alone(evidence: EvidenceView):
    """Whoever opens the referral finds it; another patient's shows none."""
    for journey in evidence.each():
        since = restarted(journey)
        (said,) = [seen for seen in journey.seen if seen.action == DECLARE and seen.status == "done"][
            -1:
        ] or [None]
        if said is None:
            raise NotShown(f"journey {journey.id}: no declaration was taken")
        before = shown_of(journey, DECLARES, 0, since)
        if not any(exemption.get("declarations") for _, exemption in before):
            raise NotShown(
                f"journey {journey.id}: an opened referral shows no declaration, before the restart either"
            )
        for look, exemption in opened(journey, DECLARES, since):
            kinds = [told.get("kind") for told in exemption.get("declarations") or []]
            expect_equal(
                "the declaration after a restart", [said.given["kind"]], kinds, look, "Keep it on disk."
            )
        for look, exemption in opened(journey, SILENT, 0):
            expect_none("declaration of another patient", exemption.get("declarations") or [], look)


@criterion("EXD-03")
def test_reasons_are_those_of_the_day(evidence: EvidenceView):
    """Universal Credit since February 2020, tax credit until 5 April 2025."""
    lists = [seen for journey in evidence.each() for seen in journey.observations(LIST)]
    for seen in lists:
        written = seen.shown.get("as_of")
        day = date.fromisoformat(written) if _is_a_day(written) else london_day(moment_of(seen.clock))
        offered = {told.get("kind") for told in seen.shown.get("kinds") or []}
        over = [kind for kind, span in _spans().items() if kind in offered and not _is_of(span, day)]
        expect_none(f"reason that cannot be declared on {day}", over, seen)
        missing = [kind for kind, span in _spans().items() if kind not in offered and _is_of(span, day)]
        expect_all(f"each reason that can be declared on {day}", missing, seen)


@criterion("EXD-04")
def test_nobody_is_exempt_and_has_paid(evidence: EvidenceView):
    """What stands is one or the other: also after a patient has changed their mind, and beside what RTEC found."""
    seen = [shown for patient in patients(evidence) for shown in patient.shown()]
    standing = [(look, exemption) for look, exemption in seen if exemption.get("declarations")]
    for look, exemption in some(standing, "no referral that was opened shows what was declared"):
        kinds = {told.get("kind") for told in exemption["declarations"]}
        exempt = [
            *sorted(map(str, kinds - {PAID})),
            *filter(None, [(exemption.get("checked") or {}).get("type")]),
        ]
        expect(PAID not in kinds or not exempt, "exempt, or the charge paid", [PAID, *exempt], look)


def restarted(journey: JourneyView) -> int:
    """Give the event at which the system was stopped; NotShown where it was not."""
    done = [seen for seen in journey.seen if seen.action == "restart"]
    if not done or done[-1].status not in ("done", "unanswered"):
        raise NotShown(f"journey {journey.id}: the system was not stopped and started")
    return done[-1].seq


def opened(journey: JourneyView, label: str, after: int) -> list[Shown]:
    """Give what opening a patient's referral showed after an event; NotShown where it was not opened."""
    found = [
        (look, look.shown.get("exemption") or {}) for look in _opened(journey, label) if look.seq > after
    ]
    if not found:
        raise NotShown(f"journey {journey.id}: the referral of who {label} was not opened again")
    return found


def shown_of(journey: JourneyView, label: str, after: int, before: int) -> list[Shown]:
    """Give what opening a patient's referral showed between two events."""
    looks = [look for look in _opened(journey, label) if after < look.seq < before]
    return [(look, look.shown.get("exemption") or {}) for look in looks]


def _opened(journey: JourneyView, label: str) -> list[ObservationView]:
    documents = [
        issued["report"]["document_id"]
        for name, issued in journey.also.items()
        if name.removeprefix(label).strip().isdigit() or name == label
    ]
    return [look for document in documents for look in journey.shown_of(document, OPEN)]


def _lacking(
    kept: Mapping[str, Any], seen: ObservationView, asked_for: list[str], journey: JourneyView
) -> list[str]:
    said = [name for name in AS_FAR_AS_SAID if kept.get(name) is not None and name not in asked_for]
    return [
        f"{name} ({in_words(kept.get(name))})"
        for name in (*asked_for, *said)
        if not _holds(name, kept, seen, journey)
    ]


def _holds(name: str, kept: Mapping[str, Any], seen: ObservationView, journey: JourneyView) -> bool:
    if name == "at":
        return _moment_is(kept.get("at"), seen)
    if name == "pharmacist":
        return is_who_was_enrolled(kept.get("pharmacist") or {}, _enrolled_before(journey, seen))
    if name == "name":
        return plain_name(kept.get("name")) == plain_name(seen.given.get("name"))
    return bool(kept.get(name) == seen.given.get(name))


def is_who_was_enrolled(kept: Mapping[str, Any], enrolled: Mapping[str, Any]) -> bool:
    """Say whether what is kept of a pharmacist has the number and the whole name of the enrolment.

    Whoever acts is handed over by initial and family name: to say that again shows nothing. Of nobody's enrolment
    something has to stand.
    """
    name, number = plain_name(kept.get("full_name")), str(kept.get("gphc_number") or "").strip()
    words = plain_name(enrolled.get("full_name")).split()
    is_theirs = number == enrolled.get("gphc_number", number)
    return bool(name and number) and is_theirs and set(words) <= set(name.split())


def _enrolled_before(journey: JourneyView, seen: ObservationView) -> Mapping[str, Any]:
    known = [
        one.given
        for one in journey.seen
        if (one.action, one.status) == (ENROL, "done") and one.seq < seen.seq
    ]
    return known[-1] if known else {}


def _moment_is(written: object, seen: ObservationView) -> bool:
    try:
        kept = moment_of(str(written))
    except ValueError:
        return False
    return abs((kept - moment_of(seen.clock)).total_seconds()) < DAY


DAY = 24 * 3600
"""Seconds that a candidate's clock may be away from ours, and the time of a declaration still be its time."""


def _is_a_day(written: object) -> bool:
    try:
        date.fromisoformat(str(written))
    except ValueError:
        return False
    return True


def _spans() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = fixture("exemptions")["kinds"]
    return found


def _is_of(span: Mapping[str, str], day: date) -> bool:
    return span.get("from", "") <= day.isoformat() <= span.get("until", "9999")
