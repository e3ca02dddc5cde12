"""What each try to refer a patient onward was told as, held against what its receiver had said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cpcs_harness.judging import ExchangeView, ObservationView, expect

from ._onward import NOBODY, Referred, onward_of

NEXT = "Say that nobody has the patient, and what to do: the next pharmacy, or the telephone."


@dataclass(frozen=True)
class Sent:
    """One time that a message about a patient was sent."""

    call: ExchangeView
    to: frozenset[str]
    """Whom it went to: addresses, or ODS codes."""
    is_taken: bool
    """Whether the receiver said that it took it."""


def expect_told(
    found: Referred, sent: Sequence[Sent], to: Callable[[ObservationView], Iterable[str]]
) -> bool:
    """Raise NotMet where what nobody took is told as done; gives whether there was such a try.

    A try is found by whom it was for, not by its place: an answer that is waited for in vain may be written down when
    the next try has begun. One that ended after its receiver had taken a repeat may say so.
    """
    looked = False
    for missed in sent:
        if missed.is_taken:
            continue
        tried = [
            seen for seen in found.tries if missed.to & set(to(seen)) and seen.seq < _until(sent, to(seen))
        ]
        for seen in tried:
            looked = True
            failed = seen.status != "done"
            expect(failed, "an action that ends failed", seen.status, seen, NEXT, timing="order")
        for seen in _looks(found, tried[:1], sent):
            _expect_open(seen)
    return looked


def _until(sent: Sequence[Sent], to: Iterable[str]) -> float:
    """Give the place of the first message that a pharmacy took, at whichever of its addresses."""
    own = set(to)
    return first_taken(other for other in sent if other.to & own)


def first_taken(sent: Iterable[Sent]) -> float:
    """Give the place of the first message that was taken; beyond the end where none was."""
    return min((other.call.seq for other in sent if other.is_taken), default=float("inf"))


def _looks(found: Referred, tried: Sequence[ObservationView], sent: Iterable[Sent]) -> list[ObservationView]:
    """Give the looks at the referral after a try, before a message about the patient that was taken was on its way."""
    after = [seen.seq for seen in tried]
    until = min((other.call.began for other in sent if other.is_taken), default=float("inf"))
    opened = found.of("open_referral") if after else []
    return [seen for seen in opened if after[0] < seen.seq and seen.ended < until]


def _expect_open(seen: ObservationView) -> None:
    shown = {str(known.get("status")) for known in onward_of(seen)}
    expect(bool(shown & set(NOBODY)), "the failure at the referral", sorted(shown), seen, timing="absent")
    status = seen.shown.get("status")
    expect(status in ("new", "open"), "an open referral", status, seen)
