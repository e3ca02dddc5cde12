"""Garbage is seldom looked for while evidence is read and judged, and as before after that."""

import gc

from cpcs_harness.evidence.garbage import OBJECTS, seldom_looked_for


def test_what_was_set_is_set_again():
    before = gc.get_threshold()

    with seldom_looked_for():
        during = gc.get_threshold()

    assert during == (max(OBJECTS, before[0]), *before[1:])
    assert gc.get_threshold() == before
