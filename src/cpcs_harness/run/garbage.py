"""Keeps Python's looks for garbage short while journeys run: all of them stand still in each."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_kept: list[bool] = [False]
"""Whether what is loaded is left out for good; to ask Python takes as long as a look."""


def keep_what_is_loaded() -> None:
    """Leave what is loaded by now out of each look for garbage, here and in all processes that are forked from this."""
    gc.freeze()
    _kept[0] = True


@contextmanager
def loaded_is_kept() -> Iterator[None]:
    """Leave what is loaded by now out of each look for garbage, until the end; Hypothesis asks for whole ones.

    Where that is left out for good it was done: what runs before this one left would be kept with it.
    """
    if _kept[0]:
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
