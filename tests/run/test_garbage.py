"""What is loaded is left out of looks for garbage while journeys run, and no longer."""

import gc
from weakref import ref

from cpcs_harness.run import garbage
from cpcs_harness.run.garbage import keep_what_is_loaded, loaded_is_kept


def test_what_is_loaded_is_left_out_and_comes_back():
    gc.unfreeze()

    with loaded_is_kept():
        assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() == 0


def test_what_was_left_out_for_good_stays_so(monkeypatch):
    monkeypatch.setattr(garbage, "_kept", [False])
    keep_what_is_loaded()
    try:
        with loaded_is_kept():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


class Ring:
    """Something that nobody has and that has itself, as much of a run that is over."""

    def __init__(self):
        self.itself = self


def test_what_a_run_leaves_is_not_kept_by_the_next(monkeypatch):
    monkeypatch.setattr(garbage, "_kept", [False])
    keep_what_is_loaded()
    try:
        left = ref(Ring())
        with loaded_is_kept():
            gc.collect()
            assert left() is None
    finally:
        gc.unfreeze()
