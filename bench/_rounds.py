"""Times a call against its peer over many rounds of one process."""

import time
from collections.abc import Callable

CALLS = 20
"""Of one thing in a row: a single one is too short to be timed."""


def seconds(call: Callable[[], object]) -> float:
    """Give the time of one call, on the processor: other work on the machine counts as little as can be."""
    start = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - start) / CALLS
