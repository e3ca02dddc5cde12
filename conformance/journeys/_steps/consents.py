"""What patients say to their practices being told, as it was drawn or pinned for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from cpcs_harness.people.drawn.consent import GIVEN, SAID
from cpcs_harness.people.model import Issued

from .pds import Case

THING, DIMENSION = "consent", "consent to tell the practice"
AFTER_ALL = "consents after all"
NOT_TOLD = ("no consent", "never consented")
ON_ITS_WAY = 1.2
"""Seconds in which another terminal may have looked at a consent, and then sends."""
ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "no consent": "taken back before the practice is told",
        "never consented": "refused",
        AFTER_ALL: "refused at first and given after all",
    }
)
"""The condition of patients who do not plainly agree, by label."""
_PINNED = {**ANSWERS, "delivered": "given"}
"""With that of one who does, so that each value is somebody's; all others agree without having drawn it."""


def pinned(label: str) -> dict[str, str]:
    """Give what is pinned of a patient with such a label."""
    return {DIMENSION: _PINNED[label]} if label in _PINNED else {}


def asks(label: str) -> tuple[str, ...]:
    """Give what a patient with such a label draws."""
    return (THING,) if label in _PINNED else ()


def said(issued: Issued) -> tuple[bool, ...]:
    """Give what is recorded of a patient's consent, one after another."""
    return SAID[str(issued.drawn.get(THING, {}).get("answer", GIVEN))]


def say_the_rest(cases: Iterable[Case]) -> None:
    """Record what patients say once their consultations are completed, where that is another answer."""
    for case in cases:
        for share in said(case.issued)[1:]:
            case.do("record_consent", share_with_gp=share)


def take_back(case: Case) -> None:
    """Have the practice told, which has to wait, and record that the patient refuses it; then nothing is on its way."""
    case.do("notify_gp")
    say_the_rest([case])
    case.stage.wait(ON_ITS_WAY)
