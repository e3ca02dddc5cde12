"""Each gap between catalogue, checks and journeys fails the build, with file, line and id."""

from dataclasses import replace
from pathlib import Path

import pytest

from cpcs_harness.catalogue import ContextRequirement
from small_catalogue import (
    CATALOGUE,
    CELLS,
    CHECKS,
    DOS,
    IDENTITY,
    JOURNEYS,
    PDS,
    PDS_LATER,
    SEARCH,
    SOURCE,
    cell_of,
    linted,
    with_criterion,
    with_requirement,
)


def test_a_catalogue_in_step_with_all_has_no_problem():
    assert linted() == []


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


def test_a_successor_that_asks_less_replaces_nothing():
    modelled = replace(IDENTITY, id="PDS-02", certainty="modelled", line=80)
    criteria = {**CATALOGUE.criteria, "PDS-02": modelled}
    later = replace(PDS_LATER, untested="", criteria=("PDS-02",))
    changed = replace(with_requirement(later), criteria=criteria)

    told = "20 (UM-PDS-E) also_met_by: UM-PDS-D asks less: 0 of its musts do not stand on our own model alone, and 1"
    assert any(said.startswith(told) for said in linted(changed))


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


@pytest.mark.parametrize(("word", "told"), [("mini", []), ("fhri", ["'fhri'. Did you mean 'fhir'?"])])
def test_an_option_that_is_asked_for_and_not_offered_is_told(word, told):
    chosen = replace(PDS, options=("mini", "fhir"))
    asking = replace(IDENTITY, where={"options.UM-PDS-E": word})
    alone = replace(
        CATALOGUE, requirements=(DOS, chosen, PDS_LATER), criteria=CATALOGUE.criteria | {"PDS-01": asking}
    )

    said = [f"where: UM-PDS-E offers no option {wrong}" for wrong in told]
    found = [line for line in linted(alone, CELLS | {"UM-PDS-E": cell_of(chosen)}) if "offers" in line]
    assert [line.partition(") ")[2] for line in found] == said


def test_what_the_context_asks_for_is_shown_in_each_pathway():
    context = (ContextRequirement("CIS2-01", "…", SOURCE, criteria=("DOS-09",), line=90),)
    catalogue = replace(with_criterion(replace(SEARCH, id="DOS-09", line=80)), context=context)

    assert linted(catalogue, checks=CHECKS | {"DOS-09": CHECKS["DOS-01"]}) == [
        "80 (DOS-09) needs: no journey of minor-illness, where a requirement uses it"
    ]


def test_what_the_context_asks_for_in_one_pathway_is_shown_there_alone():
    context = (
        ContextRequirement(
            "CIS2-01", "…", SOURCE, criteria=("DOS-09",), pathways=("urgent-medicines",), line=90
        ),
    )
    catalogue = replace(with_criterion(replace(SEARCH, id="DOS-09", line=80)), context=context)

    assert linted(catalogue, checks=CHECKS | {"DOS-09": CHECKS["DOS-01"]}) == []
    assert catalogue.pathways_of("DOS-09") == ("urgent-medicines",)
    assert [beyond.id for beyond in catalogue.context_in("urgent-medicines")] == ["UM-CIS2-01"]
    assert catalogue.context_in("minor-illness") == ()


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


IN_MODES = replace(IDENTITY, needs_in={"healthcare-worker": ("supplied",)})


def in_modes(essential, later, criterion=IN_MODES):
    requirements = (DOS, replace(PDS, **essential), replace(PDS_LATER, **later))
    return replace(CATALOGUE, requirements=requirements, criteria=CATALOGUE.criteria | {"PDS-01": criterion})


@pytest.mark.parametrize(
    ("mode", "needs_in", "said"),
    [
        ("healthcare-worker", ("supplied",), []),
        ("", ("supplied",), ["needs_in: UM-PDS-D, which uses it, has no mode",
                             "needs_in: no requirement of mode 'healthcare-worker' uses it"]),
        ("healthcare-worker", ("recommended",), ["needs: recommended is of minor-illness, where no requirement uses "
                                                 "this criterion", "needs: no journey of urgent-medicines in mode "
                                                 "healthcare-worker, where a requirement uses it"]),
    ],
    ids=["each mode has a requirement", "a requirement without a mode", "a mode without a journey"],
)  # fmt: skip
def test_a_criterion_that_is_judged_in_modes_has_journeys_and_a_requirement_in_each(mode, needs_in, said):
    criterion = replace(IN_MODES, needs_in={"healthcare-worker": needs_in})
    later = {"mode": mode, "criteria": ("PDS-01",), "untested": ""}
    found = linted(in_modes({"mode": "application-restricted"}, later, criterion))

    assert found == sorted(f"70 (PDS-01) {message}" for message in said)


def test_only_what_is_judged_in_modes_has_them():
    later = {"mode": "healthcare-worker", "criteria": ("PDS-01",), "untested": ""}
    catalogue = in_modes({"mode": "application-restricted"}, later)
    together = in_modes({"mode": "application-restricted"}, later, IDENTITY)

    assert catalogue.modes_of("PDS-01", "urgent-medicines") == ("application-restricted", "healthcare-worker")
    assert together.modes_of("PDS-01", "urgent-medicines") == ("",)
