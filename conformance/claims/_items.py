"""The medicines of a patient of the day, three ways: as recorded, as claimed, and as the practice was told.

Source: interface sheet mesh-itk3-nhsmail-mys, check F6 93.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from cpcs_harness.judging import ObservationView
from cpcs_harness.judging.in_words import in_words

from .._shared.dispensed import Dispense, dispensed, number
from .._shared.mesh import FIRST, FURTHER, sent_whole
from .._shared.outbound import holding
from .._shared.told_before import sent_after
from ._claims import codings
from ._day import AMEND, Held, Patient

Item = tuple[str, float]
"""Code and quantity."""


def recorded(patient: Patient) -> list[Item] | None:
    """Give what was recorded in the end, as the candidate showed it; None where nobody can know."""
    ended = [seen.seq for seen in patient.done("complete")]
    found = [
        _shown(item)
        for seen in patient.done("supply_medicine")
        if seen.seq < min(ended, default=seen.seq + 1)  # what is supplied afterwards SUP-17 looks at
        for item in _listed(seen)
    ]
    for seen in patient.done(AMEND):
        if not seen.given.get("items"):
            continue
        listed = seen.shown.get("items")
        if not isinstance(listed, list) or not listed:
            return None
        found = [_shown(item) for item in listed]
    known = [item for item in found if item is not None]
    return known if len(known) == len(found) else None


def unlike(patient: Patient) -> list[str]:
    """Say where what a correction left is not what was supplied, but for as many quantities as were given with it."""
    ended = [seen.seq for seen in patient.done("complete")]
    corrections = [seen for seen in patient.done(AMEND) if seen.given.get("items")]
    before = _all(
        [item for seen in patient.done("supply_medicine") if ended[:1] > [seen.seq] for item in _listed(seen)]
    )
    for seen in corrections:
        after = _all(seen.shown.get("items") or [])
        if not before or not after:
            return []
        others = len(before) - len(seen.given["items"])
        stayed = list((Counter(before) & Counter(after)).elements())
        if sorted(code for code, _ in before) != sorted(code for code, _ in after) or len(stayed) < others:
            was, now = ([f"{quantity:g} of {code}" for code, quantity in items] for items in (before, after))
            return [f"{in_words(now)} after a correction of {len(seen.given['items'])} of {in_words(was)}"]
        before = after
    return []


def _listed(seen: ObservationView) -> list[Any]:
    return seen.shown.get("items") or [seen.shown.get("item")]


def _all(items: Sequence[Any]) -> list[Item]:
    known = [item for item in map(_shown, items) if item is not None]
    return known if len(known) == len(items) else []


def claimed(held: Held) -> list[Dispense]:
    """Give the items of a claim."""
    items = held.claim.get("item") or []
    return [_claimed(item) for item in items if isinstance(item, dict)]


def told(patient: Patient) -> list[Dispense] | None:
    """Give what the last document to the practice says; None where there is none since the last correction."""
    amended = patient.done(AMEND)
    parts = [
        call for name in (FIRST, FURTHER) for call in patient.journey.exchanges("mesh", name, at_least=0)
    ]
    own = holding(parts, patient.issued["person"]["nhs_number"])
    since = {call.id for call in (sent_after(own, amended[-1]) if amended else own)}
    documents = [message for message in sent_whole(parts) if message.call.id in since]
    return dispensed(documents[-1]) if documents and not documents[-1].is_broken_off else None


def differing(
    due: Sequence[Item], found: Sequence[Dispense], may_be: Callable[[Dispense], bool] = lambda _: False
) -> list[str]:
    """Name what one side has and the other has not, but for what may be there besides."""
    left = list(found)
    missing = []
    for code, quantity in due:
        match = next((one for one in left if code in one.codes and one.quantity == quantity), None)
        if match is None:
            missing.append(f"no {code} with quantity {quantity:g}")
        else:
            left.remove(match)
    others = [one for one in left if not may_be(one)]
    return [*missing, *(f"{in_words(one)}, which was not recorded so" for one in others)]


def _shown(item: Any) -> Item | None:
    quantity = number(item.get("quantity")) if isinstance(item, dict) else None
    return (str(item.get("code")), quantity) if quantity is not None and item.get("code") else None


def _claimed(item: dict[str, Any]) -> Dispense:
    codes = [code for _, code, _ in codings(item.get("productOrService"))]
    quantity = item.get("quantity")
    return Dispense(codes, number(quantity.get("value") if isinstance(quantity, dict) else None), None, "")
