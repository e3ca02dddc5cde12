"""The one thing in configuration or environment from which many failures follow."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ConsequenceRecord:
    """A criterion of a requirement that was not shown because of a cause."""

    requirement: str
    criterion: str


@dataclass(frozen=True)
class CauseRecord:
    """A cause, told once, with what followed from it."""

    id: str
    kind: str
    """refused | address | unreached | receiver | pharmacy | environment | gone"""
    blame: str
    """configuration | environment | candidate | harness"""
    sentence: str
    key: str
    """What to look at; empty where no file holds it."""
    file: str
    """provision.json | candidate.toml; empty where no file holds the key."""
    exchanges: tuple[str, ...]
    """Ids of the events that show it, the first of them."""
    count: int
    """How many there are of these."""
    consequences: tuple[ConsequenceRecord, ...] = ()
