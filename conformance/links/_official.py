"""The dated list of addresses that links may lead to, and how an address is held against it.

Source: fixtures/official_links.yaml, which says of each row where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from cpcs_harness.judging import NotMet, NotShown, ObservationView, expect
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.people.fixtures import fixture

CKS, EPS_TRACKER, SCR = "cks", "eps-tracker", "scr"


@dataclass(frozen=True)
class Official:
    """A host, and a path on it, that a national service is, or was, reached by."""

    service: str
    host: str
    path: str
    since: date
    until: date | None
    below: bool = True
    """Whether what lies below the path is the service's as well."""

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Official:
        """Give a row of the list; a day without an end is still in force."""
        end, below = row.get("until"), row.get("below", True)
        return cls(row["service"], row["host"], row["path"], row["from"], end, below)

    def is_in_force(self, day: date) -> bool:
        """Say whether it is an address of the service on a day; the first and the last are among them."""
        return self.since <= day and (self.until is None or day <= self.until)

    def is_reached_by(self, address: SplitResult) -> bool:
        """Say whether an address is on the host, and under the path, or at it where others lie below."""
        wanted, found = _segments(self.path), _segments(address.path)
        if address.hostname != self.host or found[: len(wanted)] != wanted:
            return False
        return self.below or found == wanted


def officials(service: str) -> list[Official]:
    """Give every address that a service is, or was, reached by."""
    return [official for official in _listed() if official.service == service]


def _listed() -> list[Official]:
    return [Official.from_row(row) for row in fixture("official_links")]


def expect_official(address: str, listed: Sequence[Official], seen: ObservationView) -> None:
    """Raise NotMet unless an address is https and leads to one of those that are listed.

    On a host of theirs, NotShown for a path that is listed nowhere: it may be right, and nobody here knows it.
    """
    try:
        parts = urlsplit(address)
        plain = parts.username is None and parts.port in (None, 443)
    except ValueError as broken:
        raise NotMet(
            "a web address", f"{in_words(address)}: {broken}", at=seen.where, exchanges=[seen.id]
        ) from broken
    if any(official.is_reached_by(parts) for official in listed) and plain and parts.scheme == "https":
        return
    known = next((official for official in _listed() if official.is_reached_by(parts)), None)
    hosts = {official.host for official in listed}
    if known is None and plain and parts.scheme == "https" and parts.hostname in hosts:
        raise NotShown(
            f"{seen.where}: {address} is on an official host, and its path is listed nowhere: an assurer has to "
            "open it, and fixtures/official_links.yaml wants a row for it",
            exchanges=[seen.id],
        )
    due = " or ".join(f"https://{official.host}{official.path}" for official in listed)
    own = known is not None and known.service in {official.service for official in listed}
    whose = Words(f"{address}, an address of {'before' if own else known.service}") if known else address
    expect(False, f"a link to {due}…", whose, seen)


def _segments(path: str) -> list[str]:
    return [segment for segment in unquote(path).split("/") if segment]
