"""Of 31 February in a practice's e-mail no other birth date is made."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.gp_referral import test_mailbox
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.views import JourneyView
from gp_evidence import referred_by_email
from made_up import observed
from nhs111_evidence import issued

GIVEN = issued("mailbox")
BORN = GIVEN["person"]["birth_date"]
ODD = {
    **GIVEN["gp_referral"],
    "reference": "GPR odd",
    "document_id": "D-ODD",
    "person": {**GIVEN["person"], "nhs_number": "9990000018"},
}
LAST = {"nhs_number": GIVEN["person"]["nhs_number"], "case_reference": GIVEN["gp_referral"]["reference"]}


def judged(*, row=None, opened=None, listed=True):
    actor = {"ods": GIVEN["premises"]["ods"]}
    own = [
        {"nhs_number": "9990000018", "case_reference": "GPR odd", **one} for one in [row] if one is not None
    ]
    rows = [*[LAST] * listed, *own]
    seen = [observed(6, "worklist", {"referrals": rows}, actor=actor)]
    if opened is not None:
        seen.append(observed(7, "open_referral", {"patient": opened}, about="D-ODD", actor=actor))
    odd = referred_by_email(1, ODD, test_mailbox.NO_DAY)
    calls = [odd, referred_by_email(2, GIVEN["gp_referral"])]
    journey = JourneyView("one", "minor-illness", GIVEN, {}, calls, seen)
    test_mailbox.test_no_birth_date_is_made_up_of_31_february(SimpleNamespace(each=lambda: [journey]))


@pytest.mark.parametrize(
    "shown", ["", None, "31 Feb 1984", "31/02/1984", "1984-02-31", "1984", "(unreadable)", BORN]
)
def test_nothing_what_was_sent_and_what_another_email_says_are_not_made_up(shown):
    judged(row={"birth_date": shown}, opened={"birth_date": shown})


@pytest.mark.parametrize("shown", ["1984-03-02", "03/03/1984", "2 March 1984", "01 Feb 1984"])
def test_another_day_is(shown):
    with pytest.raises(NotMet):
        judged(row={"birth_date": shown})
    with pytest.raises(NotMet):
        judged(row={}, opened={"birth_date": shown})


def test_what_was_put_aside_says_nothing_wrong_once_the_mailbox_was_read():
    judged()
    with pytest.raises(NotShown):
        judged(listed=False)
