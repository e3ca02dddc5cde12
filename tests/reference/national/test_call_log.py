"""Who looked whom up: every question to PDS is in the audit trail, and not every role may ask."""

import pytest

NUMBER = "9990000018"


@pytest.fixture
def referral(pharmacy, make_report):
    pharmacy.service.intake.receive(make_report())
    return pharmacy.see("worklist")["referrals"][0]["referral"]


def asked(pharmacy):
    return [entry for entry in pharmacy.see("read_audit")["entries"] if entry["channel"] == "pds"]


def as_role(pharmacy, role, action, referral, **given):
    from reference.actions.action import Actor, Request
    from reference.web.control import Control

    return Control(pharmacy.service, pharmacy.app.actions).perform(
        action, Request(Actor("Sam Till", role, "FA101", ""), referral, given)
    )


def test_each_question_is_written_down_with_who_where_whom_and_what_came_of_it(pharmacy, nation, referral):
    pharmacy.see("find_patient", referral, nhs_number=NUMBER)
    pharmacy.see("find_patient", referral, family="Whitlow", birth_date="1984-02-29")

    read, searched = asked(pharmacy)
    assert (read["event"], read["nhs_number"], read["result"]) == ("retrieved", NUMBER, f"200 {NUMBER}")
    assert (searched["event"], searched["nhs_number"], searched["result"]) == (
        "searched",
        "",
        f"200 {NUMBER}",
    )
    assert {(call["user"], call["role"], call["ods"]) for call in (read, searched)} == {
        ("Jo Alder", "pharmacist", "FA101")
    }
    sent = [headers["x-request-id"] for _, _, headers, _ in nation.asked("/pds/")]
    assert [read["request_id"], searched["request_id"]] == sent


def test_a_question_that_failed_is_written_down_too(pharmacy, nation, referral):
    nation.pds_answers = [(400, {"resourceType": "OperationOutcome", "issue": []})]

    assert pharmacy.do("find_patient", referral, nhs_number=NUMBER)["status"] == "failed"
    assert "received 400" in asked(pharmacy)[0]["result"]


def test_an_answer_without_sense_is_written_down_too(pharmacy, nation, referral):
    nation.pds_answers = [(200, {"resourceType": "Bundle", "entry": [3, {"resource": 4}]})]

    assert pharmacy.do("find_patient", referral, nhs_number=NUMBER)["status"] == "failed"
    assert asked(pharmacy)[0]["result"] == "200"


@pytest.mark.parametrize("role", ["counter-assistant", "Counter assistant", "", "delivery driver"])
def test_a_role_without_the_right_asks_nobody(pharmacy, nation, referral, role):
    for given in ({"nhs_number": NUMBER}, {"family": "Whitlow", "birth_date": "1984-02-29"}):
        assert as_role(pharmacy, role, "find_patient", referral, **given)["status"] == "refused"
    assert as_role(pharmacy, role, "choose_patient", referral, nhs_number=NUMBER)["status"] == "refused"
    assert nation.asked("/pds/") == []


@pytest.mark.parametrize("role", ["pharmacist", "Locum pharmacist", "pharmacy-technician"])
def test_a_role_with_the_right_may_ask(pharmacy, nation, referral, role):
    answer = as_role(pharmacy, role, "find_patient", referral, nhs_number=NUMBER)

    assert answer["observation"]["outcome"] == "found"
