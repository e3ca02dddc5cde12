"""Requirements, criteria and the catalogue that holds them, as the rest of the harness sees them.

`line` says where an entry stands in its file; it is for messages, and two entries that differ in nothing
else are equal. A criterion has a `file` of its own, beside the checks that judge it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from cpcs_harness.catalogue.hazards import Hazard
from cpcs_harness.catalogue.traffic import Traffic
from cpcs_harness.catalogue.vocabulary import CONTEXT, Pathway, Vocabulary


@dataclass(frozen=True)
class Source:
    """The public document that an entry rests on, and where in it."""

    document: str
    section: str = ""
    table: str = ""
    row: str = ""


@dataclass(frozen=True)
class InForce:
    """The days, first and last, on which a criterion applies; None is open."""

    from_: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the criterion applies on this day."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Requirement:
    """One cell of the catalogue's tables: what a pathway asks of a component at a level."""

    id: str
    pathway: str
    component: str
    level: str
    text: str
    source: Source
    by: date | None = None
    reading: str = ""
    options: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    also_met_by: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    untested: str = ""
    mode: str = ""
    """The one of several ways, such as an access mode, by which alone it can be met; empty where there is one way."""
    where: Mapping[str, str] = field(default_factory=dict)
    """What the declaration must say for it to apply, by the key of candidate.toml; nothing asks for nothing."""
    line: int = field(default=0, compare=False)

    @classmethod
    def from_entry(cls, entry: Mapping[str, Any], line: int) -> Requirement:
        """The requirement that a checked entry of the file states."""
        return cls(
            **_texts(entry, "id", "pathway", "component", "level", "text", "reading", "untested", "mode"),
            **_lists(entry, "requires", "also_met_by", "criteria"),
            where=dict(entry.get("where", {})),
            source=Source(**entry["source"]),
            by=_day(entry, "by"),
            options=tuple(entry.get("options", {}).get("any_of", ())),
            parts=tuple(entry.get("parts", {}).get("all_of", ())),
            line=line,
        )


@dataclass(frozen=True)
class Criterion:
    """One testable statement, how far it binds, and how it is judged."""

    id: str
    text: str
    strength: str
    certainty: str
    stands_on: str
    judged_by: str
    source: Source
    risk: str
    to_do: str = ""
    """What a supplier does about a failure of it, where a check says nothing nearer."""
    because: str = ""
    evidence: str = ""
    """Of one that people judge: what is good enough to bear it out."""
    option: str = ""
    part: str = ""
    profile: str = ""
    """The profile that it rests on, which may be replaced."""
    where: Mapping[str, str] = field(default_factory=dict)
    """What the declaration must say for it to apply, by the key of candidate.toml; nothing asks for nothing."""
    needs: tuple[str, ...] = ()
    needs_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of one that is judged in each mode by itself: what it needs in those where that is not `needs`."""
    also: tuple[str, ...] = ()
    """Journeys in which it is looked at as well, where a candidate can be driven through them; none is needed."""
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By message, the dimensions of which it is to be judged under every value; `all` or `everywhere` for many."""
    in_force: InForce | None = None
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def is_automated(self) -> bool:
        """Whether checks judge it, and not a person."""
        return self.judged_by == "automated"

    @property
    def every_need(self) -> tuple[str, ...]:
        """What it needs in any mode, and what it is looked at in as well."""
        in_modes = (need for needs in self.needs_in.values() for need in needs)
        return tuple(dict.fromkeys([*self.needs, *in_modes, *self.also]))

    @property
    def is_must(self) -> bool:
        """Whether failing it fails the requirement."""
        return self.strength == "must"

    @classmethod
    def from_entry(cls, entry: Mapping[str, Any], line: int, file: str = "") -> Criterion:
        """The criterion that a checked entry of a file states."""
        in_force = entry.get("in_force")
        return cls(
            **_texts(entry, "id", "text", "strength", "certainty", "stands_on", "judged_by"),
            **_texts(entry, "because", "evidence", "to_do", "option", "part", "profile", "risk"),
            where=dict(entry.get("where", {})),
            **_lists(entry, "needs", "also"),
            needs_in={mode: tuple(needs) for mode, needs in entry.get("needs_in", {}).items()},
            conditions={message: tuple(asked) for message, asked in entry.get("conditions", {}).items()},
            source=Source(**entry["source"]),
            in_force=InForce(_day(in_force, "from"), _day(in_force, "until")) if in_force else None,
            file=file,
            line=line,
        )


@dataclass(frozen=True)
class ContextRequirement:
    """What a document beyond the catalogue's own tables asks for; it is reported and never gates."""

    id: str
    text: str
    source: Source
    reading: str = ""
    criteria: tuple[str, ...] = ()
    untested: str = ""
    pathways: tuple[str, ...] = ()
    """The pathways that it is judged in; every one where it names none."""
    line: int = field(default=0, compare=False)

    @classmethod
    def from_entry(cls, entry: Mapping[str, Any], line: int) -> ContextRequirement:
        """The context requirement that a checked entry of the file states."""
        return cls(
            **_texts(entry, "id", "text", "reading", "untested"),
            **_lists(entry, "criteria", "pathways"),
            source=Source(**entry["source"]),
            line=line,
        )

    def is_of(self, pathway: str) -> bool:
        """Say whether it is judged in a pathway."""
        return not self.pathways or pathway in self.pathways

    def in_pathway(self, pathway: Pathway) -> Requirement:
        """The same as a requirement of one pathway, so that it is judged like any other; no gate asks for it."""
        return Requirement(
            id=f"{pathway.initials}-{self.id}",
            pathway=pathway.id,
            component=CONTEXT,
            level=CONTEXT,
            text=self.text,
            source=self.source,
            reading=self.reading,
            criteria=self.criteria,
            untested=self.untested,
            line=self.line,
        )


@dataclass(frozen=True)
class Catalogue:
    """All requirements in the file's order, all criteria by id, and the digest of the bytes they came from."""

    file: str
    digest: str
    vocabulary: Vocabulary
    requirements: tuple[Requirement, ...]
    criteria: dict[str, Criterion]
    context: tuple[ContextRequirement, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    """What can happen to patients, with the criteria that look at what keeps it from them."""
    traffic: tuple[Traffic, ...] = ()
    """What a system sends, and what accounts for it."""
    suites: Path = Path()
    """The folder below which criteria, checks and journeys lie."""
    cells: Path | None = None
    """The file of the cells that its requirements restate; None where they restate none."""
    reference: Path | None = None
    """The folder of what the reference service declares against it; None where that is nothing of its own."""

    def requirement(self, id: str) -> Requirement:
        """The requirement of this id."""
        return next(requirement for requirement in self.requirements if requirement.id == id)

    def criteria_of(self, requirement: Requirement) -> tuple[Criterion, ...]:
        """The criteria on which a requirement is judged."""
        return tuple(self.criteria[id] for id in requirement.criteria)

    def requirements_of(self, criterion_id: str) -> tuple[Requirement, ...]:
        """The requirements that a criterion bears on."""
        return self._requirements_by_criterion.get(criterion_id, ())

    @cached_property
    def _requirements_by_criterion(self) -> dict[str, tuple[Requirement, ...]]:
        found: dict[str, list[Requirement]] = {}
        for requirement in self.requirements:
            for id in dict.fromkeys(requirement.criteria):
                found.setdefault(id, []).append(requirement)
        return {id: tuple(bearing) for id, bearing in found.items()}

    def mode_of(self, criterion_id: str, requirement: Requirement) -> str:
        """The mode in which a criterion is judged for a requirement; empty for one that is judged in all together."""
        return requirement.mode if self.criteria[criterion_id].needs_in else ""

    def modes_of(self, criterion_id: str, pathway: str) -> tuple[str, ...]:
        """The modes in each of which a criterion is judged in a pathway; an empty one for all together."""
        used_by = [r for r in self.requirements_of(criterion_id) if r.pathway == pathway]
        return tuple(dict.fromkeys(self.mode_of(criterion_id, r) for r in used_by)) or ("",)

    def pathways_of(self, criterion_id: str) -> tuple[str, ...]:
        """The pathways in which a criterion is judged, in the catalogue's order; those of the context where it asks."""
        used_in = {requirement.pathway for requirement in self.requirements_of(criterion_id)}
        asked = [beyond for beyond in self.context if criterion_id in beyond.criteria]
        return tuple(
            pathway
            for pathway in self.vocabulary.pathways
            if pathway in used_in or any(beyond.is_of(pathway) for beyond in asked)
        )

    def context_in(self, pathway: str) -> tuple[Requirement, ...]:
        """What the context asks for, as requirements of one pathway."""
        known = self.vocabulary.pathways[pathway]
        return tuple(beyond.in_pathway(known) for beyond in self.context if beyond.is_of(pathway))


def _texts(entry: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: entry.get(key, "") for key in keys}


def _lists(entry: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: tuple(entry.get(key, ())) for key in keys}


def _day(entry: Mapping[str, Any], key: str) -> date | None:
    return date.fromisoformat(entry[key]) if key in entry else None
