"""What the pharmacist is told at a supply, and what is kept of it.

Source: interface sheet dos-eps-rtec-scr-dmd, check 55; model of the project, docs/reference/supply-model.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.dispensed import dispensed, number
from ._cases import kinds, notices
from ._recorded import Patient, expect_decided, patients
from ._sent import documents

LIVE, SECOND, OWING = "eps-item-live", "second-request", "owing"
WAITS, ELSEWHERE = "a prescription waits", "a prescription is elsewhere"
AGAIN, ALONE = "second request", "half a tablet"
TRACK, TRACKERS = "track_prescriptions", ("eps_tracker", "clinical_tracker")


def labelled(evidence: EvidenceView, *labels: str, beside: Sequence[str] = ()) -> Iterator[Patient]:
    """Give the patients of some labels, and of others beside them, for whom a supply was recorded.

    None of these labels is NotShown, and so, once the others were gone through, is whose every try failed.
    """
    found = [patient for patient in patients(evidence) if patient.label in (*labels, *beside)]
    for patient, apart in through(found):
        with apart:
            expect_decided(patient)
            if patient.done:
                yield patient
    if not any(patient.label in labels and patient.done for patient in found):
        raise NotShown(f"no supply was recorded of {' or '.join(map(repr, labels))}")


@criterion("SUP-06")
def test_a_prescription_that_waits_is_told(evidence: EvidenceView):
    """At the supply, or at the last look at the tracker before it; and of none that another pharmacy has."""
    for patient, apart in through(labelled(evidence, WAITS, ELSEWHERE)):
        with apart:
            expect_asked(patient.journey)
            seen = patient.done[0]
            if patient.label == WAITS:
                told = LIVE in kinds(seen) or shows_one_that_waits(last_look(patient, seen))
                due = "a word that a prescription of the patient waits"
                expect(told, due, Words("none"), seen, "Ask the tracker again.")
            else:
                expect(LIVE not in kinds(seen), "no word of a prescription that waits", Words("one"), seen)


def expect_asked(journey: JourneyView) -> None:
    """Raise NotShown where no tracker was asked in a journey."""
    if not any(journey.exchanges(name, at_least=0) for name in TRACKERS):
        raise NotShown("the tracker's interface was not asked; the system may link to the tracker alone")


def last_look(patient: Patient, before: ObservationView) -> ObservationView | None:
    """Give the last look at the tracker before a supply; None for none."""
    looks = [look for look in patient.of(TRACK) if look.seq < before.seq]
    return looks[-1] if looks else None


def shows_one_that_waits(look: ObservationView | None) -> bool:
    """Say whether a look at the tracker warned, or offered a prescription."""
    if look is None:
        return False
    rows = look.shown.get("prescriptions")
    usable = any(isinstance(row, dict) and row.get("usable") is True for row in rows or ())
    return bool(look.shown.get("warning")) or usable


@criterion("SUP-07")
def test_what_is_owing_is_shown_and_not_told_as_handed_out(evidence: EvidenceView):
    """How much is still due, on a screen; the practice is told of what was handed out."""
    for patient, apart in through(labelled(evidence, "a part is owing")):
        with apart:
            item = patient.items[0]
            seen = [*patient.done, *patient.of("open_referral")]
            shown = [owing for one in seen for owing in owings(one)]
            expect(
                item.owing in shown,
                f"{item.owing:g} owing of {item.display}",
                shown or Words("nothing"),
                patient.done[0],
            )
            for message in documents(patient):
                for dispense in dispensed(message) or ():
                    expect_equal("the quantity handed out", item.quantity, dispense.quantity, message.call)


def owings(seen: ObservationView) -> Iterator[float]:
    """Give every quantity that a screen shows as owing."""
    supplies = seen.shown.get("supplies")
    held = [seen.shown, supplies if isinstance(supplies, dict) else {}]
    items = [*(item for one in held for item in one.get("items") or ()), seen.shown.get("item")]
    for item in items:
        owing = number(item.get("owing")) if isinstance(item, dict) else None
        if owing is not None:
            yield owing
    for notice in notices(seen):
        if notice.get("kind") == OWING:
            yield from (
                value for word in str(notice.get("text")).split() if (value := number(word)) is not None
            )


@criterion("SUP-08")
def test_a_second_supply_on_the_day_shows_the_first(evidence: EvidenceView):
    """Also where the first was made at another pharmacy of the system; and nobody else is told of one."""
    for patient in labelled(evidence, AGAIN, beside=("first request", ALONE)):
        seen = patient.done[0]
        if patient.label == AGAIN:
            expect(SECOND in kinds(seen), "a word on the supply of today", Words("none"), seen)
        else:
            expect(SECOND not in kinds(seen), "no word on an earlier supply", Words("one"), seen)


@criterion("SUP-09")
def test_who_collected_is_kept(evidence: EvidenceView):
    """By name, with what they are to the patient; and nobody where the patient came."""
    for patient in labelled(evidence, "a carer collects", "a minor", beside=(ALONE,)):
        due = None if patient.label == ALONE else patient.done[0].given["collected_by"]
        expect_equal("who collected", said(due), said(collector(patient)), patient.done[0])


def collector(patient: Patient) -> Any:
    """Give who collected, as the supply's answer or the referral opened afterwards shows it."""
    opened = [seen.shown.get("supplies") for seen in patient.of("open_referral")]
    shown = [seen.shown for seen in patient.done] + [one for one in opened if isinstance(one, dict)]
    return next((one["collected_by"] for one in reversed(shown) if one.get("collected_by")), None)


def said(who: Any) -> tuple[str, str]:
    """Give name and relation, in small letters."""
    known = who if isinstance(who, Mapping) else {}
    name, relation = (" ".join(str(known.get(key) or "").casefold().split()) for key in ("name", "relation"))
    return name, relation
