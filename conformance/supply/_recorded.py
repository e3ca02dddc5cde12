"""What was recorded as supplied to each patient of a journey, as it was given and as the candidate showed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, ObservationView, expect_equal, through
from cpcs_harness.judging.expect import squeezed
from cpcs_harness.judging.in_words import in_words

from .._shared.dispensed import number
from .._shared.supplied import taken_of

SUPPLY, NO_SUPPLY = "supply_medicine", "record_no_supply"
Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """One medicine that was supplied."""

    code: str
    display: str
    quantity: float
    days: float | None
    dosage: str
    owing: float
    seen: ObservationView


@dataclass(frozen=True)
class Patient:
    """A patient of a journey, by their label, with each try to supply them."""

    journey: JourneyView
    label: str
    issued: Plain
    tries: Sequence[ObservationView]
    """However they ended."""

    @property
    def decided(self) -> list[ObservationView]:
        """The tries that were recorded or refused; of one that failed or got no answer nobody knows."""
        return [seen for seen in self.tries if seen.status in ("done", "refused")]

    @property
    def last_of_each(self) -> list[ObservationView]:
        """The last of these tries of each medicine: of two that are given in turn, the first may be barred."""
        last = {
            item["code"]: seen for seen in self.decided for item in seen.given.get("items") or [seen.given]
        }
        return list(last.values())

    @property
    def done(self) -> list[ObservationView]:
        """The tries after which the candidate says that a supply is recorded, until the consultation ended.

        What is supplied for a referral that is completed SUP-17 looks at.
        """
        ended = min((seen.seq for seen in self.of("complete")), default=None)
        done = (seen for seen in self.tries if seen.status == "done")
        return [seen for seen in done if ended is None or seen.seq < ended]

    @property
    def items(self) -> list[Item]:
        """What was supplied, as the candidate shows that it recorded it; NotMet where that is not what it was given."""
        return [item for seen in self.done for item in items_of(seen)]

    @property
    def could_be_tried(self) -> bool:
        """Whether the candidate can record such a supply: it says so where it cannot."""
        return any(seen.status != "cannot" for seen in self.tries)

    @property
    def is_to_be_completed(self) -> bool:
        """Whether somebody tried to end the consultation, however that ended."""
        document = str(self.issued["report"]["document_id"])
        return any(seen.action == "complete" and seen.about == document for seen in self.journey.seen)

    def of(self, action: str) -> list[ObservationView]:
        """Give what was done about this patient, and done."""
        return self.journey.shown_of(str(self.issued["report"]["document_id"]), action)


def patients(evidence: EvidenceView) -> list[Patient]:
    """Give the patients of the journeys about supplies; none for whom anything was tried is NotShown."""
    found = [patient for journey in evidence.each() for patient in _of(journey)]
    if not found:
        raise NotShown("nobody was to be supplied")
    return found


def supplied(evidence: EvidenceView) -> Iterator[Patient]:
    """Give those to whom something was supplied, and whose consultations ended.

    None is NotShown, and so, once the others were gone through, is whose every try to be supplied failed.
    """
    tried = patients(evidence)
    if not any(patient.done and patient.of("complete") for patient in tried):
        raise NotShown("no supply was recorded in a consultation that was completed")
    for patient, apart in through(tried):
        with apart:
            if patient.is_to_be_completed:
                expect_decided(patient)
            if patient.done and patient.of("complete"):
                yield patient


def expect_decided(patient: Patient) -> None:
    """Raise NotShown where a try to supply a patient failed, or got no answer, and none came to an end."""
    if patient.could_be_tried and not patient.decided:
        last = patient.tries[-1]
        said = f"{last.where}: {SUPPLY} ended {last.status} for {in_words(patient.label)}"
        raise NotShown(said, exchanges=[last.id])


def not_supplied(evidence: EvidenceView) -> list[Patient]:
    """Give those to whom nothing was supplied: nothing was tried, or what was tried was refused."""
    return [
        patient for patient in patients(evidence) if all(seen.status == "refused" for seen in patient.tries)
    ]


def items_of(seen: ObservationView) -> list[Item]:
    """Give what one action recorded; NotMet where it is not what it was given, less what was refused."""
    given, shown = taken_of(seen), shown_in(seen)
    expect_equal(
        "the number of items recorded", len(given), len(shown), seen, "Record each, or refuse it by its code."
    )
    return [_item(asked, kept, seen) for asked, kept in zip(given, shown, strict=True)]


def shown_in(seen: ObservationView) -> list[Plain]:
    """Give the items that an action showed as recorded, in either form of its answer."""
    several = seen.shown.get("items")
    listed = several if isinstance(several, list) and several else [seen.shown.get("item")]
    return [item for item in listed if isinstance(item, dict)]


def _item(given: Plain, shown: Plain, seen: ObservationView) -> Item:
    if not shown.get("code") or not shown.get("display"):
        raise NotShown(
            f"{seen.where}: the item recorded has no dm+d code or no name, so it cannot be found elsewhere"
        )
    about = f"of {shown['display']}"
    expect_equal(f"the quantity {about}", float(given["quantity"]), number(shown.get("quantity")), seen)
    expect_equal(
        f"the days {about}", number(given.get("days_supply")), number(shown.get("days_supply")), seen
    )
    expect_equal(
        f"the directions {about}", squeezed(given["dosage"]), squeezed(str(shown.get("dosage"))), seen
    )
    return Item(
        str(shown["code"]),
        str(shown["display"]),
        float(given["quantity"]),
        number(given.get("days_supply")),
        squeezed(given["dosage"]),
        float(given.get("owing") or 0),
        seen,
    )


def _of(journey: JourneyView) -> Iterator[Patient]:
    tried = [seen for seen in journey.seen if seen.action in (SUPPLY, NO_SUPPLY)]
    journey.looked_at.extend(seen.id for seen in tried)
    for label, issued in journey.also.items():
        document = issued["report"]["document_id"]
        own = [seen for seen in tried if seen.about == document]
        if own:
            yield Patient(journey, label, issued, [seen for seen in own if seen.action == SUPPLY])
