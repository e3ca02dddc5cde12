"""A pharmacy with several addresses in DoS: which comes next where one refuses, and where nothing is shown of it."""

import json
from email.message import EmailMessage

import pytest

from cpcs_harness._content.conformance.onward_referral import test_addresses, test_nhsmail, test_trouble
from cpcs_harness.errors import NotMet, NotShown
from made_up import SeenCall, observed, seen_message
from nhs111_evidence import evidence, issued

GIVEN = issued("onward")
PERSON, REPORT, OWN = GIVEN["person"], GIVEN["report"], GIVEN["premises"]["email"]
FIRST, NEXT, COPIES = "former@nhs.net", "pharmacy.fx512@nhs.net", "copies@nhs.net"
ROWS = (
    (3, "Primary", NEXT),
    (1, "Copy", COPIES),
    (1, "Primary", FIRST),
    (2, "Primary", "anybody@gmail.com"),
)
TOLD = test_trouble.test_what_was_not_taken_is_shown_as_such
ALL = [
    test_addresses.test_where_an_address_refuses_the_next_is_written_to,
    test_nhsmail.test_the_chosen_pharmacy_is_told_once_and_nobody_else,
    TOLD,
    test_trouble.test_a_failed_referral_goes_to_the_next_pharmacy_once,
]


def dos(rows=ROWS):
    endpoints = [
        {"endpointOrder": order, "businessScenario": scenario, "transport": "email", "address": address}
        for order, scenario, address in rows
    ]
    service = {"id": "1", "odsCode": "FX512", "endpoints": endpoints}
    body = json.dumps({"success": {"services": [service]}}).encode()
    return SeenCall(
        id="e1",
        seq=1,
        service="dos",
        operation="by_service_type",
        direction="from-candidate",
        where="a search",
        response=seen_message({"status": 200}, body),
    )


def mail(seq, to, code=250, number=1):
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = OWN, to, f"<{number}@nhs.net>"
    message.set_content(PERSON["nhs_number"])
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        service="nhsmail",
        operation="submit",
        direction="from-candidate",
        where="a mail",
        facts={"account": OWN},
        request=seen_message({"rcpt_to": [to], "mail_from": OWN}, message.as_bytes()),
        response=seen_message({"code": code} if code else {"dropped": True}),
    )


def tried(seq, ended="done", ods="FX512"):
    given = {"ods": ods, "name": "Viaduct", "reason": "none left"}
    return observed(seq, "refer_onward", {}, given=given, about=REPORT["document_id"], status=ended)


def judge(check, calls, *seen, rows=ROWS):
    check(evidence(GIVEN, [dos(rows), *calls], seen))


@pytest.mark.parametrize("number", [1, 2], ids=["the same e-mail", "another one"])
@pytest.mark.parametrize("check", ALL)
def test_the_next_address_for_referrals_is_right(check, number):
    judge(check, [mail(10, FIRST, 550), mail(20, NEXT, number=number)], tried(11, "failed"), tried(21))


@pytest.mark.parametrize("check", [check for check in ALL if check is not TOLD])
def test_whoever_goes_on_at_once_is_right_too(check):
    judge(check, [mail(10, FIRST, 550), mail(20, NEXT)], tried(22), tried(23))


def test_whoever_goes_on_at_once_has_no_failure_to_tell():
    with pytest.raises(NotShown):
        judge(TOLD, [mail(10, FIRST, 550), mail(20, NEXT)], tried(22), tried(23))


@pytest.mark.parametrize(
    "calls",
    [
        [mail(10, FIRST, 550)],
        [mail(10, FIRST, 550), mail(20, FIRST, 550, 2)],
        [mail(10, FIRST, 550), mail(20, COPIES)],
        [mail(9, COPIES, 550), mail(10, FIRST, 550), mail(20, NEXT)],
        [mail(10, FIRST, 550), mail(20, NEXT), mail(21, NEXT)],
    ],
    ids=["none", "the same again", "that for copies", "that for copies first", "twice"],
)
def test_another_or_none_is_wrong(calls):
    with pytest.raises(NotMet):
        judge(ALL[0], calls, tried(11, "failed"), tried(22))


@pytest.mark.parametrize(
    ("calls", "seen", "rows"),
    [
        ([mail(10, FIRST)], [tried(11), tried(21)], ROWS),
        ([mail(10, FIRST, None)], [tried(11, "failed"), tried(21)], ROWS),
        ([mail(10, FIRST, 550)], [tried(11, "failed")], ROWS),
        (
            [mail(10, FIRST, 550), mail(20, "fx501@nhs.net")],
            [tried(11, "failed"), tried(21, ods="FX501")],
            ROWS,
        ),
        ([mail(10, FIRST, 550)], [tried(11, "failed"), tried(21, "failed")], ROWS[2:]),
    ],
    ids=["taken", "not answered", "not asked for again", "another pharmacy", "no other secure address"],
)
def test_where_nobody_is_to_go_on_nothing_is_shown(calls, seen, rows):
    with pytest.raises(NotShown, match="several addresses"):
        judge(ALL[0], calls, *seen, rows=rows)


def test_a_refusal_that_is_told_as_done_fails_though_the_pharmacy_is_asked_again():
    with pytest.raises(NotMet, match="ends failed"):
        judge(TOLD, [mail(10, FIRST, 550), mail(20, NEXT)], tried(11), tried(21))


def test_an_order_that_is_no_number_comes_last():
    rows = (("", "Primary", NEXT), (1, "Primary", FIRST))

    judge(ALL[0], [mail(10, FIRST, 550), mail(20, NEXT)], tried(11, "failed"), tried(21), rows=rows)
