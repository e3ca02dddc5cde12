"""What waits is tried again by itself, at every pharmacy, whatever one try meets, until the system stops."""

import threading

from reference.outbound.outbox_timer import OutboxTimer

SECONDS = 10.0


class Tries:
    """Notes where it was tried, and says when it was often enough."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.places = wanted, []
        self.enough = threading.Event()

    def send_waiting(self, ods: str) -> None:
        self.places.append(ods)
        if len(self.places) >= self.wanted:
            self.enough.set()
        raise RuntimeError("nobody answers")


def test_each_pharmacy_is_tried_again_and_again_whatever_happens():
    stopping, tries = threading.Event(), Tries(4)
    timer = OutboxTimer(0.001, stopping)

    timer.start(tries.send_waiting, ("FA101", "FA102"))

    assert tries.enough.wait(SECONDS), f"4 tries were expected in {SECONDS} s, and {tries.places} came"
    stopping.set()
    timer.wait()
    assert tries.places[:4] == ["FA101", "FA102"] * 2


def test_without_an_interval_nothing_is_tried():
    tries = Tries(1)
    timer = OutboxTimer(0, threading.Event())

    timer.start(tries.send_waiting, ("FA101",))
    timer.wait()

    assert tries.places == []
