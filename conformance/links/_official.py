"""The dated list of addresses that links may lead to, and how an address is held against it.

Source: fixtures/official_links.yaml, which says of each row where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from cpcs_harness.judging import NotMet, ObservationView, expect
from cpcs_harness.people.fixtures import fixture

CKS, EPS_TRACKER, SCR = "cks", "eps-tracker", "scr"


@dataclass(frozen=True)
class Official:
    """A host, and a path on it, that a national service is, or was, reached by."""

    host: str
    path: str
    since: date
    until: date | None

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Official:
        """Give a row of the list; a day without an end is still in force."""
        return cls(row["host"], row["path"], row["from"], row.get("until"))

    def is_in_force(self, day: date) -> bool:
        """Say whether it is an address of the service on a day; the first and the last are among them."""
        return self.since <= day and (self.until is None or day <= self.until)

    def is_reached_by(self, address: SplitResult) -> bool:
        """Say whether an address is on the host, and under the path."""
        wanted, found = _segments(self.path), _segments(address.path)
        return address.hostname == self.host and found[: len(wanted)] == wanted


def officials(service: str) -> list[Official]:
    """Give every address that a service is, or was, reached by."""
    return [Official.from_row(row) for row in fixture("official_links") if row["service"] == service]


def expect_official(address: str, listed: Sequence[Official], seen: ObservationView) -> None:
    """Raise NotMet unless an address is https and leads to one of those that are listed."""
    try:
        parts = urlsplit(address)
        plain = parts.username is None and parts.port in (None, 443)
    except ValueError as broken:
        raise NotMet(
            "a web address", f"{address!r}: {broken}", at=seen.where, exchanges=[seen.id]
        ) from broken
    due = " or ".join(f"https://{official.host}{official.path}" for official in listed)
    reached = any(official.is_reached_by(parts) for official in listed)
    expect(parts.scheme == "https" and plain and reached, f"a link to {due}…", address, seen)


def _segments(path: str) -> list[str]:
    return [segment for segment in unquote(path).split("/") if segment]
