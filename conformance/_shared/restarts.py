"""What was shown before the system was restarted, beside what was shown afterwards."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cpcs_harness.errors import NotShown
from cpcs_harness.judging import JourneyView, ObservationView, expect_none

PAGE = 10
"""Rows that a list shows at least where it may show a page."""
KEEP = "Keep it on disk before the action is answered, and read it when the system starts."


class Around(NamedTuple):
    """One thing that was looked at before a restart and after it."""

    before: ObservationView
    after: ObservationView


def around(journey: JourneyView, action: str) -> list[Around]:
    """Give what was shown last before the first restart, and first after the last, of one thing and in one pharmacy.

    NotShown where no restart was seen, or nothing was shown on both sides.
    """
    restarts = journey.observations("restart")
    first, last = restarts[0].seq, restarts[-1].seq
    shown = journey.observations(action)
    before = {_thing(seen): seen for seen in shown if seen.seq < first}
    after = {_thing(seen): seen for seen in reversed(shown) if seen.seq > last}
    found = [Around(before[thing], after[thing]) for thing in before if thing in after]
    if not found:
        raise NotShown(f"journey {journey.id}: {action} showed nothing both before and after the restart")
    return found


def expect_kept(what: str, looks: Around, before: Sequence[Any], after: Sequence[Any]) -> None:
    """Raise NotMet where something of a list is not there any more; more may have come.

    A list that is as long as before, and a round number, may be a page of a longer one: NotShown.
    """
    lost = list((Counter(map(_written, before)) - Counter(map(_written, after))).elements())
    if lost and len(before) == len(after) >= PAGE and len(after) % 5 == 0:
        why = f"{looks.after.action} showed {len(after)} rows before and after, which may be a page: give all"
        raise NotShown(why, blame="configuration", exchanges=[looks.before.id, looks.after.id])
    expect_none(f"{what} that was there before the restart and lacks after it", lost, looks.after, KEEP)


def rows_of(seen: ObservationView, name: str, keys: Sequence[str]) -> list[Mapping[str, Any]]:
    """Give the rows of a list, each with some of its values."""
    rows = seen.shown.get(name) or ()
    return [{key: row.get(key) for key in keys} for row in rows if isinstance(row, Mapping)]


def _thing(seen: ObservationView) -> str:
    return _written([seen.about or seen.referral, seen.actor.get("ods"), seen.actor.get("gphc"), seen.given])


def _written(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
