"""What is written by single statements is written as whole records would be."""

import uuid

import pytest
from sqlalchemy.exc import NoResultFound


@pytest.fixture
def referral(service, make_report, at):
    assert service.intake.receive(make_report(set_id=str(uuid.uuid4()).upper())).status == 200
    (row,) = at(service).see("worklist")["referrals"]
    return row["referral"]


def test_columns_that_are_changed_are_read_again_and_others_stay(service, referral):
    before = service.store.referral(referral)

    service.store.change(referral, share_with_gp=False, scr_permission={"asked": "today"})

    after = service.store.referral(referral)
    assert (after.share_with_gp, after.scr_permission) == (False, {"asked": "today"})
    assert (after.content, after.status, after.notices) == (before.content, before.status, before.notices)


def test_a_referral_that_is_not_there_is_not_changed_unnoticed(service):
    with pytest.raises(NoResultFound):
        service.store.change("none", status="open")
    with pytest.raises(NoResultFound):
        service.store.opened("none")


def test_what_was_seen_before_is_left_as_it_is(service, referral):
    assert service.store.opened(referral).status == "open"
    service.store.change(referral, status="completed")

    assert service.store.opened(referral).status == "completed"
    assert service.store.referral(referral).status == "completed"
