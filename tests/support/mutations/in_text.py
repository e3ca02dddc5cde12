"""The things that a text of lines says, such as an e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from mutations.kinds import otherwise
from mutations.leaf import BESIDE, GONE, TWICE, Leaf

LABELLED = re.compile(r"([A-Z][^:]{1,40}): (?=\S)")


def leaves(text: str) -> Iterator[Leaf]:
    """Give what follows a label, and each other line, by the heading over it."""
    lines, heading = text.splitlines(), ""
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        if number == 0 or not lines[number - 1].strip():
            heading = line.partition(":")[0][:40]
        found = LABELLED.match(line)
        start = found.end() if found else 0
        label = found.group(1) if found else "line"
        yield Leaf(f"{heading}/{label}", line[start:], partial(_changed, lines, number, start))


def _changed(lines: list[str], number: int, start: int, new: Any) -> str | None:
    if new is TWICE:
        return None  # the same words again say nothing else
    line = lines[number]
    kept = [] if new is GONE else [line[:start] + str(new)]
    if new is BESIDE:
        kept = [line, line[:start] + otherwise(line[start:])]
    return "\n".join([*lines[:number], *kept, *lines[number + 1 :]]) + "\n"
