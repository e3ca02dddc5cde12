"""What screens show of a patient and a referral, held against what was sent."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from cpcs_harness.errors import NotShown
from cpcs_harness.judging.expect import Place, expect, expect_equal, squeezed
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.judging.views import JourneyView, ObservationView

from .text import plain_address, plain_name, plain_postcode, plain_reference

_ABROAD = re.compile(r"(?:00)?440?([1-9]\d{9})")
_NO_DIGIT = bytes(code for code in range(128) if not chr(code).isdigit())


def digits(number: object) -> str:
    """Give a number's digits alone; a telephone number without the country's code."""
    found = _digits_alone(str(number or ""))
    abroad = _ABROAD.fullmatch(found)  # +44 7700…, 0044 7700…, +44 (0)7700…
    return f"0{abroad[1]}" if abroad else found


def _digits_alone(text: str) -> str:
    if text.isascii():  # nearly every text, and a tenth of the time
        return text.encode().translate(None, _NO_DIGIT).decode()
    return "".join(filter(str.isdigit, text))


def rows_of(seen: ObservationView, number: str, references: Iterable[str]) -> list[Mapping[str, Any]]:
    """Give the rows of a worklist that are about a patient, by NHS number, or about a case, by its references."""
    marks = {plain_reference(reference) for reference in references if reference}
    return [row for row, cases, of in seen.read(rows) if number == of or marks & cases]


def rows(seen: ObservationView) -> list[tuple[Mapping[str, Any], frozenset[str], str]]:
    """Give each row of a worklist, with the case references that it names, made comparable, and its NHS number."""
    return [
        (
            row,
            frozenset(plain_reference(row[key]) for key in ("case_reference", "case_id") if row.get(key)),
            digits(row.get("nhs_number")),
        )
        for row in seen.shown.get("referrals") or ()
    ]


def expect_row_of(person: Mapping[str, Any], row: Mapping[str, Any], look: ObservationView) -> None:
    """Raise NotMet unless a row of a worklist is of this patient."""
    shown = plain_name(row.get("patient_name"))
    for name in (person["given"], person["family"]):
        expect(
            plain_name(name) in shown, f"a row with the name {in_words(name)}", row.get("patient_name"), look
        )
    expect_equal("the row's birth date", person["birth_date"], row.get("birth_date"), look)
    number = digits(row.get("nhs_number"))
    expect(number in ("", person["nhs_number"]), f"the NHS number {person['nhs_number']}", number, look)


def shown_again(rows: Iterable[Mapping[str, Any]], told: Collection[str], taken: int) -> list[str]:
    """Say what a list of messages shows once more than it is: an id twice, or more as told than were taken."""
    rows = list(rows)
    ids = [str(row["reference"]).strip("<> ").casefold() for row in rows if row.get("reference")]
    as_told = sum(row.get("status") in told for row in rows)
    more = [Words(f"{as_told} shown as told, of {taken} that were taken")] if as_told > taken else []
    return sorted({name for name in ids if ids.count(name) > 1}) + more


def looks(journey: JourneyView, ods: str, after: int = 0) -> list[ObservationView]:
    """Give the looks at a pharmacy's worklist after an event; none is NotShown."""
    found = [
        seen for seen in journey.observations("worklist") if seen.actor.get("ods") == ods and seen.seq > after
    ]
    if not found:
        raise NotShown(
            f"journey {journey.id}: the worklist of pharmacy {ods} was not seen after event {after}"
        )
    return found


def opened(journey: JourneyView, document_id: str) -> Sequence[ObservationView]:
    """Give every time that a referral was opened; none is NotShown."""
    found = journey.shown_of(document_id)
    if not found:
        raise NotShown(f"journey {journey.id}: the referral of document {document_id} was not opened")
    return found


def expect_patient(person: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet unless name, birth date, gender and NHS number are those that were sent."""
    patient = seen.shown.get("patient") or {}
    expect_name("the given name", person["given"], patient.get("given"), seen)
    expect_name("the family name", person["family"], patient.get("family"), seen)
    expect_equal("the birth date", person["birth_date"], patient.get("birth_date"), seen, "Mind time zones.")
    expect_gender_shown(person["gender"], patient.get("gender"), seen)
    expect_equal("the NHS number", person["nhs_number"], digits(patient.get("nhs_number")), seen)


def expect_gender_shown(due: str, received: object, at: Place) -> None:
    """Raise NotMet unless a gender is the one that is due; where none is known, each word for that is right."""
    known = ("male", "female")
    right = received == due if due in known else received not in known
    expect(right, f"the gender to be {in_words(due)}", received, at)


def expect_name(what: str, due: object, received: object, at: Place, todo: str = "") -> None:
    """Raise NotMet unless a name is the one that is due, in whatever case."""
    expect(plain_name(due) == plain_name(received), f"{what} to be {in_words(due)}", received, at, todo)


def expect_postcode(due: object, received: object, at: Place, todo: str = "") -> None:
    """Raise NotMet unless a postcode is the one that is due, with its blank or without."""
    right = plain_postcode(due) == plain_postcode(received)
    expect(right, f"the postcode to be {in_words(due)}", received, at, todo)


def expect_address(due: Sequence[str], received: object, at: Place, todo: str = "") -> None:
    """Raise NotMet unless the lines of an address are those that are due, wherever one ends and the next begins."""
    lines = received if isinstance(received, (list, tuple)) else [received]
    expect(
        plain_address(due) == plain_address(lines),
        f"the address to be {in_words(list(due))}",
        received,
        at,
        todo,
    )


def expect_line(due: str, received: object, at: Place) -> None:
    """Raise NotMet unless a line stands in an address, whatever stands beside it."""
    lines = received if isinstance(received, (list, tuple)) else [received]
    there = plain_address([due]) in plain_address(lines)
    expect(there, f"the address with the line {in_words(due)}", received, at)


def expect_text(what: str, due: str, seen: ObservationView, todo: str = "Show it whole.") -> None:
    """Raise NotMet unless a text stands somewhere in what was shown, but for white space."""
    shown = all_text(seen.shown)
    expect(squeezed(due) in shown, f"{what} ({len(due)} characters): {in_words(due)}", shown, seen, todo)


def all_text(shown: object) -> str:
    """Give every text of an observation, one after another, white space folded."""
    return squeezed(" \n".join(_texts(shown)))


def _texts(shown: object) -> list[str]:
    if isinstance(shown, Mapping):
        return [text for inner in shown.values() for text in _texts(inner)]
    if isinstance(shown, (list, tuple)):
        return [text for inner in shown for text in _texts(inner)]
    return [str(shown)] if isinstance(shown, (str, int, float)) else []
