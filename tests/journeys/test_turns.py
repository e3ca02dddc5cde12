"""No more journeys begin at once than help; one that only waits holds up nobody."""

import threading

from cpcs_harness.journeys.turns import Turns


def test_a_journey_begins_when_another_ends_or_waits():
    turns, began = Turns(2), threading.Semaphore(0)

    def journey():
        with turns.take():
            began.release()
            over.wait(5)

    over = threading.Event()
    with turns.take() as waiting:
        threads = [threading.Thread(target=journey) for _ in range(3)]
        for thread in threads:
            thread.start()
        assert began.acquire(timeout=5)
        assert not began.acquire(timeout=0.05)
        waiting.end()
        assert began.acquire(timeout=5)
    over.set()
    for thread in threads:
        thread.join(5)

    assert began.acquire(blocking=False)


def test_a_turn_that_ended_early_does_not_end_twice():
    turns = Turns(1)
    with turns.take() as waiting:
        waiting.end()

    assert turns._free._value == 1
