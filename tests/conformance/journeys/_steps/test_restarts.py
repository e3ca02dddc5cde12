"""A candidate that was stopped is looked for soon, then seldom, and in the end no more."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps.restarts import BACK_SECONDS, wait_until_back
from cpcs_harness.errors import UsageProblem
from cpcs_harness.journeys.journey import JourneyStopped


@pytest.fixture
def stage_of():
    """Makes a stage whose candidate gives these answers about itself, and then none; it keeps what was waited."""

    def stage_of(*answers, poll=0.2):
        left, waited = list(answers), []

        def about():
            answer = left.pop(0) if left else None
            if answer is None:
                raise UsageProblem("nobody listens")
            return answer

        pace, driver = SimpleNamespace(poll_seconds=poll), SimpleNamespace(about=about)
        return SimpleNamespace(driver=driver, pace=pace, wait=waited.append, waited=waited)

    return stage_of


def test_one_that_is_back_at_once_is_not_waited_for(stage_of):
    stage = stage_of({"name": "it"})

    wait_until_back(stage)

    assert stage.waited == []


def test_the_waits_grow_to_what_the_candidate_declares(stage_of):
    stage = stage_of(None, None, {"error": "starting"}, None, None, None, {"name": "it"})

    wait_until_back(stage)

    assert stage.waited == pytest.approx([0.02, 0.04, 0.08, 0.16, 0.2, 0.2])


def test_one_that_declares_to_be_asked_more_often_is(stage_of):
    stage = stage_of(None, None, {"name": "it"}, poll=0.01)

    wait_until_back(stage)

    assert stage.waited == pytest.approx([0.01, 0.01])


def test_one_that_does_not_come_back_stops_the_journey(stage_of):
    stage = stage_of()

    with pytest.raises(JourneyStopped, match="was not back 30 s after its restart"):
        wait_until_back(stage)

    assert BACK_SECONDS <= sum(stage.waited) <= BACK_SECONDS + stage.pace.poll_seconds
