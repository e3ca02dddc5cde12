"""What a candidate had been told before it was asked for something, and what it can only have sent afterwards.

That an exchange stands before a screen in the evidence says that its answer was ready before the screen came, and no
more: an outbox, a second thread or a poll of a mailbox sends and hears by itself, also while a screen is being made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cpcs_harness.judging.views import ExchangeView, ObservationView

NOTING = 1.0
"""Seconds after which a system has noted what it heard by itself, outside any action."""
WRITING = 0.5
"""Seconds that may pass until an action's end is written down, from which its beginning is reckoned back."""
ON_ITS_WAY = 1.0
"""Seconds in which a message may begin for which the consent was looked at before: to connect takes time."""


def told_before(
    calls: Iterable[ExchangeView], seen: ObservationView, acts: Iterable[ObservationView] = ()
) -> list[ExchangeView]:
    """Give the exchanges whose answers a candidate had been told before it was asked for a screen.

    `acts`: the actions that send such messages. What one of them was answered is known when it ends, on its screen too.
    """
    over = [act for act in acts if act.id == seen.id or act.ended <= seen.began]
    return [call for call in calls if _was_noted(call, seen) or any(_is_of(act, call) for act in over)]


def may_go_by(
    calls: Sequence[ExchangeView], seen: ObservationView, acts: Iterable[ObservationView] = ()
) -> list[ExchangeView]:
    """Give the exchanges of which any may be the last that a candidate had heard of when it made a screen.

    These are the last of which it had been told before, and each that was answered since. None where it had been told
    of none: it may have heard of nothing at all.
    """
    told = told_before(calls, seen, acts)
    return [call for call in calls if told and told[-1].seq <= call.seq < seen.seq]


def was_told(
    that: Callable[[ExchangeView], bool],
    calls: Sequence[ExchangeView],
    seen: ObservationView,
    acts: Iterable[ObservationView] = (),
) -> bool:
    """Say whether a candidate that made a screen had heard something last, whichever answer that was by then.

    An answer that was cut off, or that nobody waited for, told it nothing.
    """
    last = may_go_by(calls, seen, acts)
    return bool(last) and all(that(call) and not call.fault and not call.gone for call in last)


def sent_after(calls: Iterable[ExchangeView], end: ExchangeView | ObservationView) -> list[ExchangeView]:
    """Give the exchanges that began when an action or another exchange had ended: others were on their way by then."""
    return [call for call in calls if call.began > end.ended]


def sent_in_spite_of(
    calls: Iterable[ExchangeView], refusal: ObservationView, asked: Iterable[ObservationView]
) -> list[ExchangeView]:
    """Give the messages that began when somebody had refused them.

    Where they were `asked` for before that, what waited may have been on its way, by another terminal too.
    """
    asked_before = any(seen.seq < refusal.seq for seen in asked)
    last = refusal.ended + (ON_ITS_WAY if asked_before else 0.0)
    return [call for call in sent_after(calls, refusal) if call.began > last]


def _was_noted(call: ExchangeView, seen: ObservationView) -> bool:
    return call.ended + NOTING <= seen.began


def _is_of(act: ObservationView, call: ExchangeView) -> bool:
    return act.began - WRITING <= call.began and call.ended <= act.ended
