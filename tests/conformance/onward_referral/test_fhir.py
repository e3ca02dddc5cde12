"""Onward referrals by FHIR: what counts as a message, and whose it is."""

import json

import pytest

from cpcs_harness._content.conformance.onward_referral import test_fhir
from cpcs_harness.errors import NotMet
from made_up import SeenCall, observed, seen_message
from nhs111_evidence import evidence, issued

GIVEN = issued("onward-fhir")
PERSON, REPORT = GIVEN["person"], GIVEN["report"]


def message(ods="FX501", number="1", header="MessageHeader", status=200, seq=1, **more):
    patient = {"resourceType": "Patient", "identifier": [{"value": PERSON["nhs_number"]}]}
    entry = [{"resource": {"resourceType": header}}, {"resource": patient}]
    bundle = {"resourceType": "Bundle", "type": "message", "id": number, "entry": entry} | more
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        service="onward",
        operation="process_message",
        direction="from-candidate",
        where="a message",
        facts={},
        request=seen_message(
            {"method": "POST", "target": f"/onward/FHIR/R4/{ods}/$process-message"},
            json.dumps(bundle).encode(),
        ),
        response=seen_message({"status": status}),
    )


def seen(*sent, ended="done"):
    given = {"ods": "FX501", "reason": "none left", "service_id": "1"}
    tried = observed(91, "refer_onward", {}, given=given, about=REPORT["document_id"], status=ended)
    return evidence(GIVEN, list(sent), [tried])


def test_a_message_to_the_chosen_pharmacy_will_do():
    for check in (
        test_fhir.test_a_message_reaches_the_chosen_pharmacy,
        test_fhir.test_each_message_is_about_one_patient_for_the_pharmacy_that_they_chose,
        test_fhir.test_each_pharmacy_counts_one_message,
    ):
        check(seen(message(), message(seq=2)))


@pytest.mark.parametrize(
    "sent",
    [
        message(ods="FX502"),
        message(header="Patient"),
        message(type="document"),
        message(resourceType="Parameters"),
    ],
)
def test_what_is_no_message_or_goes_elsewhere_fails(sent):
    with pytest.raises(NotMet):
        test_fhir.test_a_message_reaches_the_chosen_pharmacy(seen(sent))


def test_a_repeat_under_another_id_is_a_second_message():
    with pytest.raises(NotMet):
        test_fhir.test_each_pharmacy_counts_one_message(seen(message(), message(number="2", seq=2)))


def test_a_refusal_that_is_told_as_done_fails():
    refused = message(status=422)
    test_fhir.test_what_was_not_taken_is_shown_as_such(seen(refused, ended="failed"))
    with pytest.raises(NotMet):
        test_fhir.test_what_was_not_taken_is_shown_as_such(seen(refused))
