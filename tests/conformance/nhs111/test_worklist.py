"""What outlives a stop, and what a worklist that shows pages does not tell."""

import pytest

from cpcs_harness._content.conformance.nhs111 import test_worklist
from cpcs_harness.errors import NotMet, NotShown
from made_up import observed
from nhs111_evidence import evidence, issued, row, sent, worklist

GIVEN = issued("restarted")
STOPS = [observed(2, "restart", {}), observed(3, "restart", {})]


def judged(*looks):
    view = evidence(GIVEN, [sent(1, GIVEN["report"])], [*STOPS, *looks])
    test_worklist.test_what_was_acknowledged_outlives_a_sudden_stop(view)


def others(number):
    return [{"case_reference": f"C{n}", "nhs_number": ""} for n in range(number)]


def test_a_referral_that_is_listed_after_the_stop_outlived_it():
    judged(worklist(4, *others(20), row(GIVEN["report"])))


@pytest.mark.parametrize("rows", [0, 3, 23])
def test_a_referral_that_is_listed_no_more_was_lost(rows):
    with pytest.raises(NotMet, match="Store the referral durably"):
        judged(worklist(4, *others(rows)), worklist(5, *others(rows)))


def test_a_worklist_that_shows_a_page_is_a_matter_of_configuration():
    with pytest.raises(NotShown, match="every page") as told:
        judged(worklist(4, *others(20)), worklist(5, *others(20)))

    assert told.value.blame == "configuration"


def listed_once(*seen):
    test_worklist.test_each_report_is_on_the_worklist_exactly_once(
        evidence(GIVEN, [sent(1, GIVEN["report"])], seen)
    )


COMPLETED = observed(5, "complete", {})


def test_a_completed_referral_may_leave_the_worklist_or_stay():
    here = row(GIVEN["report"])

    listed_once(worklist(4, here), COMPLETED, worklist(6))
    listed_once(worklist(4, here), COMPLETED, worklist(6, here))


@pytest.mark.parametrize(
    "looks",
    [
        [worklist(4), COMPLETED, worklist(6, row(GIVEN["report"]))],
        [worklist(3, row(GIVEN["report"])), worklist(4)],
        [worklist(4, row(GIVEN["report"])), COMPLETED, worklist(6, *[row(GIVEN["report"])] * 2)],
        [worklist(4, row(GIVEN["report"], ods="FA999"))],
    ],
    ids=["not before", "gone unfinished", "twice afterwards", "elsewhere"],
)
def test_an_open_referral_is_listed_once_and_here(looks):
    with pytest.raises(NotMet):
        listed_once(*looks)


def test_a_worklist_that_was_seen_afterwards_alone_tells_nothing():
    with pytest.raises(NotShown):
        listed_once(COMPLETED, worklist(6))
