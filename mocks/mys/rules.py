"""What MYS refuses in a claim, field by field.

Source: our model (interface sheet mesh-itk3-nhsmail-mys, D3). What MYS could not do without is due; the rest is refused
where it is there and wrong, and may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from cpcs_harness.people.nhs_number import is_valid

from . import reading, windows
from .reading import Claim, at

TYPES = ("EMG_MED", "MIN_ILL", "MIN_ILL_UEC")
LONGEST_REFERENCE = 64
MONEY, ITEM_MONEY = ("total", "payment"), ("unitPrice", "net")
SKEW = timedelta(minutes=5)
"""How far a candidate's clock may be ahead at midnight."""
DUE, FORM, MONTH, AHEAD, PRICED, SHUT = "DUE", "FORM", "MONTH", "FUTURE", "MONEY", "WINDOW_CLOSED"

Wrong = tuple[str, str, str]
"""Field, as a path of FHIR; message; code."""


def errors(claim: Claim, now: datetime) -> list[dict[str, str]]:
    """Name each field that MYS refuses; none where the claim can be taken."""
    found = [*_whose(claim), *_who(claim), *_when(claim, now), *_what(claim), *_money(claim)]
    return [{"field": field, "message": message, "code": code} for field, message, code in found]


def closed(claim: Claim, now: datetime) -> list[dict[str, str]]:
    """Say that a month is no longer claimed for; none where it is."""
    month = reading.month(claim)
    if month is None or windows.standing(month, now) != windows.CLOSED:
        return []
    message = f"claims for {month:%Y-%m} were taken until {windows.closes(month)}"
    return [{"field": "billablePeriod.start", "message": message, "code": SHUT}]


def _whose(claim: Claim) -> Iterator[Wrong]:
    reference = reading.client_reference(claim)
    if not reference:
        yield "identifier[0].value", "a client reference is due", DUE
    elif len(reference) > LONGEST_REFERENCE:
        yield "identifier[0].value", f"at most {LONGEST_REFERENCE} characters", FORM
    if reading.kind(claim) not in TYPES:
        yield "type.coding[0].code", f"one of {', '.join(TYPES)}", DUE
    if not reading.pharmacy(claim):
        yield "provider", "the pharmacy's ODS code is due", DUE


def _who(claim: Claim) -> Iterator[Wrong]:
    if not at(claim, "patient"):
        yield "patient", "the patient is due", DUE
    number = reading.nhs_number(claim)
    if number and not is_valid(number):
        yield "patient.identifier.value", "not an NHS number: its check digit is wrong", FORM
    for gphc in reading.professionals(claim):
        if not re.fullmatch(r"[0-9]{7}", gphc):
            yield "careTeam.provider.identifier.value", "a GPhC number has seven digits", FORM


def _when(claim: Claim, now: datetime) -> Iterator[Wrong]:
    month = reading.month(claim)
    if month is None:
        yield "billablePeriod.start", "the first day of a month", DUE
    place, value = reading.assessed(claim)
    if place < 0:
        return
    day, field = reading.day(value), f"supportingInfo[{place}].timingDate"
    if day is None:
        yield field, "a day, as yyyy-mm-dd", FORM
    elif day > windows.day_in_london(now + SKEW):
        yield field, "the assessment lies ahead", AHEAD
    elif month is not None and day.replace(day=1) != month:
        yield field, "the assessment is not in the month that is claimed for", MONTH


def _what(claim: Claim) -> Iterator[Wrong]:
    for place, item in enumerate(reading.listed(claim, "item")):
        codings = at(item, "productOrService", "coding")
        codes = [str(at(coding, "code") or "") for coding in codings] if isinstance(codings, list) else []
        if not any(re.fullmatch(r"[0-9]{6,18}", code) for code in codes):
            yield f"item[{place}].productOrService.coding[0].code", "the dm+d code is due", DUE
        quantity = at(item, "quantity", "value")
        if not isinstance(quantity, int | float) or isinstance(quantity, bool) or quantity <= 0:
            yield f"item[{place}].quantity.value", "a number above 0", DUE


def _money(claim: Claim) -> Iterator[Wrong]:
    message = "NHSBSA works out what is paid: leave it out"
    for name in MONEY:
        if at(claim, name) is not None:
            yield name, message, PRICED
    for place, item in enumerate(reading.listed(claim, "item")):
        for name in ITEM_MONEY:
            if at(item, name) is not None:
                yield f"item[{place}].{name}", message, PRICED
