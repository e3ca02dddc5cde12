"""What the pharmacist is told at a supply, and what is kept of it.

Source: interface sheet dos-eps-rtec-scr-dmd, check 55; model of the project, docs/reference/supply-model.md.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
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
from ._recorded import Patient, patients
from ._sent import documents

LIVE, SECOND, OWING = "eps-item-live", "second-request", "owing"
WAITS, ELSEWHERE = "a prescription waits", "a prescription is elsewhere"
TRACK, TRACKERS = "track_prescriptions", ("eps_tracker", "clinical_tracker")


def labelled(evidence: EvidenceView, *labels: str) -> list[Patient]:
    """Give the patients of some labels for whom a supply was recorded; none is NotShown."""
    found = [patient for patient in patients(evidence) if patient.label in labels and patient.done]
    if not found:
        raise NotShown(f"no supply was recorded of {' or '.join(map(repr, labels))}")
    return found


@criterion("SUP-06")
def test_a_prescription_that_waits_is_told(evidence: EvidenceView):
    """At the supply, or at the last look at the tracker before it; and of none that another pharmacy has."""
    found = labelled(evidence, WAITS, ELSEWHERE)
    asked = [patient.journey.exchanges(name, at_least=0) for patient in found for name in TRACKERS]
    if not any(asked):
        raise NotShown("the tracker's interface was not asked; the system may link to the tracker alone")
    for patient in found:
        seen = patient.done[0]
        if patient.label == WAITS:
            told = LIVE in kinds(seen) or shows_one_that_waits(last_look(patient, seen))
            expect(
                told,
                "a word that a prescription of the patient waits",
                Words("none"),
                seen,
                "Ask the tracker again.",
            )
        else:
            expect(LIVE not in kinds(seen), "no word of a prescription that waits", Words("one"), seen)


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
    again = labelled(evidence, "second request")
    for patient in again:
        expect(
            SECOND in kinds(patient.done[0]), "a word on the supply of today", Words("none"), patient.done[0]
        )
    for patient in labelled(evidence, "first request", "half a tablet"):
        expect(
            SECOND not in kinds(patient.done[0]),
            "no word on an earlier supply",
            Words("one"),
            patient.done[0],
        )


@criterion("SUP-09")
def test_who_collected_is_kept(evidence: EvidenceView):
    """By name, with what they are to the patient; and nobody where the patient came."""
    for patient in labelled(evidence, "a carer collects", "a minor"):
        due = patient.done[0].given["collected_by"]
        expect_equal("who collected", said(due), said(collector(patient)), patient.done[0])
    for patient in labelled(evidence, "half a tablet"):
        expect_equal("who collected for the patient", said(None), said(collector(patient)), patient.done[0])


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
