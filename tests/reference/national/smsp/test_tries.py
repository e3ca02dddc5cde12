"""How often the Spine Mini Service is asked while it fails, and what is told then."""

import pytest

from reference_smsp import (
    answer,
    by_number,
    details,
    soap_fault,
)

PASSING = {
    "provider-failure": answer("SMSP-9999"),
    "spine-failure": answer("DEMOG-9999"),
    "server-fault": (500, soap_fault("Server")),
    "gateway": (502, "<html>Bad gateway"),
    "empty-500": (503, ""),
}


LASTING = {
    "input": answer("SMSP-0001"),
    "response": answer("SMSP-0002"),
    "client-fault": (500, soap_fault("Client")),
    "no-xml": (200, "nothing to see"),
    "no-payload": (200, "<a/>"),
    "no-code": answer(""),
    "unknown-code": answer("SMSP-4711"),
    "success-without-a-patient": answer("SMSP-0000"),
    "a-patient-without-a-number": details(number=""),
}


@pytest.mark.parametrize("planned", PASSING.values(), ids=PASSING)
def test_what_may_pass_is_asked_again_under_new_ids_and_only_so_often(pharmacist, mini, planned):
    mini.planned = [planned] * 2
    assert by_number(pharmacist)["observation"]["outcome"] == "found"
    mini.planned = [planned] * 3
    assert by_number(pharmacist)["observation"]["outcome"] == "error"

    assert len(mini.requests) == 6
    for name in ("message_id", "tracking_id"):
        assert len({getattr(asked, name) for asked in mini.asked}) == 6


@pytest.mark.parametrize("planned", LASTING.values(), ids=LASTING)
def test_what_will_not_pass_is_an_error_at_once(pharmacist, mini, planned):
    mini.planned = [planned] * 2

    answered = by_number(pharmacist)

    assert (answered["status"], answered["observation"]["outcome"]) == ("failed", "error")
    assert "unavailable" in [notice["kind"] for notice in answered["observation"]["notices"]]
    assert len(mini.requests) == 1


def test_a_mini_service_that_is_down_leaves_the_referral_to_be_worked_on(
    settings, make_service, at, make_report, nation
):
    settings["smsp"] = {"url": "http://127.0.0.1:1/smsp"}
    pharmacist = at(make_service())
    pharmacist.service.smsp.first_pause = 0.0
    pharmacist.service.intake.receive(make_report())
    pharmacist.referral = pharmacist.see("worklist")["referrals"][0]["referral"]

    answered = by_number(pharmacist)
    opened = pharmacist.see("open_referral", pharmacist.referral)

    assert answered["observation"]["outcome"] == "error"
    assert "unavailable" in [notice["kind"] for notice in opened["notices"]]


def test_each_try_is_in_the_audit_trail(pharmacist, mini):
    mini.planned = [answer("SMSP-9999")]
    by_number(pharmacist)

    entries = [entry for entry in pharmacist.see("read_audit")["entries"] if entry["channel"] == "smsp"]

    assert [entry["result"] for entry in entries] == ["SMSP-9999", "SMSP-0000"]
    assert [entry["request_id"] for entry in entries] == [asked.message_id for asked in mini.asked]
    assert {entry["event"] for entry in entries} == {"getPatientDetailsByNHSNumber"}
