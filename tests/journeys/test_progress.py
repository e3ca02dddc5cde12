"""What is told of a run while it lasts: how many journeys are done, stopped and running, and about how long is left."""

import pytest

from cpcs_harness.journeys.progress import Progress


class Time:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    return Time()


def test_journeys_are_counted_and_the_time_left_follows_from_the_work_that_is_done(time):
    told = []
    progress = Progress(lambda standing: told.append(str(standing)), time)
    progress.plan({"long": 6.0, "short": 2.0, "last": 2.0})
    progress.begin("long")
    progress.begin("short")
    time.now += 4.0
    progress.end("short", stopped=False)
    time.now += 2.0
    progress.end("long", stopped=True)
    progress.begin("last")
    time.now += 2.0
    progress.end("last", stopped=False)

    assert told == [
        "0 of 3 journeys done, 1 running",
        "0 of 3 journeys done, 2 running",
        "1 of 3 journeys done, 1 running, about 3 s left",
        "2 of 3 journeys done (1 stopped), 0 running, about 2 s left",
        "2 of 3 journeys done (1 stopped), 1 running, about 2 s left",
        "3 of 3 journeys done (1 stopped), 0 running",
    ]


def test_the_time_left_is_not_told_from_little(time):
    progress = Progress(clock=time)
    progress.plan({"a": 1.0, "b": 99.0})
    progress.begin("a")
    time.now += 5.0
    progress.end("a", stopped=False)

    assert progress.standing().left is None


def test_a_journey_that_takes_longer_than_was_thought_is_not_counted_as_more(time):
    progress = Progress(clock=time)
    progress.plan({"a": 1.0, "b": 1.0})
    progress.begin("a")
    time.now += 50.0

    assert progress.standing().left == pytest.approx(50.0)


def test_nothing_is_planned_yet():
    assert str(Progress().standing()) == "0 of 0 journeys done, 0 running"
