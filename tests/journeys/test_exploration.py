"""Exploration: the smallest failing example is found and tried again, and what breaks is nobody's finding."""

from types import SimpleNamespace

import pytest
from hypothesis import strategies as st
from hypothesis.internal.conjecture import providers

from cpcs_harness.evidence.events import Explored
from cpcs_harness.journeys.exploration import explore
from cpcs_harness.journeys.patience import JourneyStopped
from cpcs_harness.journeys.stage import SHRINKING

NUMBERS = st.fixed_dictionaries({"text": st.text(max_size=20), "number": st.integers(0, 1000)})


class Stage:
    """As much of a stage as an exploration uses."""

    def __init__(self, seed=1, examples=25):
        self.seed, self.examples, self.shrinking = seed, examples, SHRINKING
        self.issued = SimpleNamespace(journey="some-journey")
        self.noted = {}

    def note(self, data):
        self.noted[data.kind] = data


def fails_above(limit, tried):
    def attempt(number, drawn):
        tried.append(drawn)
        return f"e{number}", ["too large"] if drawn["number"] > limit else []

    return attempt


def test_the_smallest_failing_example_is_recorded_and_tried_once_more():
    stage, tried = Stage(), []

    explore(stage, NUMBERS, fails_above(57, tried))

    explored = stage.noted["explored"]
    assert explored.smallest.drawn == repr({"text": "", "number": 58})
    assert explored.smallest.faults == ("too large",)
    assert explored.smallest.again == f"e{len(tried)}"
    assert explored.smallest.repeated is True
    assert explored.attempts == len(tried)


def test_nothing_is_drawn_that_stands_in_the_sources_of_the_harness():
    explore(Stage(), NUMBERS, lambda number, drawn: (f"e{number}", []))

    assert not providers._get_local_constants()


def test_a_failure_that_does_not_come_again_is_recorded_as_not_repeated():
    stage, seen = Stage(), set()

    def attempt(number, drawn):
        again = repr(drawn) in seen
        seen.add(repr(drawn))
        return f"e{number}", ["only once"] if drawn["number"] > 57 and not again else []

    explore(stage, NUMBERS, attempt)

    assert stage.noted["explored"].smallest.repeated is False


def test_where_all_is_well_as_many_examples_are_tried_as_were_asked_for():
    stage, tried = Stage(examples=30), []

    explore(stage, NUMBERS, fails_above(1000, tried))

    assert stage.noted["explored"] == Explored(30, len(tried), cut_short=False, smallest=None)
    assert 20 <= len(tried) <= 30


def test_the_same_seed_draws_the_same_examples_and_another_others():
    drawn = {}
    for seed in (1, 1, 2):
        tried = []
        explore(Stage(seed), NUMBERS, fails_above(1000, tried))
        drawn.setdefault(seed, []).append(tried)

    assert drawn[1][0] == drawn[1][1]
    assert drawn[1][0] != drawn[2][0]


def test_shrinking_is_bounded_by_a_number_of_attempts():
    stage, tried = Stage(examples=5), []
    long = st.text(min_size=200, max_size=2000)

    def attempt(number, drawn):
        tried.append(drawn)
        return f"e{number}", ["always"]

    explore(stage, long, attempt)

    assert len(tried) <= 5 + SHRINKING + 1


@pytest.mark.parametrize("broken", [JourneyStopped("worklist ended failed"), ValueError("ours")])
def test_what_ends_the_journey_is_raised_as_it_is_and_is_no_finding(broken):
    stage, tried = Stage(), []

    def attempt(number, drawn):
        tried.append(drawn)
        if len(tried) == 3:
            raise broken
        return f"e{number}", []

    with pytest.raises(type(broken)) as raised:
        explore(stage, NUMBERS, attempt)

    assert raised.value is broken
    assert len(tried) == 3
    assert "explored" not in stage.noted
