"""A candidate that was stopped is looked for soon, then seldom, in the end no more; and its absence has to be seen."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps.restarts import (
    ANOTHER,
    AWAY,
    BACK_SECONDS,
    NO_SIGN,
    SEEN_SECONDS,
    Stopped,
    stop,
    wait_until_back,
)
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence import events
from cpcs_harness.journeys.journey import JourneyStopped

ASKED = Stopped("1", is_asked=True)
BEFORE, AFTER, NAMELESS = {"started": "1"}, {"started": "2"}, {"name": "it"}


@pytest.fixture
def stage_of():
    """Makes a stage whose candidate gives these answers about itself, the last one again and again."""

    def stage_of(*answers, poll=0.2, restart="done"):
        left, waited, noted = list(answers), [], []

        def about():
            answer = left.pop(0) if len(left) > 1 else left[0]
            if answer is None:
                raise UsageProblem("nobody listens")
            return answer

        return SimpleNamespace(
            driver=SimpleNamespace(about=about),
            pace=SimpleNamespace(poll_seconds=poll),
            do=lambda _action, **_how: SimpleNamespace(status=restart),
            wait=waited.append,
            waited=waited,
            note=noted.append,
            noted=noted,
        )

    return stage_of


def test_one_that_is_another_process_at_once_is_not_waited_for(stage_of):
    stage = stage_of(AFTER)

    wait_until_back(stage, ASKED)

    assert (stage.waited, stage.noted) == ([], [events.Restarted(True, ANOTHER)])


def test_the_waits_grow_to_what_the_candidate_declares(stage_of):
    stage = stage_of(None, None, {"error": "starting"}, None, None, None, NAMELESS)

    wait_until_back(stage, ASKED)

    assert stage.waited == pytest.approx([0.02, 0.04, 0.08, 0.16, 0.2, 0.2])
    assert stage.noted == [events.Restarted(True, AWAY)]


def test_one_that_declares_to_be_asked_more_often_is(stage_of):
    stage = stage_of(None, None, NAMELESS, poll=0.01)

    wait_until_back(stage, ASKED)

    assert stage.waited == pytest.approx([0.01, 0.01])


def test_one_that_stops_only_after_its_answer_is_waited_for(stage_of):
    stage = stage_of(BEFORE, BEFORE, None, AFTER)

    wait_until_back(stage, ASKED)

    assert stage.noted == [events.Restarted(True, ANOTHER)]


def test_one_that_does_not_come_back_stops_the_journey(stage_of):
    stage = stage_of(None)

    with pytest.raises(JourneyStopped, match="was not back 30 s after its restart"):
        wait_until_back(stage, ASKED)

    assert BACK_SECONDS <= sum(stage.waited) <= BACK_SECONDS + stage.pace.poll_seconds


@pytest.mark.parametrize("answer", [BEFORE, NAMELESS])
def test_one_that_answers_all_the_time_as_the_same_was_not_seen_to_restart(stage_of, answer):
    stage = stage_of(answer)

    wait_until_back(stage, stop(stage))

    assert stage.noted == [events.Restarted(False, NO_SIGN)]
    assert sum(stage.waited) == pytest.approx(SEEN_SECONDS, abs=0.1)


def test_a_start_that_was_given_only_before_is_no_sign(stage_of):
    stage = stage_of(NAMELESS)

    wait_until_back(stage, ASKED)

    assert stage.noted == [events.Restarted(False, NO_SIGN)]


def test_one_that_says_that_it_cannot_is_not_waited_for(stage_of):
    stage = stage_of(BEFORE, restart="cannot")

    wait_until_back(stage, stop(stage))

    assert (stage.waited, stage.noted) == ([], [])
