"""Times a call against its peer over many rounds of one process."""

import statistics
import time
from collections.abc import Callable, Sequence

CALLS = 20
"""Of one thing in a row: a single one is too short to be timed."""


def seconds(call: Callable[[], object]) -> float:
    """Give the time of one call, on the processor: other work on the machine counts as little as can be."""
    start = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - start) / CALLS


def spread(ratios: Sequence[float], digits: int = 2) -> str:
    """Write the median of ratios, with the middle half of them."""
    low, middle, high = statistics.quantiles(ratios, n=4)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"
