"""What a recording freed is given back; where memory is not glibc's, nothing is done."""

import ctypes
import gc
import weakref

import pytest

from cpcs_harness.run.heap import one_heap


class Cycle:
    def __init__(self):
        self.own = self


def test_what_a_recording_left_is_gone_at_the_end():
    with one_heap():
        gc.disable()
        left = weakref.ref(Cycle())
        gc.enable()

    assert left() is None


def test_what_nobody_has_given_back_is_not_looked_for(monkeypatch):
    monkeypatch.setattr(gc, "collect", lambda: pytest.fail("it was looked for"))

    with one_heap(give_back=False):
        pass


@pytest.mark.parametrize("problem", [OSError, AttributeError, TypeError])
def test_another_library_of_the_system_is_no_problem(monkeypatch, problem):
    def refuse(_name):
        raise problem("not glibc")

    monkeypatch.setattr(ctypes, "CDLL", refuse)

    with one_heap():
        pass
