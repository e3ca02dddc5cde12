"""Who may view a Summary Care Record, on which permission, and what stays open."""

import pytest

from reference_scr import view


def test_nobody_looks_who_is_not_signed_in_with_cis2(signed_out, scr):
    referral = signed_out.see("worklist")["referrals"][0]["referral"]
    signed_out.see("record_permission_to_view", referral, permission="given")

    assert signed_out.do("view_summary_care_record", referral, through="viewer")["status"] == "refused"
    assert scr.requests == []


def test_what_permission_was_recorded_says_who_and_when(pharmacist, referral):
    said = pharmacist.see("record_permission_to_view", referral, permission="given")

    assert (said["permission"], said["by"], said["role"]) == ("given", "Jo Alder", "pharmacist")
    assert said["at"].endswith("Z")


@pytest.mark.parametrize("answer", [None, "refused"])
def test_nothing_is_asked_without_permission(pharmacist, referral, scr, answer):
    if answer:
        pharmacist.see("record_permission_to_view", referral, permission=answer)

    ended = pharmacist.do("view_summary_care_record", referral, through="viewer")

    assert ended["status"] == "refused"
    assert scr.requests == []


@pytest.mark.parametrize("reason", [{}, {"reason": "  "}])
def test_emergency_access_without_a_reason_is_refused(pharmacist, referral, scr, reason):
    ended = pharmacist.do("record_permission_to_view", referral, permission="not-asked", **reason)

    assert ended["status"] == "refused"
    assert pharmacist.do("view_summary_care_record", referral, through="viewer")["status"] == "refused"
    assert scr.requests == []


@pytest.mark.parametrize("role", ["counter-assistant", "receptionist", ""])
def test_only_who_may_view_can_open_it(service_actor, role, scr):
    ended = service_actor(role)

    assert ended["status"] == "refused"
    assert scr.requests == []


@pytest.fixture
def service_actor(pharmacist, permitted):
    from reference.actions.action import Actor, Request
    from reference.web.control import Control

    def act(role):
        actor = Actor("Sam Till", role, "FA101", "")
        return Control(pharmacist.service, pharmacist.app.actions).perform(
            "view_summary_care_record", Request(actor, permitted, {"through": "viewer"})
        )

    return act


def test_a_pharmacy_technician_may_view(service_actor):
    assert service_actor("pharmacy technician")["observation"]["record"]["outcome"] == "found"


@pytest.mark.parametrize("label", ["Yes", "Ask", "Maybe", None])
def test_an_old_yes_is_no_permission(pharmacist, referral, scr, label):
    scr.permission = label

    assert pharmacist.do("view_summary_care_record", referral, through="viewer")["status"] == "refused"


def test_what_is_open_goes_with_the_next_referral(pharmacist, permitted, make_report):
    assert (
        pharmacist.service.intake.receive(
            make_report(document="11111111-0000-4000-8000-000000000002", case="8")
        ).status
        == 200
    )
    other = next(
        row["referral"] for row in pharmacist.see("worklist")["referrals"] if row["referral"] != permitted
    )
    view(pharmacist, permitted)
    pharmacist.see("view_summary_care_record", permitted, through="scr-1-click")

    same = pharmacist.see("open_referral", permitted)
    next_one = pharmacist.see("open_referral", other)
    back = pharmacist.see("open_referral", permitted)

    assert same["one_click"] == {"nhs_number": "9990000018"}
    assert (next_one["care_record"], next_one["one_click"]) == (None, None)
    assert (back["care_record"], back["one_click"]) == (None, None)
