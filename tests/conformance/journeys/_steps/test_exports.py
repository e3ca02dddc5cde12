"""An export is asked for in as many parts as its first answer says, up to what there may be, and while it is given."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps.exports import MOST, export
from cpcs_harness.drivers.base import Outcome


class Stage:
    """A candidate that answers with how many parts there are, up to one that it cannot give."""

    def __init__(self, parts, fails=0):
        self.parts, self.fails, self.asked = parts, fails, []

    def do(self, action, *, needed, at, month, form, part=1):
        self.asked.append(part)
        return Outcome("failed" if part == self.fails else "done", observation={"parts": self.parts})


@pytest.mark.parametrize(
    ("parts", "fails", "asked"),
    [
        (1, 0, [1]),
        (3, 0, [1, 2, 3]),
        (4, 2, [1, 2]),
        (3, 1, [1]),
        (0, 0, [1]),
        (10**9, 0, list(range(1, MOST + 1))),
    ],
)
def test_each_part_is_asked_for_once_and_in_order(parts, fails, asked):
    stage = Stage(parts, fails)

    export(stage, SimpleNamespace(ods="FA101"), "2026-11", "nhsei-data-specification")

    assert stage.asked == asked
