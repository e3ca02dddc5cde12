"""Memory of this process and of the process beside it that writes the log: the most that each had of its own."""

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WRITES_THE_LOG = b"cpcs_harness.evidence.log_process"
EACH_SECONDS = 0.1


def most() -> float:
    """Give the most MB that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def log_process(found: list[float]) -> Iterator[None]:
    """Add the most MB that the process which writes the log had by the end of the block; 0 where nothing tells.

    What getrusage says of children that have ended is no use: they begin with the most that their parent had.
    """
    ended, told = threading.Event(), [0.0]

    def look() -> None:
        while not ended.wait(EACH_SECONDS):
            told.append(max((_most_of(child) for child in _children()), default=0.0))

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join()
        found.append(max(told))


def _children() -> Iterator[Path]:
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            yield from (Path("/proc") / child for child in task.read_text().split())


def _most_of(process: Path) -> float:
    try:
        if WRITES_THE_LOG not in (process / "cmdline").read_bytes():
            return 0.0
        status = (process / "status").read_text()
    except OSError:  # it has ended meanwhile
        return 0.0
    kilobytes = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), "0")
    return int(kilobytes) / 1024
