"""Expectations of many reports at once: all that is wrong is named in one message."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cpcs_harness.judging import ExchangeView, JourneyView, NotMet, NotShown
from cpcs_harness.judging.expect import Place, expect, is_unanswered
from cpcs_harness.judging.in_words import in_words

from .messages import Plain, is_policy, name_of, report_of
from .shown import plain_code

MOST = 8
"""How many of several faults a message names."""
Wrong = list[tuple[str, Place]]


def expect_right(expected: str, wrong: Sequence[tuple[str, Place]], todo: str = "") -> None:
    """Raise NotMet when something is wrong; all that is, is named in one message, with its places."""
    if not wrong:
        return
    told = [what for what, _ in wrong]
    received = "; ".join(told[:MOST]) + (f"; and {len(told) - MOST} more" if len(told) > MOST else "")
    places = list(dict.fromkeys(place.id for _, place in wrong))
    others = "1 other place" if len(places) == 2 else f"{len(places) - 1} other places"
    at = wrong[0][1].where + (f"; and {others}" if len(places) > 1 else "")
    # What is shown of a report follows from the messages that told it: one without an answer may not have come.
    timing = "absent" if any(is_unanswered(place) for _, place in wrong) else None
    raise NotMet(expected, received, at=at, todo=todo, exchanges=places, timing=timing)


def expect_code(due: str, received: object, at: Place) -> None:
    """Raise NotMet unless a disposition code is the one that is due, however it is written."""
    right = plain_code(due) == plain_code(received)
    expect(right, f"the disposition code to be {in_words(due)}", received, at)


def expect_shown(
    journey: JourneyView,
    calls: Sequence[ExchangeView],
    expected: str,
    faults: Callable[[Plain, Plain], list[str]],
    todo: str = "",
) -> None:
    """Raise NotMet unless all that was opened of some reports is right; NotShown where one was not opened."""
    wrong: Wrong = []
    unseen = []
    for call in calls:
        seen = journey.shown_of(report_of(call)["document_id"])
        if seen:
            wrong += [
                (f"{name_of(call)}: {fault}", seen[-1]) for fault in faults(report_of(call), seen[-1].shown)
            ]
        elif not is_policy(call):
            unseen.append(name_of(call))
    expect_right(expected, wrong, todo)
    if unseen or not calls:
        raise NotShown(f"journey {journey.id}: not opened: {', '.join(unseen) or 'anything of the kind'}")
