"""What is costly is made by one of xdist's workers, for all of them."""

import fcntl
import os
from pathlib import Path


def once(tmp_path_factory, name, make):
    """Let `make(folder)` fill a folder, unless another worker has; gives the folder, which is to be read only."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / name, shared / f"{name}-is-made"
    with Path(shared / f"{name}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # held until the file is closed
        if not done.exists():
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
