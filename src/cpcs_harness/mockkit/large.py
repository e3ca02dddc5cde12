"""Large bodies: what is done with one takes long, and must not keep other callers waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
LARGE = 256 * 1024
"""Bytes from which a body is matched and screened in a thread of its own: the event loop goes on meanwhile."""


async def unhurried(size: int, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Do work on a body of so many bytes: at once, or where it is large in a thread."""
    if size > LARGE:
        return await asyncio.to_thread(work, *arguments, **named)
    return work(*arguments, **named)
