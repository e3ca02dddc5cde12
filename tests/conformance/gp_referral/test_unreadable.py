"""What of practices' e-mails cannot be read is told by a row of nobody or by an alert, one for each."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.gp_referral import test_mailbox
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.views import JourneyView
from gp_evidence import referred_by_email
from made_up import observed
from nhs111_evidence import issued

GIVEN = issued("mailbox")
ODS = GIVEN["premises"]["ods"]
OWN = {"nhs_number": GIVEN["person"]["nhs_number"], "case_reference": GIVEN["gp_referral"]["reference"]}
NOBODY = {"nhs_number": "", "patient_name": " ", "case_reference": ""}
ANOTHER = {"nhs_number": "9990000018", "patient_name": "Jo Attwell", "case_reference": "R"}


def mail(seq, damage=""):
    referral = (
        GIVEN["gp_referral"]
        if not damage
        else {
            **GIVEN["gp_referral"],
            "reference": f"GPR {damage}",
            "person": {**GIVEN["person"], "nhs_number": f"999000000{seq}"},
        }
    )
    return referred_by_email(seq, referral, damage)


def judged(*rows, alerts=(), damages=("broken-mime", "winmail", "unknown-charset"), read=True):
    calls = [*(mail(seq, damage) for seq, damage in enumerate(damages, 1)), mail(5)]
    actor = {"ods": ODS}
    rows = [*rows, *[{**ANOTHER, "case_reference": "GPR unknown-charset", "nhs_number": "9990000003"}] * read]
    seen = [
        observed(6, "worklist", {"referrals": [OWN, *rows]}, actor=actor),
        observed(7, "list_alerts", {"alerts": [{"kind": kind} for kind in alerts]}, actor=actor),
    ]
    journey = JourneyView("one", "minor-illness", GIVEN, {}, calls, seen)
    test_mailbox.test_what_cannot_be_read_is_told_to_a_person(SimpleNamespace(each=lambda: [journey]))


@pytest.mark.parametrize(
    ("rows", "alerts"),
    [
        ([NOBODY, NOBODY], []),
        ([NOBODY], ["unreadable"]),
        ([], ["unreadable", "mailbox"]),
        ([{**NOBODY, "case_reference": "GPR broken-mime"}, NOBODY], []),
    ],
)
def test_each_is_told_by_a_row_of_nobody_or_an_alert(rows, alerts):
    judged(*rows, alerts=alerts)


@pytest.mark.parametrize(
    ("rows", "alerts"), [([], []), ([NOBODY], []), ([ANOTHER, ANOTHER], []), ([], ["new-referral"] * 2)]
)
def test_one_of_which_nothing_is_told_is_missed(rows, alerts):
    with pytest.raises(NotMet, match="of what could not be read"):
        judged(*rows, alerts=alerts)


def test_so_is_one_in_a_charset_that_nobody_knows():
    with pytest.raises(NotMet, match="3 rows or alerts of what could not be read"):
        judged(NOBODY, NOBODY, read=False)
    judged(NOBODY, NOBODY, alerts=["unreadable"], read=False)


def test_where_none_was_sent_nothing_is_shown():
    with pytest.raises(NotShown, match="nobody can read"):
        judged(damages=("broken-mime",))
