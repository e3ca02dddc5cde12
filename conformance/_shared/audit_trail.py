"""What an entry of an audit trail says: of its own message and of no other, and what became of it.

Source: ITK2.2 Core / Toolkit Workbench rule set, logging (interface sheet nhs111-itk22, case S24; interface sheet
mesh-itk3-nhsmail-mys, section B7 and check F5 83).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from cpcs_harness.judging import ObservationView, expect, expect_none
from cpcs_harness.judging.in_words import in_words

REFUSED = re.compile(r"refus|reject|fault|error|invalid|fail", re.IGNORECASE)
COMING = re.compile(rf"recei|taken|accept|duplic|repeat|again|\bnew\b|{REFUSED.pattern}", re.IGNORECASE)
"""What an event is called by which a message came: what becomes of it later has its own road."""
TODO = "Write by what road the message came, who sent it, and its own document; or leave that out."

Entry = Mapping[str, Any]
_OF_WHOM = {
    *("at", "ods", "user", "role", "nhs_number", "case_reference", "referral", "sender_ods"),
    *("id", "message_id", "tracking_id", "request_id", "document_id", "set_id", "version"),
}
"""Fields that differ from entry to entry, whatever came of it."""

Said = frozenset[tuple[str, str]]


def plain(identifier: object) -> str:
    """Give an id as it can be compared."""
    return str(identifier or "").upper().removeprefix("URN:UUID:").strip("<> ")


def entries_under(ids: Collection[object], entries: Collection[Entry]) -> list[Entry]:
    """Give the entries that have one of some ids for their message's."""
    known = set(map(plain, ids)) - {""}
    return [entry for entry in entries if plain(entry.get("message_id")) in known]


def expect_own(
    entries: Collection[Entry], road: str, due: Mapping[str, Collection[object]], trail: ObservationView
) -> None:
    """Raise NotMet where an entry tells of another road, sender or document than its message has."""
    others = [other for entry in entries for other in others_in(entry, road, due)]
    expect_none("other road, sender or document in an entry of it", others, trail, TODO)


def others_in(entry: Entry, road: str, due: Mapping[str, Collection[object]]) -> Iterator[str]:
    """Say where an entry has another road than its message, or another of what is due; a blank is free."""
    event, told = str(entry.get("event") or ""), str(entry.get("channel") or "")
    if told not in ("", road) and (not event or COMING.search(event)):
        yield f"came by {told}"
    for name, known in due.items():
        if plain(entry.get(name)) not in {"", *map(plain, known)}:
            yield f"the {name} {in_words(entry[name])}"


def became(entry: Mapping[str, Any]) -> Said:
    """Give all that an entry says but for whom, for whose asking, where, when and under which id."""
    said = {name: str(value).casefold() for name, value in entry.items() if value not in (None, "")}
    return frozenset((name, value) for name, value in said.items() if name not in _OF_WHOM)


def expect_told_apart(
    what: str,
    one: Iterable[Iterable[Mapping[str, Any]]],
    other: Iterable[Iterable[Mapping[str, Any]]],
    trail: ObservationView,
    to_do: str,
) -> None:
    """Raise NotMet where all entries of one thing are such as those of things of which something else came.

    `one` and `other`: by thing, its entries. Something may have entries of its asking besides, which are alike.
    """
    ones, others = ([{*map(became, entries)} for entries in each if entries] for each in (one, other))
    for each, against in ((ones, others), (others, ones)):
        alike = {said for entries in against for said in entries}
        for entries in each if alike else ():
            told = [dict(said) for said in entries]
            expect(not entries <= alike, f"entries that tell {what} apart", told, trail, to_do)
