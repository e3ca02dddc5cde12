"""What was refused has no row, beside the row of what may be taken and is of the same patient."""

from types import SimpleNamespace

import pytest

from conformance.gp_referral import test_acknowledgements as checks
from conformance.gp_referral._referrals import PracticeMessage
from cpcs_harness.errors import NotMet
from made_up import observed
from nhs111_evidence import issued

REFERRAL = issued("mailbox")["gp_referral"]
NUMBER = REFERRAL["person"]["nhs_number"]


@pytest.fixture
def message(monkeypatch):
    """Gives a broken message that a candidate refused, or took."""
    answers = {}

    def broken(damage, *, refused):
        call = SimpleNamespace(facts={"referral": REFERRAL, "damage": damage}, seq=len(answers), where="")
        answers[call.seq] = [SimpleNamespace(is_negative=refused, code="20013")]
        return PracticeMessage(SimpleNamespace(calls=()), call)

    monkeypatch.setattr(checks, "acknowledgements_of", lambda _, call: answers[call.seq])
    monkeypatch.setattr(checks, "expect_well_formed", lambda *_: None)
    return broken


def worklist(rows):
    return observed(9, "worklist", {"referrals": [{"nhs_number": NUMBER}] * rows})


def judge(messages, rows):
    for one in messages:
        checks.expect_refused(one, messages, worklist(rows))


@pytest.mark.parametrize("damage", checks.MAY_BE_TAKEN)
def test_what_may_be_taken_has_a_row_beside_what_was_refused(message, damage):
    judge([message("unknown-recipient-ods", refused=True), message(damage, refused=False)], rows=1)


@pytest.mark.parametrize(("taken", "rows"), [(True, 2), (False, 1)])
def test_what_was_refused_has_no_row(message, taken, rows):
    messages = [
        message("unknown-recipient-ods", refused=True),
        message("deep-sections", refused=not taken),
    ]

    with pytest.raises(NotMet, match="row of a message that was refused"):
        judge(messages, rows)
