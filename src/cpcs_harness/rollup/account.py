"""The account of a run as reports show it: counted by channel, what is alike in one line, and what all messages say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from cpcs_harness.assessment.account import AccountRecord, ChannelRecord, ConstantRecord, LineRecord
from cpcs_harness.judging.account import Entry, State, constants

_FIRST = (State.UNACCOUNTED, State.EARLIER, State.ACCOUNTED, State.SYSTEM)


def account_record(entries: Sequence[Entry]) -> AccountRecord:
    """Put the entries of a run together: what nothing accounts for stands first."""
    counted: dict[str, Counter[State]] = defaultdict(Counter)
    alike: dict[LineRecord, list[str]] = defaultdict(list)
    for entry in entries:
        counted[entry.channel][entry.state] += 1
        alike[_line(entry)].append(entry.call.id)
    lines = [LineRecord(**{**vars(line), "events": tuple(ids)}) for line, ids in alike.items()]
    return AccountRecord(
        tuple(_channel(name, counted[name]) for name in sorted(counted)),
        tuple(sorted(lines, key=lambda line: _FIRST.index(State(line.state)))),
        tuple(ConstantRecord(**vars(one)) for one in constants(entries)),
    )


def _channel(name: str, count: Counter[State]) -> ChannelRecord:
    return ChannelRecord(
        name, count[State.ACCOUNTED], count[State.SYSTEM], count[State.EARLIER], count[State.UNACCOUNTED]
    )


def _line(entry: Entry) -> LineRecord:
    blame = "candidate" if entry.is_ours else "environment"
    return LineRecord(
        channel=entry.channel,
        purpose=entry.purpose,
        state=str(entry.state),
        why=entry.why,
        people=tuple(map(str, entry.people)),
        recipient=entry.recipient,
        pharmacy=entry.pharmacy,
        user=entry.user,
        blame=blame if entry.state == State.UNACCOUNTED else "",
        events=(),
    )
