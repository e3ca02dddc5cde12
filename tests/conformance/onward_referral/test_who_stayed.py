"""Patients whom nobody referred onward, beside one who was: of them nothing is told of a pharmacy."""

import json
from email.message import EmailMessage

import pytest

from cpcs_harness._content.conformance.onward_referral import test_afterwards
from cpcs_harness.errors import NotMet, NotShown
from made_up import SeenCall, observed, seen_message
from nhs111_evidence import evidence, issued

GONE, STAYED = issued("onward"), issued("onward stayed")
OWN = GONE["premises"]["email"]
TRIED = {"ods": "FX501", "name": "Lantern Pharmacy", "reason": "none left"}


def about(given):
    return given["report"]["document_id"]


def opened(given, status, *onward):
    shown = {"status": status, "onward": [{"ods": ods, "status": "sent"} for ods in onward]}
    return observed(95, "open_referral", shown, about=about(given))


def call(number, service, operation, start, body):
    return SeenCall(
        id=f"e{number}",
        seq=number,
        service=service,
        operation=operation,
        direction="from-candidate",
        where="a message",
        facts={"account": OWN},
        request=seen_message(start, body),
        response=seen_message({"code": 250, "status": 201}),
    )


def told(number, given, text):
    mail = EmailMessage()
    mail["From"], mail["To"] = OWN, given["person"]["practice"]["email"]
    mail.set_content(f"{given['person']['nhs_number']} {text}")
    start = {"rcpt_to": [given["person"]["practice"]["email"]], "mail_from": OWN}
    return call(number, "nhsmail", "submit", start, mail.as_bytes())


def claimed(number, given, outcome, ods=""):
    facts = {"CONSULTATION_OUTCOME": outcome, "REFERRED_ODS": ods}
    listed = [
        {"code": {"coding": [{"code": code}]}, "valueString": value} for code, value in facts.items() if value
    ]
    claim = {"supportingInfo": listed, "patient": given["person"]["nhs_number"], "identifier": number}
    return call(number, "mys", "submit_claim", {"method": "POST", "target": "/"}, json.dumps(claim).encode())


def seen(calls, *observations):
    tried = observed(91, "refer_onward", {}, given=TRIED, about=about(GONE))
    return evidence(GONE, calls, [tried, *observations], also={"stayed": STAYED})


@pytest.mark.parametrize(
    ("status", "onward"), [("referred-onward", ()), ("completed", ("FX501",))], ids=["closed", "elsewhere"]
)
def test_a_referral_that_went_nowhere_shows_no_pharmacy(status, onward):
    check = test_afterwards.test_the_first_pharmacy_sees_where_its_patient_went
    gone = opened(GONE, "referred-onward", "FX501")
    check(seen([], gone, opened(STAYED, "completed")))
    with pytest.raises(NotMet):
        check(seen([], gone, opened(STAYED, status, *onward)))


@pytest.mark.parametrize("wrong", [("ONWARD_REFERRAL", ""), ("ADVICE_GIVEN", "FX501")])
def test_a_claim_for_who_stayed_tells_of_no_onward_referral(wrong):
    check = test_afterwards.test_the_claim_tells_of_the_onward_referral
    gone = claimed(1, GONE, "ONWARD_REFERRAL", "FX501")
    check(seen([gone, claimed(2, STAYED, "ADVICE_GIVEN")]))
    with pytest.raises(NotMet):
        check(seen([gone, claimed(2, STAYED, *wrong)]))


def test_the_practice_of_who_stayed_reads_of_no_pharmacy():
    check = test_afterwards.test_the_practice_reads_where_its_patient_went
    gone = told(1, GONE, "was referred to Lantern Pharmacy")
    check(seen([gone, told(2, STAYED, "was given advice")]))
    with pytest.raises(NotMet, match="no pharmacy"):
        check(seen([gone, told(2, STAYED, "was referred to FX501")]))


@pytest.mark.parametrize(
    ("started", "told"), [("2026-03-29T01:30:00+00:00", False), ("2026-10-25T01:30:00+00:00", True)]
)
def test_who_was_seen_too_long_ago_is_claimed_for_no_more_and_another_is(started, told):
    check = test_afterwards.test_the_claim_tells_of_the_onward_referral
    consulted = observed(90, "record_consultation", {}, given={"started": started}, about=about(GONE))
    looked = observed(92, "open_referral", {}, about=about(GONE))
    bundle = seen([claimed(2, STAYED, "ADVICE_GIVEN")], consulted, looked)

    if told:
        with pytest.raises(NotShown, match="was not claimed for"):
            check(bundle)
    else:
        check(bundle)
