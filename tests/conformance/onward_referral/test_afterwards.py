"""What a practice is told of a patient who was referred onward: the pharmacy, and no supply."""

from email.message import EmailMessage

import pytest

from cpcs_harness._content.conformance.onward_referral import test_afterwards
from cpcs_harness.errors import NotMet
from made_up import SeenCall, observed, seen_message
from nhs111_evidence import evidence, issued

GIVEN = issued("onward")
PERSON, REPORT = GIVEN["person"], GIVEN["report"]
NAMED = f"{PERSON['nhs_number']} was referred to Lantern"


def told(text):
    mail = EmailMessage()
    mail["From"], mail["To"] = GIVEN["premises"]["email"], PERSON["practice"]["email"]
    mail.set_content(text)
    start = {"rcpt_to": [PERSON["practice"]["email"]], "mail_from": GIVEN["premises"]["email"]}
    return seen("nhsmail", "submit", seen_message(start, mail.as_bytes()), {"code": 250})


def document(text):
    start = {"method": "POST", "target": "/messageexchange/FA101OT001/outbox"}
    return seen("mesh", "send_message", seen_message(start, text.encode()), {"status": 202})


def seen(service, operation, request, answer):
    return SeenCall(
        id="e1",
        seq=1,
        service=service,
        operation=operation,
        direction="from-candidate",
        where="a notification",
        facts={"account": GIVEN["premises"]["email"]},
        request=request,
        response=seen_message(answer, b"{}"),
    )


def check(sent):
    given = {"ods": "FX501", "name": "Lantern", "reason": "none left"}
    tried = observed(91, "refer_onward", {}, given=given, about=REPORT["document_id"])
    test_afterwards.test_the_practice_reads_where_its_patient_went(evidence(GIVEN, [sent], [tried]))


@pytest.mark.parametrize("sent", [told(NAMED), document(f"<Bundle>{NAMED}</Bundle>")])
def test_a_notification_that_names_the_pharmacy_will_do(sent):
    check(sent)


def test_a_notification_without_the_pharmacy_fails():
    with pytest.raises(NotMet, match="Lantern"):
        check(told(PERSON["nhs_number"]))


def test_a_notification_with_a_supply_fails():
    with pytest.raises(NotMet, match="no supply"):
        check(document(f"<Bundle>{NAMED}<MedicationDispense/></Bundle>"))
