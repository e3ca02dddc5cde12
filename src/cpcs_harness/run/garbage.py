"""Keeps Python's looks for garbage short while journeys run: all of them stand still in each."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loaded_is_kept() -> Iterator[None]:
    """Leave what is loaded by now out of each look for garbage, until the end; Hypothesis asks for whole ones."""
    frozen_before = gc.get_freeze_count() > 0
    gc.freeze()
    try:
        yield
    finally:
        if not frozen_before:
            gc.unfreeze()
