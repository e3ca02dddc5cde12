"""The candidate's own names for referrals, and the document of each, so that every step says whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.drivers.description import takes_referral

NAMING = ("open_referral", "key_referral")
"""Actions whose `about` is a document, and not a label of the journey's own."""


class Names:
    """The candidate's names for the referrals of one journey, as its worklist or its answer gave them."""

    def __init__(self) -> None:
        """Begin without any."""
        self._documents: dict[str, str] = {}

    def row(self, document: str, row: Mapping[str, Any]) -> None:
        """Take note of a row of the worklist in which a document was found; what was known before stands."""
        name = str(row.get("referral") or "")
        if name and document:
            self._documents.setdefault(name, document)

    def done(self, action: str, name: str | None, about: str, outcome: Outcome) -> None:
        """Take note of an action that was done about a document."""
        if action in NAMING and about and outcome.status == "done":
            self.row(about, {"referral": name} if name else outcome.observation)

    def about(self, action: str, name: str | None) -> str:
        """Give the document that an action is about, by the referral it is given; empty where it is about none."""
        return self._documents.get(name or "", "") if takes_referral(action) else ""
