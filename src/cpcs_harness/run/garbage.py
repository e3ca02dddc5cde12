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
    """Leave what is loaded by now out of each look for garbage, until the end; Hypothesis asks for whole ones."""
    gc.freeze()
    try:
        yield
    finally:
        if not _kept[0]:
            gc.unfreeze()
