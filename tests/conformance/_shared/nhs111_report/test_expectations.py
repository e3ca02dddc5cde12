"""Of many faults, those that may follow from a message without an answer say so."""

from types import SimpleNamespace

import pytest

from conformance._shared.nhs111_report.expectations import expect_right
from cpcs_harness.errors import NotMet

ANSWERED = SimpleNamespace(id="e1", where="exchange e1", is_unanswered=False)
UNANSWERED = SimpleNamespace(id="e2", where="exchange e2", is_unanswered=True)
SCREEN = SimpleNamespace(id="o3", where="observation o3")


@pytest.mark.parametrize(
    ("places", "timing"),
    [
        pytest.param([ANSWERED, SCREEN], None, id="every message was answered"),
        pytest.param([UNANSWERED], "absent", id="one was not"),
        pytest.param([UNANSWERED, SCREEN], "absent", id="one was not, and so the screen shows another"),
    ],
)
def test_what_follows_from_a_message_without_an_answer_is_absent(places, timing):
    with pytest.raises(NotMet) as failed:
        expect_right("the newest version", [("wrong", place) for place in places])

    assert failed.value.finding.timing == timing
