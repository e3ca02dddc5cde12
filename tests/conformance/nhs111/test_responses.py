"""A report with a wrong manifest that was never sent proves nothing; one that was is judged by its answer."""

import pytest

from cpcs_harness._content.conformance.nhs111 import test_responses
from cpcs_harness.errors import NotMet, NotShown
from nhs111_evidence import evidence, issued, row, sent, worklist

CHECK = test_responses.test_a_report_with_a_wrong_manifest_is_refused_and_leaves_nothing_behind
GIVEN = issued("wrong manifest")
SOUND = sent(1, GIVEN["report"])
STOPPED = {"status": "stopped", "reason": "the candidate was not back 20 s after its restart"}


def test_a_journey_that_stopped_before_the_damaged_report_says_so():
    with pytest.raises(NotShown, match="not back 20 s"):
        CHECK(evidence(GIVEN, [SOUND], ended=STOPPED))


def test_a_worklist_that_was_not_seen_afterwards_is_not_the_candidates_fault():
    damaged = sent(2, GIVEN["report"], damage="manifest-count", status=500)

    with pytest.raises(NotShown):
        CHECK(evidence(GIVEN, [SOUND, damaged], [worklist(1, row(GIVEN["report"]))]))


@pytest.mark.parametrize(("status", "met"), [(500, True), (200, False)])
def test_the_damaged_report_is_judged_by_its_answer(status, met):
    damaged = sent(2, GIVEN["report"], damage="manifest-count", status=status)
    view = evidence(GIVEN, [SOUND, damaged], [worklist(3, row(GIVEN["report"]))])

    if met:
        CHECK(view)
    else:
        with pytest.raises(NotMet):
            CHECK(view)
