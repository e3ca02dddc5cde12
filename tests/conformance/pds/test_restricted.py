"""From when on a system knows that a record is restricted: by a search as well, if that found the patient."""

import pytest

from cpcs_harness._content.conformance.pds.test_restricted import known_since
from cpcs_harness.judging.views import JourneyView
from made_up import observed

ISSUED = {"report": {"document_id": "D"}}
NUMBER, DETAILS = {"nhs_number": "9990000018"}, {"family": "Sedge"}


def look_up(seq, given, *matches):
    return observed(seq, "find_patient", {"matches": list(matches)}, about="D", given=given)


@pytest.mark.parametrize(
    ("seen", "known"),
    [
        pytest.param([look_up(2, DETAILS, NUMBER), look_up(3, NUMBER, NUMBER)], 2, id="found by a search"),
        pytest.param([look_up(2, DETAILS), look_up(3, NUMBER, NUMBER)], 3, id="not found by it"),
        pytest.param([look_up(2, NUMBER), look_up(3, DETAILS, NUMBER)], 2, id="by number, whatever is shown"),
        pytest.param([look_up(2, DETAILS)], 2, id="never found"),
    ],
)
def test_a_restriction_is_known_from_the_first_answer_that_tells_of_it(seen, known):
    journey = JourneyView("pds", "mi", {}, {}, [], seen, {"restricted": ISSUED})

    assert known_since(journey, "restricted").seq == known
