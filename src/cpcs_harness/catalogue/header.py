"""Finds words that a catalogue's own vocabulary does not hold: pathways, levels and rows of its requirements."""

from __future__ import annotations

from collections.abc import Iterator

from cpcs_harness.catalogue.explain import did_you_mean, shown
from cpcs_harness.catalogue.files import CatalogueFiles
from cpcs_harness.catalogue.references import check_ids, check_word
from cpcs_harness.catalogue.vocabulary import CONTEXT, NO_GATE
from cpcs_harness.catalogue.yaml_file import Entry

SECTIONS = ("pathways", "levels", "components")


def check_vocabulary(found: CatalogueFiles) -> None:
    """Notes what contradicts itself in the header, and each requirement that it has no place for."""
    for section in SECTIONS:
        check_ids(found.entries(section))
    for level in found.entries("levels"):
        if level.id in (CONTEXT, NO_GATE):
            level.mistake(("id",), f"{shown(level.id)} has a meaning of its own, and is no level's name")
    _check_rows(found)
    _check_initials(found)
    _check_requirements(found)


def _check_rows(found: CatalogueFiles) -> None:
    known = _by_id(found, "components")
    used = set()
    for pathway in found.entries("pathways"):
        for place, row in pathway.words("rows"):
            used.add(row)
            if row not in known:
                pathway.mistake(place, f"there is no component {shown(row)}{did_you_mean(row, known)}")
    for id, component in known.items():
        if id not in used:
            component.mistake((), "no pathway has this row")
    for _, row in found.main.words("fall_backs"):
        if row not in known:
            found.main.mistake(
                ("fall_backs",), f"there is no component {shown(row)}{did_you_mean(row, known)}"
            )


def _check_initials(found: CatalogueFiles) -> None:
    first: dict[str, Entry] = {}
    for pathway in found.entries("pathways"):
        initials = pathway.data.get("initials")
        if isinstance(initials, str) and first.setdefault(initials, pathway) is not pathway:
            pathway.mistake(("initials",), f"{shown(initials)} are those of {first[initials].id} as well")


def _check_requirements(found: CatalogueFiles) -> None:
    pathways, levels = _by_id(found, "pathways"), _by_id(found, "levels")
    for requirement in found.entries("requirements"):
        check_word(requirement, "pathway", pathways)
        check_word(requirement, "level", levels)
        pathway = pathways.get(str(requirement.data.get("pathway")))
        if pathway is not None:
            for message in _out_of_place(requirement, pathway):
                requirement.mistake(*message)


def _out_of_place(requirement: Entry, pathway: Entry) -> Iterator[tuple[tuple[str, ...], str]]:
    """What of a requirement does not fit the pathway that it is of."""
    rows = [row for _, row in pathway.words("rows")]
    component, initials = requirement.data.get("component"), pathway.data.get("initials")
    if isinstance(component, str) and component not in rows:
        said = f"{shown(component)} is not a row of {pathway.id}{did_you_mean(component, rows)}"
        yield ("component",), said
    if isinstance(initials, str) and requirement.id and not requirement.id.startswith(f"{initials}-"):
        yield ("id",), f"{shown(requirement.id)} does not begin with {initials}-, as those of {pathway.id} do"


def _by_id(found: CatalogueFiles, section: str) -> dict[str, Entry]:
    return {entry.id: entry for entry in found.entries(section) if entry.id is not None}
