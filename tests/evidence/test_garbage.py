"""Garbage is seldom looked for while evidence is read and judged, and as before after that."""

import gc
import weakref

from cpcs_harness.evidence.garbage import OBJECTS, given_back, seldom_looked_for


def test_what_was_set_is_set_again():
    before = gc.get_threshold()

    with seldom_looked_for():
        during = gc.get_threshold()

    assert during == (max(OBJECTS, before[0]), *before[1:])
    assert gc.get_threshold() == before


class Circle:
    def __init__(self):
        self.itself = self


def test_what_was_made_meanwhile_and_is_not_in_use_is_given_back():
    with given_back():
        gone, kept = Circle(), Circle()
        left = weakref.ref(gone)
        del gone
        during = gc.get_freeze_count()

    assert during
    assert left() is None
    assert kept.itself is kept
    assert gc.get_freeze_count() == 0
