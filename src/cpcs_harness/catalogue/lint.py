"""Holds a catalogue against the cells that it restates, the suites' checks and the journeys; each gap fails the build.

`checks` says where the checks of each criterion stand, `journeys` of which pathway each journey is. Loading the
catalogue has already told what is wrong within the file's own words; here is what only the four together show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cpcs_harness.catalogue.cells import Cell
from cpcs_harness.catalogue.explain import did_you_mean, shown
from cpcs_harness.catalogue.hazards import without_hazard
from cpcs_harness.catalogue.model import Catalogue, ContextRequirement, Criterion, Requirement
from cpcs_harness.catalogue.needs import journeys_named, journeys_needed, known_needs
from cpcs_harness.errors import Problem

Checks = Mapping[str, Sequence[tuple[str, int]]]


def cross_check(
    catalogue: Catalogue, cells: Mapping[str, Cell] | None, checks: Checks, journeys: Mapping[str, str]
) -> list[Problem]:
    """Every gap between catalogue, cells (None where it restates none), checks and journeys, in the files' order."""
    return sorted(
        [
            *(_cells(catalogue, cells) if cells is not None else ()),
            *_requirements(catalogue),
            *_criteria(catalogue, checks, journeys),
            *_unlinked(catalogue),
            *_checks_of_nothing(catalogue, checks),
            *_journeys_of_nothing(catalogue, journeys),
        ]
    )


def _cells(catalogue: Catalogue, cells: Mapping[str, Cell]) -> Iterator[Problem]:
    for requirement in catalogue.requirements:
        cell = cells.get(requirement.id)
        found = _unlike(requirement, cell) if cell else [_no_cell(requirement, cells)]
        yield from (_problem(catalogue, requirement, message) for message in found)
    stated = {requirement.id for requirement in catalogue.requirements}
    for cell in cells.values():
        if cell.id not in stated:
            message = f"the cell has no requirement in {catalogue.file}"
            yield Problem(cell.file, cell.line, cell.id, message)


def _requirements(catalogue: Catalogue) -> Iterator[Problem]:
    for requirement in catalogue.requirements:
        found = [
            *_standing(requirement),
            *_coverage(requirement, catalogue),
            *_successors(requirement, catalogue),
        ]
        yield from (_problem(catalogue, requirement, message) for message in found)
    for context in catalogue.context:
        yield from (_problem(catalogue, context, message) for message in _standing(context))


def _no_cell(requirement: Requirement, cells: Mapping[str, Cell]) -> str:
    return f"there is no such cell{did_you_mean(requirement.id, cells)}"


def _unlike(requirement: Requirement, cell: Cell) -> Iterator[str]:
    """What a requirement says otherwise than its cell; a reading of our own may stand where the cell has none."""
    for key in ("pathway", "component", "level", "by", "text", "options", "parts", "reading"):
        ours, theirs = getattr(requirement, key), getattr(cell, key)
        if ours != theirs and not (key == "reading" and not theirs):
            yield f"{key}: {_said(ours)}, but the cell says {_said(theirs)} ({cell.file}:{cell.line})"


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "nothing"
    return str(value) if value else "nothing"


def _standing(requirement: Requirement | ContextRequirement) -> Iterator[str]:
    if requirement.criteria and requirement.untested:
        yield "untested: it has criteria, so it is not untested"
    if not requirement.criteria and not requirement.untested:
        yield "criteria: it has none, and no `untested` that says why"


def _coverage(requirement: Requirement, catalogue: Catalogue) -> Iterator[str]:
    if not requirement.criteria:
        return
    criteria = catalogue.criteria_of(requirement)
    if not any(criterion.is_automated and criterion.is_must for criterion in criteria):
        yield "criteria: none of them is an automated must"
    for part in requirement.parts:
        if all(criterion.part != part for criterion in criteria):
            yield f"parts: no criterion covers {shown(part)}"
    for option in requirement.options:
        musts = [criterion for criterion in criteria if criterion.option == option and criterion.is_must]
        if musts and musts[0].where and all(must.where == musts[0].where for must in musts):
            only = f"each must of {shown(option)} is for {_where(musts[0].where)}"
            yield f"options: {only}, and who declares otherwise is not judged"


def _where(where: Mapping[str, str]) -> str:
    return ", ".join(f"{key} = {word}" for key, word in where.items())


def _successors(requirement: Requirement, catalogue: Catalogue) -> Iterator[str]:
    words = catalogue.vocabulary
    for id in requirement.also_met_by:
        other = catalogue.requirement(id)
        if words.components[requirement.component].is_fall_back:
            yield f"also_met_by: {requirement.component} stays in use as the fall-back, so {id} cannot replace it"
        elif (other.pathway, other.component) != (requirement.pathway, requirement.component):
            yield f"also_met_by: {id} is of another pathway or component"
        elif not words.is_higher(other.level, than=requirement.level):
            yield f"also_met_by: {id} is not of a higher level"
        elif other.criteria:
            yield from _asks_less(requirement, other, catalogue)


def _asks_less(requirement: Requirement, other: Requirement, catalogue: Catalogue) -> Iterator[str]:
    """Tell of a successor that rests on fewer sources than the easiest way to what it replaces."""
    ways = requirement.options or ("",)
    due = min(len(_sourced(requirement, catalogue, way)) for way in ways)
    found = len(_sourced(other, catalogue))
    if found < due:
        yield (
            f"also_met_by: {other.id} asks less: {found} of its musts do not stand on our own model alone, "
            f"and {due} of what it would replace"
        )


def _sourced(requirement: Requirement, catalogue: Catalogue, option: str = "") -> list[Criterion]:
    return [
        criterion
        for criterion in catalogue.criteria_of(requirement)
        if criterion.strength == "must"
        and criterion.certainty != "modelled"
        and (criterion.option not in requirement.options or criterion.option == option)
    ]


def _criteria(catalogue: Catalogue, checks: Checks, journeys: Mapping[str, str]) -> Iterator[Problem]:
    in_context = {id for requirement in catalogue.context for id in requirement.criteria}
    for criterion in catalogue.criteria.values():
        found = [*_needs(catalogue, criterion, journeys), *_options_asked(catalogue, criterion)]
        if not catalogue.requirements_of(criterion.id) and criterion.id not in in_context:
            found.append("no requirement uses it")
        if criterion.is_automated and not checks.get(criterion.id):
            found.append("judged_by: automated, but no check is tied to it")
        yield from (_problem(catalogue, criterion, message) for message in found)


def _options_asked(catalogue: Catalogue, criterion: Criterion) -> Iterator[str]:
    """An option that a criterion asks to be declared is one that its requirement offers."""
    for key, word in criterion.where.items():
        table, _, id = key.partition(".")
        offered = [option for cell in catalogue.requirements if cell.id == id for option in cell.options]
        if table == "options" and word not in offered:
            yield f"where: {id} offers no option {shown(word)}{did_you_mean(word, offered)}"


def _needs(catalogue: Catalogue, criterion: Criterion, journeys: Mapping[str, str]) -> Iterator[str]:
    if criterion.is_automated and not criterion.needs:
        yield "needs: judged by checks, but no journey shows it"
    used_in = catalogue.pathways_of(criterion.id)
    named_by: dict[str, str] = {}
    for need in criterion.every_need:
        named = journeys_named(catalogue, need, journeys)
        if not named:
            meant = did_you_mean(need, known_needs(catalogue, journeys))
            yield f"needs: there is no journey {shown(need)}{meant}"
        elif used_in and not any(journeys[id] in used_in for id in named):
            pathways = " and ".join(journeys[id] for id in named)
            yield f"needs: {need} is of {pathways}, where no requirement uses this criterion"
        for id in named:
            if named_by.setdefault(id, need) != need:
                yield f"needs: {named_by[id]} and {need} both name {id}"
    for pathway in used_in if criterion.needs else ():
        for mode in catalogue.modes_of(criterion.id, pathway):
            if not journeys_needed(catalogue, criterion.id, pathway, journeys, mode):
                where = f"{pathway} in mode {mode}" if mode else pathway
                yield f"needs: no journey of {where}, where a requirement uses it"
    yield from _modes(catalogue, criterion)


def _modes(catalogue: Catalogue, criterion: Criterion) -> Iterator[str]:
    """Each mode has a requirement, and each requirement a mode, where a criterion is judged in each by itself."""
    used_by = catalogue.requirements_of(criterion.id) if criterion.needs_in else ()
    modes = [requirement.mode for requirement in used_by]
    for requirement in used_by:
        if not requirement.mode:
            yield f"needs_in: {requirement.id}, which uses it, has no mode"
    for mode in criterion.needs_in:
        if mode not in modes:
            yield f"needs_in: no requirement of mode {shown(mode)} uses it{did_you_mean(mode, modes)}"


def _unlinked(catalogue: Catalogue) -> Iterator[Problem]:
    for id in without_hazard(catalogue.hazards, catalogue.criteria):
        message = (
            "it stands in no hazard: name it, or what its id begins with, where the catalogue's hazards are"
        )
        yield _problem(catalogue, catalogue.criteria[id], message)


def _checks_of_nothing(catalogue: Catalogue, checks: Checks) -> Iterator[Problem]:
    for id, places in checks.items():
        criterion = catalogue.criteria.get(id)
        if criterion is not None and criterion.is_automated:
            continue
        if criterion is None:
            message = f"there is no criterion {shown(id)}{did_you_mean(id, catalogue.criteria)}"
        else:
            message = f"judged_by: {criterion.judged_by}, so no check can judge it"
        yield from (Problem(file, line, id, message) for file, line in places)


def _journeys_of_nothing(catalogue: Catalogue, journeys: Mapping[str, str]) -> Iterator[Problem]:
    known = catalogue.vocabulary.pathways
    for journey, pathway in journeys.items():
        if pathway not in known:
            message = f"the journey is of {shown(pathway)}, which is no pathway{did_you_mean(pathway, known)}"
            yield Problem(str(catalogue.suites), 0, journey, message)


def _problem(
    catalogue: Catalogue, entry: Requirement | Criterion | ContextRequirement, message: str
) -> Problem:
    file = entry.file if isinstance(entry, Criterion) else catalogue.file
    return Problem(file, entry.line, entry.id, message)
