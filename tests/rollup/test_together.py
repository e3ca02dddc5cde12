"""Pairs of conditions of two things of a patient: due where one criterion is for both, met where one has both."""

from types import SimpleNamespace

import pytest

from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.rollup.together import together

KNOWN = conditions()
BOTH = SimpleNamespace(
    conditions={"report by ITK": ("markup",), "consultation": ("urgency for the practice",)}
)
REPORT_ALONE = SimpleNamespace(conditions={"report by ITK": ("all",)})
MARKUP, URGENCY = (KNOWN.dimensions[id] for id in ("markup", "urgency for the practice"))


def patient(markup, urgency):
    return {
        "report by ITK": frozenset({Condition("markup", markup)}),
        "consultation": frozenset({Condition(URGENCY.id, urgency)}),
    }


@pytest.mark.parametrize(
    ("people", "met"),
    [
        ([], 0),
        ([patient("bold", URGENCY.values[0].id)], 1),
        ([patient("bold", URGENCY.values[0].id), patient("bold", URGENCY.values[0].id)], 1),
        ([patient("bold", value.id) for value in URGENCY.values], len(URGENCY.values)),
        ([{"report by ITK": frozenset({Condition("markup", "bold")})}], 0),
    ],
    ids=["nobody", "one", "two alike", "several", "a report alone"],
)
def test_a_pair_counts_once_where_somebody_has_both(people, met):
    recorded = SimpleNamespace(known=KNOWN, of_patients=dict(enumerate(people)))

    assert together(recorded, [BOTH, REPORT_ALONE]) == {
        "consultation and report by ITK": (met, len(MARKUP.values) * len(URGENCY.values))
    }
