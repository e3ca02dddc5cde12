"""Which journeys a criterion needs: by the run's plan, and beside it by the installed suite."""

from types import SimpleNamespace

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.evidence.events import KnownJourney
from cpcs_harness.judging.judgement import Judgement
from made_up import plan

CRITERION, PATHWAY = "PDS-06", "minor-illness"


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture
def needs(catalogue):
    return catalogue.criteria[CRITERION].needs


def judging(catalogue, planned, *installed):
    evidence = SimpleNamespace(plan=plan(**planned))
    asked = []

    def journeys(_suites):
        asked.append(True)
        return {name: KnownJourney(name, PATHWAY, f"{name}, installed") for name in installed}

    return Judgement(None, evidence, catalogue, journeys), asked


def told(name, pathway=PATHWAY):
    return {"id": name, "pathway": pathway, "title": f"{name}, planned"}


def test_the_plan_says_which_journeys_there_are(catalogue):
    every = {name for criterion in catalogue.criteria.values() for name in criterion.every_need}
    first, *others = sorted(every)
    planned = {"journeys": [{**told(first), "sitting": 1}], "not_planned": [told(name) for name in others]}
    judgement, asked = judging(catalogue, planned)

    assert judgement.needed(CRITERION, PATHWAY) == list(catalogue.criteria[CRITERION].needs)
    assert not asked


def test_a_journey_that_came_after_the_run_is_still_needed(catalogue, needs):
    judgement, _ = judging(catalogue, {"journeys": [], "not_planned": [told(needs[0])]}, *needs)

    assert judgement.needed(CRITERION, PATHWAY) == list(needs)
    assert judgement.journeys[needs[0]].title == f"{needs[0]}, planned"
    assert judgement.journeys[needs[-1]].title == f"{needs[-1]}, installed"


def test_a_plan_of_an_earlier_harness_leaves_all_to_the_installed_suite(catalogue, needs):
    planned = {"journeys": [{"id": needs[0], "pathway": PATHWAY, "sitting": 1}]}
    judgement, asked = judging(catalogue, planned, *needs)

    assert judgement.needed(CRITERION, PATHWAY) == list(needs)
    assert judgement.journeys[needs[0]].title == f"{needs[0]}, installed"
    assert asked


def test_a_journey_of_another_pathway_is_not_needed(catalogue, needs):
    planned = {"journeys": [], "not_planned": [told(name, "urgent-medicines") for name in needs]}
    judgement, _ = judging(catalogue, planned, *needs)

    assert judgement.needed(CRITERION, PATHWAY) == []


def test_where_criteria_are_named_no_other_is_judged(catalogue):
    judgement, _ = judging(catalogue, {})
    assert judgement.pathways_of(CRITERION) == judgement.pathways_of("PDS-07") == [PATHWAY]

    judgement.only = frozenset({CRITERION})

    assert (judgement.pathways_of(CRITERION), judgement.pathways_of("PDS-07")) == ([PATHWAY], [])
