"""What an entry of an audit trail says became of something, apart from whom it is about and who asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cpcs_harness.judging import ObservationView, expect

_OF_WHOM = {
    *("at", "ods", "user", "role", "nhs_number", "case_reference", "referral", "sender_ods"),
    *("id", "message_id", "tracking_id", "request_id", "document_id", "set_id", "version"),
}
"""Fields that differ from entry to entry, whatever came of it."""

Said = frozenset[tuple[str, str]]


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
