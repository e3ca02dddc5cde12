"""Onward referrals by e-mail: to whom, and whose they are."""

from email.message import EmailMessage

import pytest

from cpcs_harness._content.conformance.onward_referral import test_nhsmail
from cpcs_harness.errors import NotMet
from made_up import SeenCall, observed, seen_message
from nhs111_evidence import evidence, issued

GIVEN = issued("onward")
PERSON, REPORT, OWN = GIVEN["person"], GIVEN["report"], GIVEN["premises"]["email"]
CHOSEN = "pharmacy.fx501@nhs.net"
ENTRY = {"ods": "FX501", "name": "Lantern", "email": CHOSEN, "kind": "cpcs-provider"}


def mail(*to, text=PERSON["nhs_number"], subject="CPCS", number=1):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = OWN, ", ".join(to), subject
    message["Message-ID"] = f"<{number}@nhs.net>"
    message.set_content(text)
    start = {"rcpt_to": list(to), "mail_from": OWN}
    return SeenCall(
        id=f"e{number}",
        seq=number,
        service="nhsmail",
        operation="submit",
        direction="from-candidate",
        where="a mail",
        facts={"account": OWN},
        request=seen_message(start, message.as_bytes()),
        response=seen_message({"code": 250}),
    )


def seen(*sent, chosen=True):
    loaded = observed(90, "load_directory", {}, given={"entries": [ENTRY]})
    given = {"ods": "FX501", "reason": "none left"}
    tried = observed(91, "refer_onward", {}, given=given, about=REPORT["document_id"])
    return evidence(GIVEN, list(sent), [loaded, tried] if chosen else [loaded])


def test_one_mail_to_the_chosen_pharmacy_will_do():
    test_nhsmail.test_the_chosen_pharmacy_is_told_once_and_nobody_else(seen(mail(CHOSEN)))


def test_a_repeat_under_the_same_message_id_is_the_same_mail():
    test_nhsmail.test_the_chosen_pharmacy_is_told_once_and_nobody_else(seen(mail(CHOSEN), mail(CHOSEN)))


@pytest.mark.parametrize(
    "sent",
    [
        [mail("pharmacy.fx502@nhs.net")],
        [mail(CHOSEN, "pharmacy.fx502@nhs.net")],
        [mail(CHOSEN), mail(CHOSEN, number=2)],
        [],
    ],
)
def test_nobody_else_is_told_and_nothing_twice(sent):
    with pytest.raises(NotMet):
        test_nhsmail.test_the_chosen_pharmacy_is_told_once_and_nobody_else(seen(*sent))


def test_a_mail_about_nobody_is_accounted_for_by_nothing():
    with pytest.raises(NotMet):
        test_nhsmail.test_each_mail_is_accounted_for_by_one_referral(seen(mail(CHOSEN, text="hello")))


@pytest.mark.parametrize("words", [PERSON["family"], PERSON["postcode"], "none left"])
def test_the_patient_or_why_they_come_in_the_subject_is_seen(words):
    with pytest.raises(NotMet):
        test_nhsmail.test_nothing_of_the_patient_stands_where_anybody_can_read_it(
            seen(mail(CHOSEN, subject=f"About {words}"))
        )
