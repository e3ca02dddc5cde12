"""What MYS refuses in a claim, field by field.

Source: our model (interface sheet mesh-itk3-nhsmail-mys, D3; profile `mys`). What MYS could not do without is due; the
rest is refused where it is there and wrong, and may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from cpcs_harness.people.nhs_number import is_valid
from cpcs_harness.profiles import Profile

from . import reading, windows
from .reading import Claim, at

MONEY, ITEM_MONEY = ("total", "payment"), ("unitPrice", "net")
SKEW = timedelta(minutes=5)
"""How far a candidate's clock may be ahead at midnight."""
DUE, FORM, MONTH, AHEAD, PRICED, SHUT = "DUE", "FORM", "MONTH", "FUTURE", "MONEY", "WINDOW_CLOSED"

Wrong = tuple[str, str, str]
"""Field, as a path of FHIR; message; code."""


def errors(claim: Claim, now: datetime, model: Profile) -> list[dict[str, str]]:
    """Name each field that MYS refuses; none where the claim can be taken."""
    optional = {
        "reference-length": _length(claim, model),
        "nhs-number": _number(claim),
        "gphc-number": _professionals(claim),
        "assessed": _assessed(claim, now, model),
        "items": _items(claim),
        "money": _money(claim),
    }
    found = [*_due(claim, model), *(wrong for name in model["refused"] for wrong in optional[name])]
    return [{"field": field, "message": message, "code": code} for field, message, code in found]


def closed(claim: Claim, now: datetime) -> list[dict[str, str]]:
    """Say that a month is no longer claimed for; none where it is."""
    month = reading.month(claim)
    if month is None or windows.standing(month, now) != windows.CLOSED:
        return []
    message = f"claims for {month:%Y-%m} were taken until {windows.closes(month)}"
    return [{"field": "billablePeriod.start", "message": message, "code": SHUT}]


def _due(claim: Claim, model: Profile) -> Iterator[Wrong]:
    types = [*model["types"].values(), *model["further_types"]]
    if not reading.client_reference(claim):
        yield "identifier[0].value", "a client reference is due", DUE
    if reading.kind(claim) not in types:
        yield "type.coding[0].code", f"one of {', '.join(types)}", DUE
    if not reading.pharmacy(claim):
        yield "provider", "the pharmacy's ODS code is due", DUE
    if not at(claim, "patient"):
        yield "patient", "the patient is due", DUE
    if reading.month(claim) is None:
        yield "billablePeriod.start", "the first day of a month", DUE


def _length(claim: Claim, model: Profile) -> Iterator[Wrong]:
    longest = model["longest_reference"]
    if len(reading.client_reference(claim)) > longest:
        yield "identifier[0].value", f"at most {longest} characters", FORM


def _number(claim: Claim) -> Iterator[Wrong]:
    number = reading.nhs_number(claim)
    if number and not is_valid(number):
        yield "patient.identifier.value", "not an NHS number: its check digit is wrong", FORM


def _professionals(claim: Claim) -> Iterator[Wrong]:
    for gphc in reading.professionals(claim):
        if not re.fullmatch(r"[0-9]{7}", gphc):
            yield "careTeam.provider.identifier.value", "a GPhC number has seven digits", FORM


def _assessed(claim: Claim, now: datetime, model: Profile) -> Iterator[Wrong]:
    month = reading.month(claim)
    place, value = reading.assessed(claim, model["information"]["assessed"])
    if place < 0:
        return
    day, field = reading.day(value), f"supportingInfo[{place}].timingDate"
    if day is None:
        yield field, "a day, as yyyy-mm-dd", FORM
    elif day > windows.day_in_london(now + SKEW):
        yield field, "the assessment lies ahead", AHEAD
    elif month is not None and day.replace(day=1) != month:
        yield field, "the assessment is not in the month that is claimed for", MONTH


def _items(claim: Claim) -> Iterator[Wrong]:
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
