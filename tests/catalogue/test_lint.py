"""Each gap between catalogue, cells, checks and journeys fails the build, with file, line and id."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cpcs_harness.catalogue import (
    Catalogue,
    Cell,
    ContextRequirement,
    Criterion,
    Requirement,
    Source,
    cross_check,
)
from cpcs_harness.errors import Problem
from vocabulary import VOCABULARY

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


def test_a_catalogue_in_step_with_all_has_no_problem():
    assert linted() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param(
            {"text": "Search."}, "text: Search., but the cell says Search and directory.", id="text"
        ),
        pytest.param({"level": "required"}, "level: required, but the cell says essential", id="level"),
        pytest.param({"component": "scr"}, "component: scr, but the cell says dos", id="component"),
        pytest.param({"by": None}, "by: nothing, but the cell says 2021-10-01", id="by"),
        pytest.param({"options": ("a", "b")}, "options: a, b, but the cell says nothing", id="options"),
        pytest.param(
            {"parts": ("directory",)}, "parts: directory, but the cell says search, directory", id="parts"
        ),
    ],
)
def test_a_requirement_that_says_otherwise_than_its_cell_is_told(changes, said):
    assert linted(with_requirement(replace(DOS, **changes))) == [
        f"10 (UM-DOS-E) {said} (toolkit_cells.yaml:5)"
    ]


def test_a_pathway_other_than_the_cells_is_told():
    problems = linted(with_requirement(replace(DOS, pathway="minor-illness")))

    wanted = "10 (UM-DOS-E) pathway: minor-illness, but the cell says urgent-medicines (toolkit_cells.yaml:5)"
    assert wanted in problems


def test_a_reading_of_ours_may_stand_where_the_cell_has_none_and_not_against_it():
    ours = with_requirement(replace(DOS, reading="Ours."))
    theirs = CELLS | {"UM-DOS-E": replace(CELLS["UM-DOS-E"], reading="Theirs.")}

    assert linted(ours) == []
    assert linted(ours, theirs) == [
        "10 (UM-DOS-E) reading: Ours., but the cell says Theirs. (toolkit_cells.yaml:5)"
    ]


def test_a_cell_without_a_requirement_is_told_where_the_cell_stands():
    cells = CELLS | {
        "UM-TOK-E": Cell("UM-TOK-E", "urgent-medicines", "token", "essential", "…", file="c.yaml", line=9)
    }

    assert linted(cells=cells) == [
        "c.yaml:9 (UM-TOK-E) the cell has no requirement in toolkit_requirements.yaml"
    ]


def test_a_requirement_without_a_cell_is_told_with_the_nearest_one():
    cells = {id: cell for id, cell in CELLS.items() if id != "UM-DOS-E"} | {"UM-DOS-EE": CELLS["UM-DOS-E"]}
    problems = linted(cells=cells)

    assert "10 (UM-DOS-E) there is no such cell. Did you mean 'UM-DOS-EE'?" in problems


REQUIREMENTS = {
    "neither-criteria-nor-reason": (
        replace(PDS_LATER, untested=""),
        "30 (UM-PDS-D) criteria: it has none, and no `untested` that says why",
    ),
    "criteria-and-reason": (
        replace(PDS, untested="Soon."),
        "20 (UM-PDS-E) untested: it has criteria, so it is not untested",
    ),
    "no-automated-must": (
        replace(PDS, criteria=("DOS-03",)),
        "20 (UM-PDS-E) criteria: none of them is an automated must",
    ),
    "part-not-covered": (
        replace(DOS, criteria=("DOS-01", "DOS-03")),
        "10 (UM-DOS-E) parts: no criterion covers 'directory'",
    ),
    "fall-back-replaced": (
        replace(DOS, also_met_by=("UM-PDS-D",)),
        "10 (UM-DOS-E) also_met_by: dos stays in use as the fall-back, so UM-PDS-D cannot replace it",
    ),
    "replaced-by-another-component": (
        replace(PDS, also_met_by=("UM-DOS-E",)),
        "20 (UM-PDS-E) also_met_by: UM-DOS-E is of another pathway or component",
    ),
    "replaced-by-a-lower-level": (
        replace(PDS_LATER, also_met_by=("UM-PDS-E",)),
        "30 (UM-PDS-D) also_met_by: UM-PDS-E is not of a higher level",
    ),
}


@pytest.mark.parametrize(("changed", "said"), REQUIREMENTS.values(), ids=REQUIREMENTS)
def test_a_requirement_that_cannot_be_judged_is_told(changed, said):
    assert said in linted(with_requirement(changed))


CRITERIA = {
    "no-journey": (replace(SEARCH, needs=()), "needs: judged by checks, but no journey shows it"),
    "unknown-journey": (
        replace(SEARCH, needs=("suplied", "supplied")),
        "needs: there is no journey 'suplied'. Did you mean 'supplied'?",
    ),
    "journey-of-another-pathway": (
        replace(SEARCH, needs=("recommended", "supplied")),
        "needs: recommended is of minor-illness, where no requirement uses this criterion",
    ),
    "journeys-of-other-pathways": (
        replace(SEARCH, needs=("refused", "supplied")),
        "needs: refused is of minor-illness, where no requirement uses this criterion",
    ),
    "unknown-name": (
        replace(SEARCH, needs=("tracd", "supplied")),
        "needs: there is no journey 'tracd'. Did you mean 'traced'?",
    ),
    "one-journey-by-two-names": (
        replace(SEARCH, needs=("traced", "traced-um")),
        "needs: traced and traced-um both name traced-um",
    ),
    "pathway-without-journey": (
        replace(SEARCH, needs=("recommended",)),
        "needs: no journey of urgent-medicines, where a requirement uses it",
    ),
}


@pytest.mark.parametrize(("changed", "said"), CRITERIA.values(), ids=CRITERIA)
def test_a_criterion_that_no_journey_shows_is_told(changed, said):
    assert f"40 (DOS-01) {said}" in linted(with_criterion(changed))


def test_a_shared_criterion_needs_a_journey_in_each_pathway():
    other = replace(DOS, id="MI-DOS-E", pathway="minor-illness", line=15)
    catalogue = replace(CATALOGUE, requirements=(*CATALOGUE.requirements, other))

    problems = linted(catalogue, CELLS | {"MI-DOS-E": cell_of(other)})

    assert problems == [
        f"{line} ({id}) needs: no journey of minor-illness, where a requirement uses it"
        for line, id in ((40, "DOS-01"), (50, "DOS-02"))
    ]


def test_a_criterion_that_no_requirement_uses_is_told():
    alone = replace(SEARCH, id="DOS-09", needs=("supplied", "recommended"), line=80)
    catalogue = with_criterion(alone)
    checks = CHECKS | {"DOS-09": CHECKS["DOS-01"]}

    assert linted(catalogue, checks=checks) == ["80 (DOS-09) no requirement uses it"]
    context = ContextRequirement("CIS2-01", "…", SOURCE, criteria=("DOS-09",), line=90)
    assert linted(replace(catalogue, context=(context,)), checks=checks) == []


def test_an_option_that_is_judged_for_one_declaration_alone_is_told():
    chosen = replace(PDS, options=("mini", "fhir"))
    cells = CELLS | {"UM-PDS-E": cell_of(chosen)}
    judged = replace(IDENTITY, option="mini", where={"pds.mini_service": "itk-2.2"})
    for_others = replace(judged, id="PDS-02", where={"pds.mini_service": "proprietary"}, line=80)
    alone = replace(
        CATALOGUE, requirements=(DOS, chosen, PDS_LATER), criteria=CATALOGUE.criteria | {"PDS-01": judged}
    )
    both = replace(
        alone,
        requirements=(DOS, replace(chosen, criteria=("PDS-01", "PDS-02")), PDS_LATER),
        criteria=alone.criteria | {"PDS-02": for_others},
    )

    said = "each must of 'mini' is for pds.mini_service = itk-2.2, and who declares otherwise is not judged"
    assert linted(alone, cells) == [f"20 (UM-PDS-E) options: {said}"]
    assert linted(both, cells, CHECKS | {"PDS-02": CHECKS["PDS-01"]}) == []


def test_what_the_context_asks_for_is_shown_in_each_pathway():
    context = (ContextRequirement("CIS2-01", "…", SOURCE, criteria=("DOS-09",), line=90),)
    catalogue = replace(with_criterion(replace(SEARCH, id="DOS-09", line=80)), context=context)

    assert linted(catalogue, checks=CHECKS | {"DOS-09": CHECKS["DOS-01"]}) == [
        "80 (DOS-09) needs: no journey of minor-illness, where a requirement uses it"
    ]


def test_a_context_requirement_with_neither_criteria_nor_reason_is_told():
    context = (ContextRequirement("CIS2-01", "…", SOURCE, line=90),)

    assert linted(replace(CATALOGUE, context=context)) == [
        "90 (CIS2-01) criteria: it has none, and no `untested` that says why"
    ]


def test_an_automated_criterion_without_a_check_is_told():
    checks = {id: places for id, places in CHECKS.items() if id != "DOS-02"} | {"PDS-01": []}

    assert linted(checks=checks) == [
        "50 (DOS-02) judged_by: automated, but no check is tied to it",
        "70 (PDS-01) judged_by: automated, but no check is tied to it",
    ]


def test_a_check_without_a_criterion_is_told_where_the_check_stands():
    checks = CHECKS | {"DOS-11": [("conformance/dos/test_search.py", 3), ("conformance/dos/test_more.py", 4)]}

    said = "there is no criterion 'DOS-11'. Did you mean 'DOS-01'?"
    assert linted(checks=checks) == [
        f"conformance/dos/test_more.py:4 (DOS-11) {said}",
        f"conformance/dos/test_search.py:3 (DOS-11) {said}",
    ]


def test_a_check_of_what_people_judge_is_told():
    checks = CHECKS | {"DOS-03": [("conformance/dos/test_search.py", 3)]}

    assert linted(checks=checks) == [
        "conformance/dos/test_search.py:3 (DOS-03) judged_by: witnessed, so no check can judge it"
    ]


def test_a_gap_of_a_criterion_is_told_in_the_file_beside_its_checks():
    beside = replace(SEARCH, needs=(), file="conformance/dos/criteria.yaml", line=4)

    assert "conformance/dos/criteria.yaml:4 (DOS-01) needs: judged by checks, but no journey shows it" in (
        linted(with_criterion(beside))
    )


def test_a_catalogue_that_restates_no_cells_is_held_against_none():
    assert linted(with_requirement(replace(DOS, text="Otherwise.")), cells=None) == []


def test_a_journey_of_a_pathway_that_the_catalogue_has_not_is_told():
    journeys = JOURNEYS | {"night-cover": "night"}

    catalogue = replace(CATALOGUE, suites=Path("conformance"))
    said = "the journey is of 'night', which is no pathway"
    assert linted(catalogue, journeys=journeys) == [f"conformance (night-cover) {said}"]


def test_all_gaps_are_told_at_once():
    changed = replace(DOS, text="Otherwise.", criteria=("DOS-01", "DOS-03"))

    problems = linted(with_requirement(changed), checks={}, journeys={})

    assert [problem.split(")")[0] for problem in problems] == [
        *["40 (DOS-01"] * 3,
        *["50 (DOS-02"] * 3,
        *["70 (PDS-01"] * 3,
        *["10 (UM-DOS-E"] * 2,
    ]
