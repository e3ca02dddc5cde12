"""What is shown of a prescription is what the tracker answered of that one: items, day, who has it, and its status.

Source: prescription tracker (interface sheet dos-eps-rtec-scr-dmd, sections 3.2 and 3.3).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, criterion, expect, expect_none
from cpcs_harness.judging.in_words import in_words

from .._shared.screen import digits
from .._shared.text import dates, letters_and_digits
from ._looks import NOTHING, STATUSES, shown_of

NUMBER = re.compile(r"\d+(?:\.\d+)?")
NONE_SHOWN = "no prescription was shown"
NAMED = ("uom", "itemStatus")
"""What systems show in their own words; the tracker's words for another one are none of theirs."""
SHOWN = ("description", "quantity", "dosage", *NAMED)
Plain = Mapping[str, Any]


@criterion("EPT-20")
def test_items_are_shown_with_their_own_quantity_and_directions(evidence: EvidenceView):
    """Each as the tracker has it under that name; what is left out misleads nobody, nor do a system's own words."""
    rows = shown_of(evidence, NONE_SHOWN)
    # Each interface has words of its own for an item's state, and a system may show one of them for both.
    words = {
        by_fhir: named_in(offered for look, offered, _ in rows if look.by_fhir == by_fhir)
        for by_fhir in (False, True)
    }
    for look, offered, row in rows:
        held = [item for item in offered["lineItems"].values() if isinstance(item, Mapping)]
        wrong = [
            item
            for item in row.get("items") or ()
            if held and not any(is_of(item, one, words[look.by_fhir]) for one in held)
        ]
        due = [{name: one.get(name) for name in SHOWN} for one in held]
        todo = "Show quantity, directions and status of the item that they stand with."
        expect_none(f"item of {row['id']} that is none of {in_words(due)}", wrong, look.seen, todo)


@criterion("EPT-20")
def test_the_day_shown_is_the_prescriptions(evidence: EvidenceView):
    """In any usual writing."""
    for look, offered, row in shown_of(evidence, NONE_SHOWN):
        said, sent = str(row.get("issued") or ""), str(offered.get("prescriptionIssueDate") or "")
        if said and re.fullmatch(r"\d{8,14}", sent):
            day = f"{sent[:4]}-{sent[4:6]}-{sent[6:8]}"
            right = any(written.casefold() in said.casefold() for written in dates(day))
            expect(right, f"{row['id']} of {day}", said, look.seen)


@criterion("EPT-20")
def test_no_pharmacy_is_shown_but_the_one_that_has_it(evidence: EvidenceView):
    """By name, code and telephone; none where the tracker names none."""
    for look, offered, row in shown_of(evidence, NONE_SHOWN):
        has = offered.get("dispensingPharmacy") or {}
        known = {letters_and_digits(value) for value in has.values() if value not in NOTHING}
        known |= {digits(has.get("phone"))}
        strange = [value for value in told(row.get("held_by") or {}) if value not in known]
        expect_none(f"pharmacy that the tracker does not name for {row['id']}", strange, look.seen)


@criterion("EPT-20")
def test_no_status_is_shown_in_another_ones_words(evidence: EvidenceView):
    """Whoever uses the tracker's own words uses them for what they stand for."""
    words = {letters_and_digits(text): text for text in STATUSES.values()}
    for look, offered, row in shown_of(evidence, NONE_SHOWN):
        meant = words.get(letters_and_digits(row.get("status") or ""))
        right = meant in (None, offered["prescriptionStatus"])
        expect(right, f"{row['id']} as {offered['prescriptionStatus']}", row.get("status"), look.seen)


def named_in(prescriptions: Iterable[Plain]) -> dict[str, set[str]]:
    """Give the tracker's words for the units and states of all items of some prescriptions."""
    items = [item for one in prescriptions for item in one["lineItems"].values() if isinstance(item, Mapping)]
    return {name: {letters(item.get(name)) for item in items} for name in NAMED}


def is_of(shown: object, held: Plain, words: Mapping[str, set[str]]) -> bool:
    """Say whether a line of the screen is about an item of the tracker, and says nothing else of it."""
    line: Plain = shown if isinstance(shown, Mapping) else {"description": shown}
    named = letters_and_digits(line.get("description") or "") == letters_and_digits(held.get("description"))
    quantity, dosage = str(line.get("quantity") or ""), letters_and_digits(line.get("dosage") or "")
    found = [float(number) for number in NUMBER.findall(quantity)]
    counted = not found or first(NUMBER.findall(str(held.get("quantity") or ""))) in found
    directed = dosage in ("", letters_and_digits(held.get("dosage") or ""))
    said = {"uom": letters(quantity), "itemStatus": letters(line.get("status"))}
    others = [name for name, text in said.items() if text in words[name] - {letters(held.get(name)), ""}]
    return named and counted and directed and not others


def letters(text: object) -> str:
    """Give the letters of a unit or status: of a quantity, what is no number."""
    return re.sub(r"[\W\d_]", "", str(text or "").casefold())


def first(numbers: Iterable[str]) -> float | None:
    """Give the first of some numbers; None for none."""
    return next((float(number) for number in numbers), None)


def told(pharmacy: Plain) -> Iterator[str]:
    """Give what a screen says of a pharmacy: letters and digits of code and name, the digits of its telephone."""
    for name in ("ods", "name"):
        if pharmacy.get(name) not in (*NOTHING, None):
            yield letters_and_digits(pharmacy[name])
    if digits(pharmacy.get("phone")):
        yield digits(pharmacy["phone"])
