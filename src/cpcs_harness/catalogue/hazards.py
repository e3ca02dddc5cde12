"""Hazards: what can happen to patients, and the criteria that look at what keeps it from them; linked both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cpcs_harness.catalogue.explain import did_you_mean, shown
from cpcs_harness.catalogue.files import ALL, CatalogueFiles
from cpcs_harness.catalogue.references import check_ids
from cpcs_harness.catalogue.yaml_file import Entry, Place


@dataclass(frozen=True)
class Hazard:
    """One hazard, with each criterion that looks at a control of it, by id."""

    id: str
    title: str
    harm: str
    causes: tuple[str, ...]
    criteria: tuple[str, ...]
    told_first: bool = False
    """Whether reports name it before others."""
    line: int = field(default=0, compare=False)


def check_hazards(found: CatalogueFiles) -> None:
    """Note each hazard's id that is used twice, and each criterion in a hazard that there is not, or twice."""
    check_ids(found.entries("hazards"))
    known = dict.fromkeys(found.ids)
    for hazard in found.entries("hazards"):
        seen: set[str] = set()
        for place, id in _named(found, hazard):
            if id not in known:
                hazard.mistake(place, f"there is no criterion {shown(id)}{did_you_mean(id, known)}")
            elif id in seen:
                hazard.mistake(place, f"{shown(id)} is in the list twice")
            seen.add(id)


def hazards_of(found: CatalogueFiles) -> tuple[Hazard, ...]:
    """Give the hazards of checked files, in the order of their file."""
    return tuple(_hazard(found, entry) for entry in found.entries("hazards"))


def without_hazard(hazards: Sequence[Hazard], criteria: Iterable[str]) -> Iterator[str]:
    """Give the criteria, by id, that stand in no hazard, where there are hazards at all."""
    linked = {id for hazard in hazards for id in hazard.criteria}
    yield from (id for id in criteria if hazards and id not in linked)


def _hazard(found: CatalogueFiles, entry: Entry) -> Hazard:
    words = entry.data
    return Hazard(
        id=words["id"],
        title=words["title"],
        harm=words["harm"],
        causes=tuple(words["causes"]),
        criteria=tuple(id for _, id in _named(found, entry)),
        told_first="told" in words,
        line=entry.line,
    )


def _named(found: CatalogueFiles, hazard: Entry) -> Iterator[tuple[Place, str]]:
    """Give each criterion that a hazard names; unlike a requirement's, its `GPN-*` may stand for none yet."""
    for place, word in hazard.words("criteria"):
        if word.endswith(ALL):
            yield from ((place, id) for id in found.ids if id.startswith(word[:-1]))
        else:
            yield place, word
