"""Mailboxes are read once more where the harness itself was late; who reads them by itself is given the time."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps.referrals import collect
from cpcs_harness.drivers.base import Outcome

LATE = "the harness stood still for 3.0 s"


@pytest.fixture
def stage_of():
    """Makes a stage whose candidate's reading of mailboxes ends so, each time; it keeps what was waited."""

    def stage_of(*ends, late=LATE, arrival=10.0):
        left, waited = list(ends), []

        def do(action, *, needed, at):
            return Outcome(left.pop(0) if len(left) > 1 else left[0])

        return SimpleNamespace(
            do=do,
            left=left,
            waited=waited,
            wait=waited.append,
            kept_waiting=lambda _since: late,
            pace=SimpleNamespace(poll_seconds=0.2, arrival_seconds=arrival),
        )

    return stage_of


@pytest.mark.parametrize("end", ["failed", "unanswered", "malformed", "refused"])
def test_what_the_harness_was_late_for_is_collected_once_more(stage_of, end):
    stage = stage_of(end, end, "done")

    collect(stage)

    assert stage.left == ["done"]
    assert stage.waited == [0.2, 0.2]


@pytest.mark.parametrize("end", ["failed", "unanswered"])
def test_what_ended_badly_when_nobody_was_late_stays_as_it_is(stage_of, end):
    stage = stage_of(end, "done", late="")

    collect(stage)

    assert stage.left == ["done"]
    assert stage.waited == []


def test_nobody_tries_for_ever(stage_of):
    stage = stage_of("failed", arrival=-1.0)

    collect(stage)

    assert stage.waited == []


def test_who_reads_mailboxes_by_itself_has_the_time_that_it_declares(stage_of):
    stage = stage_of("cannot")

    collect(stage)
    collect(stage, looked_for=True)

    assert stage.waited == [10.0]
