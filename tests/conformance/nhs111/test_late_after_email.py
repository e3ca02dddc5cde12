"""Whom a late report of a case that was worked from an e-mail is about, and whom not."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.nhs111 import test_late_after_email
from cpcs_harness.errors import NotApplicable, NotShown
from cpcs_harness.judging.views import JourneyView
from made_up import observed

CHECKS = (
    test_late_after_email.test_a_late_report_of_a_case_worked_from_an_email_is_flagged,
    test_late_after_email.test_a_late_report_of_a_case_worked_from_an_email_is_claimed_once,
)


def evidence(keyed, *calls):
    """Give a journey in which staff tried to key the e-mail in."""
    journey = JourneyView("j", "p", {}, {}, calls, [observed(1, "key_referral", {}, status=keyed)])
    return SimpleNamespace(each=lambda: [journey])


@pytest.mark.parametrize("check", CHECKS)
def test_it_does_not_apply_where_no_case_comes_by_email(check):
    with pytest.raises(NotApplicable, match="neither be keyed in"):
        check(evidence("cannot"))


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("status", ["refused", "failed", "done"])
def test_a_case_that_was_lost_excuses_nobody(check, status):
    with pytest.raises(NotShown):
        check(evidence(status))


@pytest.mark.parametrize("check", CHECKS)
def test_who_reads_the_mailbox_and_keys_nothing_in_is_judged(check):
    report = SimpleNamespace(
        id="e2", seq=2, service="nhs111", operation="send_report", direction="to-candidate"
    )

    with pytest.raises(NotShown):
        check(evidence("cannot", report))
