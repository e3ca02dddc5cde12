"""A process that stood still knows for how long, and leaves that out of its own deadlines."""

import threading

import pytest

from cpcs_harness.stalls import LEAST, PERIOD, Watch


class Machine:
    """A clock that moves only while somebody sleeps: by what was asked for, and as much more as is said."""

    def __init__(self, *stood_still):
        self.now = 100.0
        self.still = iter(stood_still)
        self.watch = Watch(lambda: self.now, self.sleep)
        self.told, self.over = [], threading.Event()

    def sleep(self, seconds):
        still = next(self.still, None)
        if still is None:
            self.watch.end(self.told.append)
            self.over.set()
            return
        self.now += seconds + still

    def watched(self):
        self.watch.begin(self.told.append)
        assert self.over.wait(10), f"the watch has not ended after 10 s; told so far: {self.told}"
        return self.told


def test_a_stall_is_told_with_its_length():
    assert Machine(0, 3.5, 0, 0.5).watched() == [pytest.approx(3.5), pytest.approx(0.5)]


def test_what_threads_wait_for_one_another_is_no_stall():
    assert Machine(0.0, LEAST / 2, LEAST).watched() == []


def test_fair_time_leaves_stalls_out():
    machine = Machine(0, 3.5, LEAST / 2)
    begun = machine.watch.fair_now()

    machine.watched()

    assert machine.watch.fair_now() - begun == pytest.approx(3 * PERIOD + LEAST / 2)


def test_a_stall_that_is_just_over_is_left_out_before_the_watch_has_seen_it():
    machine = Machine()
    machine.sleep = lambda _: threading.Event().wait(10)
    watch = Watch(lambda: machine.now, machine.sleep)
    watch.begin(machine.told.append)
    begun = watch.fair_now()

    machine.now += 5.0

    assert watch.fair_now() - begun == pytest.approx(PERIOD)


def test_without_a_watch_fair_time_is_the_clock():
    machine = Machine()
    machine.now += 60

    assert machine.watch.fair_now() == machine.now
