"""A referral that nobody opened hides none that was opened."""

from types import SimpleNamespace

import pytest

from conformance.gp_referral._referrals import all_opened
from cpcs_harness.judging import NotShown


def message(document, *looks):
    journey = SimpleNamespace(
        id="gp-referral-mailbox-mi", shown_of=lambda asked: looks if asked == document else ()
    )
    return SimpleNamespace(referral={"document_id": document}, journey=journey)


def test_those_that_were_opened_come_before_one_that_was_not_is_told():
    unseen, seen = message("D-1"), message("D-2", "first", "second")
    found = all_opened([unseen, seen])

    assert [next(found), next(found)] == [(seen, "first"), (seen, "second")]
    with pytest.raises(NotShown, match=r"not opened of .*D-1"):
        next(found)
