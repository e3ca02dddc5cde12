"""Where files go that are thrown away after a run: into memory, where the system has a folder of it with room."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - what is made there has names of its own, by tempfile
ROOM = 1024**3
"""Bytes that must be free in memory."""


def folder_in_memory() -> str | None:
    """Give a folder in memory; None, where there is none with room, stands for the usual folder of temporary files."""
    free = shutil.disk_usage(MEMORY).free if os.access(MEMORY, os.W_OK) else 0
    return str(MEMORY) if free > ROOM else None
