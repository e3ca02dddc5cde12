"""Practices and CPCS providers as journeys write about them: codes, mailboxes, entries of the local directory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.model import Practice

from .pathways import MI

PRACTICE, PROVIDER = "gp-practice", "cpcs-provider"
_LOOK_UP = {PRACTICE: "lookup_practice_email", PROVIDER: "lookup_provider_email"}


def kinds_of(stage: Stage) -> tuple[str, ...]:
    """Give the kinds that the pathway's cell asks for: practices, and for urgent medicines CPCS providers too."""
    return (PRACTICE,) if stage.issued.pathway == MI.id else (PRACTICE, PROVIDER)


@dataclass(frozen=True)
class Place:
    """A practice of the journey, or a made-up pharmacy beside it."""

    kind: str
    practice: Practice

    @property
    def ods(self) -> str:
        """The code: the practice's own, or one made from it."""
        return self.practice.ods if self.kind == PRACTICE else f"F{self.practice.ods[-4:]}"

    @property
    def name(self) -> str:
        """The name."""
        return self.practice.name if self.kind == PRACTICE else f"Pharmacy beside {self.practice.name}"

    def written(self, text: str) -> str:
        """Write a text of a table for this place."""
        ods = self.ods.lower()
        mailbox, older = (
            (f"practice.{ods}@nhs.net", f"{ods}.reception@nhs.net")
            if self.kind == PRACTICE
            else (f"pharmacy.{ods}@nhs.net", f"nhspharmacy.leeds.clocktower{ods}@nhs.net")
        )
        return text.format(ods=ods, mailbox=mailbox, older=older)

    def entry(self, email: str) -> dict[str, str]:
        """Give an entry of the local directory."""
        return {"ods": self.ods, "name": self.name, "email": self.written(email), "kind": self.kind}


def look_up(stage: Stage, place: Place) -> Outcome:
    """Have a place's address looked up in the local directory, however that ends."""
    return stage.do(_LOOK_UP[place.kind], needed=False, ods=place.ods)


def chosen(rows: list[Mapping[str, Any]], stage: Stage) -> list[Mapping[str, Any]]:
    """Give the rows of a table that are for the pathway."""
    return [row for row in rows if row["kind"] in kinds_of(stage)]
