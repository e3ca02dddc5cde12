"""Traffic: what a system sends, to whom, and what accounts for it; whatever no entry accounts for is a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cpcs_harness.catalogue.files import CatalogueFiles
from cpcs_harness.catalogue.yaml_file import Entry

ANY = "any"
"""Stands for whatever service, or for whatever value a key of the declaration has, if it has one."""


@dataclass(frozen=True)
class Traffic:
    """One kind of call or message that is lawful, and on what condition."""

    channel: str
    operations: tuple[str, ...]
    purpose: str
    about: str
    """nothing (a question without content) | nobody | patient (somebody who was referred) | search (such a person, or
    what a step asked for) | handed (an id that the system was given)
    | place (a postcode or an organisation likewise)"""
    recipient: str
    """service (whoever is asked) | own (the system's own mailbox) | told (an address that it was told of)"""
    certainty: str
    document: str
    section: str = ""
    open: bool = False
    """Whether it has to be while the consultation is open, or for what follows from it."""
    declared: Mapping[str, str] = field(default_factory=dict)
    """Keys of the declaration, of which one has to say this: without, nothing here needs the service."""
    line: int = field(default=0, compare=False)

    def is_of(self, channel: str, operation: str) -> bool:
        """Say whether a call is of this kind, by its service and its operation."""
        return self.channel in (channel, ANY) and operation in self.operations

    def is_declared(self, declaration: Mapping[str, Any]) -> bool:
        """Say whether the system declares that it uses the service at all."""
        return not self.declared or any(
            _says(declaration, key.split("."), value) for key, value in self.declared.items()
        )


def traffic_of(found: CatalogueFiles) -> tuple[Traffic, ...]:
    """Give what the file of checked files states, in its order: the first that accounts for a call counts."""
    return tuple(_traffic(entry) for entry in found.entries("traffic"))


def _traffic(entry: Entry) -> Traffic:
    held = entry.data
    return Traffic(
        channel=held["channel"],
        operations=tuple(held["operations"]),
        purpose=held["purpose"],
        about=held["about"],
        recipient=held["recipient"],
        certainty=held["certainty"],
        document=held["source"]["document"],
        section=held["source"].get("section", ""),
        open=held.get("until") == "closed",
        declared=dict(held.get("declared", {})),
        line=entry.line,
    )


def _says(held: Any, keys: list[str], value: str) -> bool:
    for key in keys:
        held = held.get(key) if isinstance(held, Mapping) else None
    if value == ANY:
        return bool(held)
    if isinstance(held, Mapping):  # of the options of each requirement
        return any(value in _texts(inner) for inner in held.values())
    return value in _texts(held)


def _texts(held: Any) -> Iterable[str]:
    return [str(each).lower() for each in (held if isinstance(held, (list, tuple)) else (held,))]
