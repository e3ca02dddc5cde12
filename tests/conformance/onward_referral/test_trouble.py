"""Onward referrals by NHSmail that are not taken: which try an e-mail belongs to, and where nothing is shown."""

from email.message import EmailMessage

import pytest

from cpcs_harness._content.conformance.onward_referral import test_afterwards, test_nhsmail, test_trouble
from cpcs_harness.errors import NotMet, NotShown
from made_up import SeenCall, observed, seen_message
from nhs111_evidence import evidence, issued

GIVEN = issued("onward")
PERSON, REPORT, OWN = GIVEN["person"], GIVEN["report"], GIVEN["premises"]["email"]
CODES = ("FX501", "FX502")
LOADED = observed(
    50,
    "load_directory",
    {},
    given={
        "entries": [{"ods": ods, "email": f"{ods}@nhs.net".lower(), "kind": "cpcs-provider"} for ods in CODES]
    },
)
ALL = [
    test_nhsmail.test_the_chosen_pharmacy_is_told_once_and_nobody_else,
    test_nhsmail.test_each_mail_is_accounted_for_by_one_referral,
    test_afterwards.test_the_first_pharmacy_sees_where_its_patient_went,
    test_trouble.test_a_failed_referral_goes_to_the_next_pharmacy_once,
    test_trouble.test_what_came_back_goes_to_the_next_pharmacy_once,
    test_afterwards.test_a_patient_who_is_on_the_way_is_not_sent_elsewhere,
    test_afterwards.test_the_claim_tells_of_the_onward_referral,
    test_afterwards.test_the_practice_reads_where_its_patient_went,
    test_afterwards.test_a_pharmacy_of_ours_sees_the_patient_once,
]


def mail(seq, ods="FX501", code=250, number=1, **facts):
    message = EmailMessage()
    to = f"{ods}@nhs.net".lower()
    message["From"], message["To"], message["Message-ID"] = OWN, to, f"<{number}@nhs.net>"
    message.set_content(PERSON["nhs_number"])
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        service="nhsmail",
        operation="submit",
        direction="from-candidate",
        where="a mail",
        facts={"account": OWN, **facts},
        request=seen_message({"rcpt_to": [to], "mail_from": OWN}, message.as_bytes()),
        response=seen_message({"code": code} if code else {"dropped": True}),
    )


def tried(seq, ended="done", ods="FX501"):
    given = {"ods": ods, "name": "Lantern", "reason": "none left"}
    return observed(seq, "refer_onward", {}, given=given, about=REPORT["document_id"], status=ended)


def opened(seq, status="open", *onward):
    shown = {"status": status, "onward": [{"ods": "FX501", "status": one} for one in onward]}
    return observed(seq, "open_referral", shown, about=REPORT["document_id"])


def seen(calls, *observations):
    return evidence(GIVEN, calls, [LOADED, *observations])


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.__name__)
def test_where_every_try_failed_and_no_mail_went_nothing_is_shown(check):
    with pytest.raises(NotShown):
        check(seen([], tried(60, "failed"), tried(61, "failed", "FX502")))


def told(calls, *observations):
    test_trouble.test_what_was_not_taken_is_shown_as_such(seen(calls, *observations))


def test_a_refusal_that_is_told_as_one_will_do():
    told([mail(59, code=550)], tried(60, "failed"), opened(61, "open", "refused"))


@pytest.mark.parametrize(
    "after",
    [
        [tried(60)],
        [tried(60, "failed"), opened(61, "referred-onward", "refused")],
        [tried(60, "failed"), opened(61, "open", "sent")],
        [tried(60), tried(62, "failed")],
    ],
)
def test_a_refusal_that_is_told_as_anything_else_fails(after):
    with pytest.raises(NotMet):
        told([mail(59, code=550)], *after)


def test_what_was_taken_at_the_second_time_may_end_as_done():
    refused, lost, again = mail(51, "FX502", 550, 2), mail(53, code=None), mail(54)
    told([refused, lost, again], tried(52, "failed", "FX502"), tried(55), opened(56, "completed", "sent"))


def test_what_was_taken_when_it_was_asked_for_once_more_was_not_done_before():
    with pytest.raises(NotMet):
        told([mail(53, code=None), mail(57)], tried(54), tried(58))


def test_where_all_of_it_went_to_nobody_who_was_chosen_nothing_is_shown():
    with pytest.raises(NotShown):
        told([mail(53, "FX502", 550)], tried(54, "failed"))


def test_a_second_pharmacy_that_was_refused_shows_that_nobody_is_sent_elsewhere():
    check = test_afterwards.test_a_patient_who_is_on_the_way_is_not_sent_elsewhere
    check(seen([mail(53)], tried(54), tried(56, "refused", "FX502")))
    with pytest.raises(NotMet):
        check(seen([mail(53), mail(55, "FX502")], tried(54), tried(56, ods="FX502")))


def test_where_no_second_pharmacy_was_asked_for_nothing_is_shown_of_it():
    with pytest.raises(NotShown):
        test_afterwards.test_a_patient_who_is_on_the_way_is_not_sent_elsewhere(seen([mail(53)], tried(54)))


BACK = mail(53, undelivered={"fx501@nhs.net": "550 5.1.10"})


def came_back(look, *kinds):
    alerts = {"alerts": [{"kind": kind, "referral": "R1"} for kind in kinds]}
    looked = [tried(54), observed(55, "list_alerts", alerts), look]
    test_trouble.test_what_came_back_is_shown_to_the_pharmacist(seen([BACK], *looked))


def looked_at(*onward, status="open"):
    shown = {
        "status": status,
        "referral": "R1",
        "onward": [{"ods": "FX501", "status": one} for one in onward],
    }
    return observed(56, "open_referral", shown, about=REPORT["document_id"])


def test_what_came_back_and_is_told_will_do():
    came_back(looked_at("bounced"), "onward-undelivered")


@pytest.mark.parametrize(
    ("look", "kinds", "timing"),
    [
        (looked_at("sent"), ("onward-undelivered",), "absent"),
        (looked_at("bounced"), (), "absent"),
        (looked_at("bounced", status="completed"), ("onward-undelivered",), None),
    ],
    ids=["not yet shown", "no alert yet", "shown, and not open"],
)
def test_word_of_what_came_back_may_be_late_where_the_mailbox_could_not_be_read(look, kinds, timing):
    with pytest.raises(NotMet) as raised:
        came_back(look, *kinds)
    assert raised.value.finding.timing == timing
