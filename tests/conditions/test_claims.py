"""Conditions that criteria are to be judged under: what an entry of the catalogue means, and what is wrong in it."""

from dataclasses import replace

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.conditions.claims import claimed, claimed_and_judged, unknown_claims
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from small_catalogue import SEARCH

KNOWN = conditions()
REPORT = "report by ITK"


def criterion(*asked, message=REPORT):
    return replace(SEARCH, conditions={message: asked}, file="criteria.yaml", line=7)


def test_a_dimension_is_claimed_with_every_value():
    assert claimed(criterion("local id"), KNOWN) == {
        Condition("local id", "none"),
        Condition("local id", "given"),
    }


def test_a_value_is_claimed_by_itself_where_it_is_named_with_its_dimension():
    assert claimed(criterion("local id: given"), KNOWN) == {Condition("local id", "given")}


def test_what_a_criterion_is_not_for_it_has_not_judged_for_all_that_it_had_it():
    given, bold = Condition("local id", "given"), Condition("markup", "bold")
    judged, criteria = {SEARCH.id: frozenset({given, bold})}, {SEARCH.id: criterion("local id")}

    assert claimed_and_judged(judged, criteria, KNOWN) == {given}


def test_where_a_dimension_names_who_reads_it_nobody_else_has_judged_it():
    bold, judged = Condition("markup", "bold"), {}
    for id in (SEARCH.id, *KNOWN.dimensions["markup"].read_by):
        judged[id] = frozenset({bold})
    criteria = {id: criterion("markup") for id in judged}

    assert claimed_and_judged({SEARCH.id: frozenset({bold})}, criteria, KNOWN) == frozenset()
    assert claimed_and_judged(judged, criteria, KNOWN) == {bold}


def test_each_condition_has_a_criterion_that_is_for_it():
    found = [claimed(one, KNOWN) for one in load_catalogue().criteria.values()]

    assert [str(one) for one in KNOWN.all() if one not in frozenset().union(*found)] == []


def test_whoever_reads_a_dimension_is_a_criterion_that_is_for_it():
    """One for each value at least, and nobody who is for none."""
    criteria = load_catalogue().criteria
    read = [one for one in KNOWN.dimensions.values() if one.read_by]
    claims = {id: claimed(criteria[id], KNOWN) for one in read for id in one.read_by}

    assert read
    for one in read:
        values = {Condition(one.id, value.id) for value in one.values}
        assert values <= frozenset().union(*(claims[id] for id in one.read_by)), one.id
        assert [id for id in one.read_by if not values & claims[id]] == [], one.id


def test_all_are_every_dimension_of_the_message_and_everywhere_those_that_everybody_draws():
    own = KNOWN.of_messages[REPORT]
    everywhere = {id for id, dimension in own.dimensions.items() if dimension.is_everywhere}

    assert claimed(criterion("all"), KNOWN) == set(own.all())
    assert claimed(criterion("everywhere"), KNOWN) == {
        one for one in own.all() if one.dimension in everywhere
    }


def test_a_criterion_that_claims_nothing_is_for_none():
    assert claimed(SEARCH, KNOWN) == frozenset()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (criterion("shoe size"), "conditions: report by ITK: there is no dimension 'shoe size'"),
        (criterion("local id: red"), "conditions: report by ITK: there is no dimension 'local id: red'"),
        (criterion("all", message="letter"), "conditions: 'letter' is no message that has conditions"),
        (criterion("all", "markup"), "conditions: report by ITK: there is no dimension 'all'"),
    ],
    ids=["dimension", "value", "message", "all and one"],
)
def test_what_is_not_there_is_told_with_file_and_line(wrong, said):
    (problem,) = unknown_claims([wrong, criterion("markup")], KNOWN)

    assert (problem.file, problem.line, problem.id) == ("criteria.yaml", 7, wrong.id)
    assert problem.message == said
