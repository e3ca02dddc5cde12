"""The further patients of each journey, by label: what has everybody's marks follow from seed and label alone."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from cpcs_harness.cli.pages.journeys import Account
from cpcs_harness.journeys.stage import MOST_EXAMPLES, SHRINKING

INTRODUCTION = """# The further patients that each journey asks for, by their labels.
# Made by `cpcs journeys --write`; do not edit.
"""


def people_of(accounts: Sequence[Account]) -> str:
    """Write the labels of each journey's further patients, sorted; examples that are drawn as often as can be."""
    labels = {
        name: sorted({every for label in rehearsal.labels for every in _every(label)})
        for account in accounts
        for name, rehearsal in account.rehearsals.items()
        if rehearsal.labels
    }
    told = yaml.safe_dump(labels, sort_keys=True, allow_unicode=True, width=120, default_flow_style=None)
    return INTRODUCTION + told


def _every(label: str) -> Sequence[str]:
    if label != "example-1":
        return [label]
    # Of an exploration: so many are drawn, more on the way to the smallest that fails, and that once more.
    return [f"example-{number + 1}" for number in range(MOST_EXAMPLES + SHRINKING + 1)]
