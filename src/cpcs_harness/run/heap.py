"""Keeps what a recording freed from staying with the process that judges next; done on glibc only."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_M_ARENA_MAX = -8
_NOT_GLIBC = (OSError, AttributeError, TypeError)


@contextmanager
def one_heap(give_back: bool = True) -> Iterator[None]:
    """Let all threads allocate from one heap, and give back what is free at the end, where that is asked for.

    Dozens of threads have up to eight heaps a processor otherwise, each with holes that stay for good.
    """
    with suppress(*_NOT_GLIBC):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
    yield
    if not give_back:
        return
    gc.collect()
    with suppress(*_NOT_GLIBC):
        ctypes.CDLL(None).malloc_trim(0)
