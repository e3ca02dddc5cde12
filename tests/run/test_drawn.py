"""The conditions of a run are laid out once a process, and are what they would be when laid out anew."""

from cpcs_harness.conditions.draws import settings_of_journeys
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.run.record import drawn
from cpcs_harness.run.suite import checked_catalogue


def test_conditions_kept_are_those_of_their_seed() -> None:
    """Each seed has its own, whichever was asked for first."""
    suites = checked_catalogue().suites
    for seed in (7, 8, 7):
        assert drawn(suites, seed) == settings_of_journeys(all_journeys(suites), fixture("people"), seed)
    assert drawn(suites, 7) != drawn(suites, 8)
