"""What a proof does: named criteria alone, in one pathway and then the other."""

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.judging.known_bads import KnownBad, known_bads
from cpcs_harness.prove.work import Work, work_of

CRITERION, IN_BOTH = "PDS-06", ("pds-search-mi", "pds-search-um")
OF_SEVERAL = "PDS-61"
"""Looks at several journeys of either pathway."""


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def bad(name, *catches):
    return KnownBad(name, "It is bad.", catches)


def test_one_pathway_comes_first_by_the_name_of_the_fault(catalogue):
    turns = {work_of(bad(name, CRITERION), catalogue, full=False).turns for name in "abcdefgh"}

    assert len(turns) == len(IN_BOTH)
    assert all(len(turn) == len(IN_BOTH) for turn in turns)
    mi, um = sorted(turns)
    assert mi == tuple(reversed(um))


def test_what_showed_the_fault_before_comes_first_and_all_others_after_it(catalogue):
    usual = work_of(bad("a", OF_SEVERAL), catalogue, full=False).turns
    for journey in usual[0]:
        shown_in = {"a": (journey, "one-that-is-needed-no-more"), "b": usual[1]}

        assert work_of(bad("a", OF_SEVERAL), catalogue, False, shown_in).turns == ((journey,), *usual)
        assert len(work_of(bad("a", OF_SEVERAL), catalogue, True, shown_in).turns) == 1
    assert work_of(bad("a", OF_SEVERAL), catalogue, False, {"a": usual[1]}).turns == usual[::-1]


def test_where_what_showed_the_fault_before_is_needed_no_more_nothing_comes_first(catalogue):
    usual = work_of(bad("a", CRITERION), catalogue, full=False).turns

    assert work_of(bad("a", CRITERION), catalogue, False, {"a": ("gone",)}).turns == usual


def test_what_is_judged_is_what_is_named(catalogue):
    assert work_of(bad("a", CRITERION, "DOS-03"), catalogue, full=False).criteria == (CRITERION, "DOS-03")


def test_in_full_all_journeys_are_run_at_once_and_everything_is_judged(catalogue):
    fault = bad("a", CRITERION)
    (turn,) = work_of(fault, catalogue, full=True).turns

    assert work_of(fault, catalogue, full=True) == Work(fault, (turn,), ())
    assert set(turn) == {name for part in work_of(fault, catalogue, full=False).turns for name in part}


def test_each_automated_criterion_is_named_by_a_fault(catalogue):
    automated = {one.id for one in catalogue.criteria.values() if one.judged_by == "automated"}

    assert automated - {criterion for fault in known_bads() for criterion in fault.catches} == set()
