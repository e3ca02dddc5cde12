"""Shows how far a run is: a line that is drawn anew on a terminal, a line now and then where there is none."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from cpcs_harness.journeys.progress import Progress, Standing

EVERY_SECONDS = 10.0
"""Between two lines where there is no terminal."""
A_SECOND = 4
"""How often the line on a terminal is drawn anew."""
BAR = 24


@contextmanager
def shown(console: Console) -> Iterator[tuple[Progress, Callable[[str], None]]]:
    """Show progress on a console until the block ends; gives the progress, and what prints a line meanwhile."""

    def say(line: str) -> None:
        console.print(Text(f"cpcs: {line}"), soft_wrap=True)

    if not console.is_interactive or "CI" in os.environ:
        yield Progress(Lines(say)), say
        return
    progress = Progress()
    with Live(
        get_renderable=lambda: drawn(progress.standing()),
        console=console,
        refresh_per_second=A_SECOND,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ):
        yield progress, say


class Lines:
    """Says how far a run is, but not at each change."""

    def __init__(self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._say, self._clock = say, clock
        self._next = clock() + EVERY_SECONDS
        self._stopped = 0

    def __call__(self, standing: Standing) -> None:
        """Take note of a change; a journey that stopped, and the end, are said at once."""
        ended = standing.done == standing.planned
        if ended or standing.stopped > self._stopped or self._clock() >= self._next:
            self._stopped, self._next = standing.stopped, self._clock() + EVERY_SECONDS
            self._say(str(standing))


def drawn(standing: Standing) -> Table | Text:
    """Draw a bar with its words; nothing before journeys are planned."""
    if not standing.planned:
        return Text("")
    row = Table.grid(padding=(0, 1))
    row.add_row(ProgressBar(standing.planned, standing.done, width=BAR), Text(str(standing)))
    return row
