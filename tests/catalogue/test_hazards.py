"""Hazards and criteria are linked both ways: neither names what is not there, and no criterion is forgotten."""

import pytest

from checkout import ROOT
from cpcs_harness.catalogue import cross_check, load_catalogue
from cpcs_harness.errors import Problem

MAIN = "toolkit_requirements.yaml"
HAZARDS = """\
hazards:
  - id: HAZ-01
    title: A referral is lost
    harm: The patient waits.
    causes: [Nobody is told]
    criteria: [N111-*, RTC-*]
"""


@pytest.fixture
def with_hazards(small_catalogue):
    def files(hazards=HAZARDS):
        named = small_catalogue[MAIN].replace("suites: suites\n", "suites: suites\nhazards: hazards.yaml\n")
        return small_catalogue | {MAIN: named, "hazards.yaml": hazards}

    return files


def test_what_ids_begin_with_stands_for_all_of_them_and_may_stand_for_none_yet(write_catalogue, with_hazards):
    (hazard,) = load_catalogue(write_catalogue(with_hazards())).hazards

    assert (hazard.id, hazard.causes) == ("HAZ-01", ("Nobody is told",))
    assert hazard.criteria == ("N111-01", "N111-11")


def test_a_catalogue_may_state_no_hazards(write_catalogue, small_catalogue):
    assert load_catalogue(write_catalogue(small_catalogue)).hazards == ()


@pytest.mark.parametrize(
    ("wrong", "line", "message"),
    [
        ("[N111-02, N111-11]", 6, "criteria: there is no criterion 'N111-02'. Did you mean 'N111-01'?"),
        ("[N111-01, N111-01]", 6, "criteria: 'N111-01' is in the list twice"),
        ("[]", 6, "criteria: is empty"),
    ],
)
def test_a_link_to_nothing_is_told_with_its_line(tmp_path, problems_in, with_hazards, wrong, line, message):
    problems = problems_in(with_hazards(HAZARDS.replace("[N111-*, RTC-*]", wrong)))

    assert Problem(str(tmp_path / "hazards.yaml"), line, "HAZ-01", message) in problems


def test_a_file_that_is_not_there_is_told(problems_in, with_hazards, small_catalogue):
    files = with_hazards()
    del files["hazards.yaml"]

    (problem,) = problems_in(files)
    assert problem.message.startswith("cannot be read: ")


def test_a_criterion_in_no_hazard_fails_the_build(write_catalogue, with_hazards):
    loaded = load_catalogue(write_catalogue(with_hazards(HAZARDS.replace("N111-*, RTC-*", "N111-01"))))
    told = [problem for problem in cross_check(loaded, None, {}, {}) if "hazard" in problem.message]

    assert [problem.id for problem in told] == ["N111-11"]


def test_the_digest_tells_one_state_of_the_hazards_from_another(write_catalogue, with_hazards):
    before = load_catalogue(write_catalogue(with_hazards())).digest

    assert load_catalogue(write_catalogue(with_hazards(HAZARDS + "\n"))).digest != before


def test_each_shipped_hazard_has_a_criterion_that_is_judged_today_or_a_component_to_come():
    loaded = load_catalogue(ROOT / MAIN)

    to_come = {"HAZ-26", "HAZ-27"}
    assert {hazard.id for hazard in loaded.hazards if not hazard.criteria} <= to_come
