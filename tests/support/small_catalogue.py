"""A small catalogue as it is once loaded, with the cells, checks and journeys that fit it."""

import re
from dataclasses import replace
from datetime import date

from cpcs_harness.catalogue import (
    Catalogue,
    Cell,
    Component,
    Criterion,
    Level,
    Pathway,
    Requirement,
    Source,
    Vocabulary,
    cross_check,
)
from cpcs_harness.errors import Problem

VOCABULARY = Vocabulary(
    title="Toolkit",
    called="the Toolkit",
    pathways={
        "minor-illness": Pathway("minor-illness", "Minor illness", "MI", ("pds", "dos")),
        "urgent-medicines": Pathway("urgent-medicines", "Urgent medicines", "UM", ("pds", "dos")),
    },
    levels={id: Level(id, id.title()) for id in ("essential", "required", "desirable")},
    components={
        "pds": Component("pds", "PDS"),
        "dos": Component("dos", "DoS", is_fall_back=True),
        "scr": Component("scr", "SCR"),
    },
)

SOURCE = Source("seed", "section")
DOS = Requirement(
    id="UM-DOS-E",
    pathway="urgent-medicines",
    component="dos",
    level="essential",
    text="Search and directory.",
    source=SOURCE,
    by=date(2021, 10, 1),
    parts=("search", "directory"),
    criteria=("DOS-01", "DOS-02", "DOS-03"),
    line=10,
)
PDS = Requirement(
    id="UM-PDS-E",
    pathway="urgent-medicines",
    component="pds",
    level="essential",
    text="PDS",
    source=SOURCE,
    also_met_by=("UM-PDS-D",),
    criteria=("PDS-01",),
    line=20,
)
PDS_LATER = replace(
    PDS, id="UM-PDS-D", level="desirable", also_met_by=(), criteria=(), untested="Not played yet.", line=30
)
SEARCH = Criterion(
    id="DOS-01",
    text="It searches.",
    strength="must",
    certainty="published",
    stands_on="wire",
    judged_by="automated",
    source=SOURCE,
    risk="The patient goes too far.",
    part="search",
    needs=("supplied",),
    file="criteria.yaml",
    line=40,
)
DIRECTORY = replace(SEARCH, id="DOS-02", part="directory", line=50)
WITNESSED = replace(SEARCH, id="DOS-03", judged_by="witnessed", because="…", needs=(), part="", line=60)
IDENTITY = replace(SEARCH, id="PDS-01", part="", line=70)
CATALOGUE = Catalogue(
    file="toolkit_requirements.yaml",
    digest="",
    vocabulary=VOCABULARY,
    requirements=(DOS, PDS, PDS_LATER),
    criteria={criterion.id: criterion for criterion in (SEARCH, DIRECTORY, WITNESSED, IDENTITY)},
)
CHECKS = {id: [("conformance/dos/test_search.py", 7)] for id in ("DOS-01", "DOS-02", "PDS-01")}
JOURNEYS = {
    "supplied": "urgent-medicines",
    "recommended": "minor-illness",
    "traced-mi": "minor-illness",
    "traced-um": "urgent-medicines",
    "refused-mi": "minor-illness",
}


def cell_of(requirement: Requirement) -> Cell:
    keys = ("id", "pathway", "component", "level", "text", "by", "options", "parts")
    values = {key: getattr(requirement, key) for key in keys}
    return Cell(**values, file="toolkit_cells.yaml", line=5)


CELLS = {requirement.id: cell_of(requirement) for requirement in CATALOGUE.requirements}


def with_requirement(changed: Requirement) -> Catalogue:
    same = [changed if changed.id == held.id else held for held in CATALOGUE.requirements]
    return replace(CATALOGUE, requirements=tuple(same))


def with_criterion(changed: Criterion) -> Catalogue:
    return replace(CATALOGUE, criteria=CATALOGUE.criteria | {changed.id: changed})


def linted(catalogue=CATALOGUE, cells=CELLS, checks=CHECKS, journeys=JOURNEYS) -> list[str]:
    problems = cross_check(catalogue, cells, checks, journeys)
    assert all(isinstance(problem, Problem) for problem in problems)
    return [re.sub(r"^(toolkit_requirements|criteria)\.yaml:", "", str(problem)) for problem in problems]
