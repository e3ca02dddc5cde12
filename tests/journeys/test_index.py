"""Journeys are found, and each is made for every pathway that it names."""

import pytest

from cpcs_harness.errors import HarnessError
from cpcs_harness.journeys import index
from cpcs_harness.journeys.journey import Journey, JourneyPathway

NORTH = JourneyPathway("by-the-north", "n", {"way": "By the north"})
SOUTH = JourneyPathway("by-the-south", "s", {"way": "By the south"})


class Walk(Journey):
    """A journey of two pathways."""

    id = "walk"
    pathways = (NORTH, SOUTH)
    title = "{way}, on foot"
    alone = True

    def run(self, stage):
        """Do nothing."""


class Swim(Walk):
    """A journey of one pathway, which has another's words for its own."""

    id = "walk-s"
    pathways = (SOUTH,)


@pytest.fixture
def described(monkeypatch):
    """Have the index find these journeys."""
    index._journeys_by_id.cache_clear()
    yield lambda *journeys: monkeypatch.setattr(index, "_described", lambda _: iter(journeys))
    index._journeys_by_id.cache_clear()


def test_a_journey_of_two_pathways_is_made_for_each(described):
    described(Walk)

    journeys = index.all_journeys()

    assert [(one.id, one.pathway, one.title) for one in journeys.values()] == [
        ("walk-n", "by-the-north", "By the north, on foot"),
        ("walk-s", "by-the-south", "By the south, on foot"),
    ]
    assert all(one.alone and issubclass(one, Walk) for one in journeys.values())
    assert list(journeys) == ["walk-n", "walk-s"]


def test_a_journey_of_one_pathway_keeps_its_id(described):
    described(Swim)

    assert index.all_journeys()["walk-s"].title == "By the south, on foot"


def test_two_journeys_of_one_id_are_refused(described):
    described(Walk, Swim)

    with pytest.raises(HarnessError, match="two journeys are called walk-s"):
        index.all_journeys()


def test_the_shipped_journeys_have_titles_without_gaps():
    for journey in index.all_journeys().values():
        assert "{" not in journey.title
