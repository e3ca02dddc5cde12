"""Journeys of a sitting wait for each other, and for none that has ended."""

import threading

from cpcs_harness.journeys.meeting import Meeting


def test_nobody_goes_on_before_all_have_come():
    meeting, order, second = Meeting(("first", "second")), [], threading.Event()

    def first():
        meeting.wait("first", "here")
        order.append("first goes on")

    thread = threading.Thread(target=first)
    thread.start()
    assert not second.wait(0.05)
    order.append("second comes")
    meeting.wait("second", "here")
    thread.join(5)

    assert order == ["second comes", "first goes on"]


def test_nobody_waits_for_a_journey_that_has_ended():
    meeting, went_on = Meeting(("first", "second")), threading.Event()

    def first():
        meeting.wait("first", "here")
        went_on.set()

    threading.Thread(target=first).start()
    meeting.leave("second")

    assert went_on.wait(5)


def test_a_journey_in_a_sitting_of_its_own_waits_for_nobody():
    Meeting(("only",)).wait("only", "here")
    Meeting().wait("whoever", "here")
