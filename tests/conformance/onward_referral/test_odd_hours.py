"""Onward referrals at odd hours: what is said of a pharmacy that is shut, which time is right, and which address."""

import json
from datetime import timedelta
from email.message import EmailMessage

import pytest

from cpcs_harness._content.conformance._shared.opening_hours import LONDON
from cpcs_harness._content.conformance.onward_referral import test_nhsmail, test_odd_hours
from cpcs_harness._content.conformance.onward_referral._addresses import addresses_of
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.times import moment_of
from made_up import MOMENT, SeenCall, observed, seen_message
from nhs111_evidence import evidence, issued

GIVEN = issued("onward")
PERSON, REPORT, OWN = GIVEN["person"], GIVEN["report"], GIVEN["premises"]["email"]
ABOUT = REPORT["document_id"]
SHUT = {"allHours": False, "days": [], "specifiedDates": []}
OPEN = {"allHours": True, "days": [], "specifiedDates": []}
LISTED = {"kind": "cpcs-provider", "ods": "FX510", "email": "pharmacy.fx510@nhs.net"}


def endpoint(address, transport="email"):
    return {"transport": transport, "address": address, "businessScenario": "Primary"}


def dos(hours, *rows, status=200, seq=10):
    service = {"id": "1", "odsCode": "FX510ABC", "openingTimes": hours, "endpoints": list(rows)}
    body = json.dumps({"success": {"services": [service]}}).encode()
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        service="dos",
        operation="by_service_type",
        direction="from-candidate",
        where="a search",
        clock=MOMENT,
        facts={},
        response=seen_message({"status": status}, body),
    )


def tried(status="done", **onward):
    given = {"service_id": "1", "ods": "FX510", "name": "Signal", "reason": "the nearest is shut"}
    shown = {"onward": {"reason": given["reason"], **onward}}
    return observed(
        20, "refer_onward", shown, given=given, about=ABOUT, status=status, reason=onward.get("told")
    )


def mail(text, to="pharmacy.fx510@nhs.net"):
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = OWN, to, "<1@nhs.net>"
    message.set_content(f"{PERSON['nhs_number']} {text}")
    return SeenCall(
        id="e19",
        seq=19,
        service="nhsmail",
        operation="submit",
        direction="from-candidate",
        where="a mail",
        facts={"account": OWN},
        request=seen_message({"rcpt_to": [to], "mail_from": OWN}, message.as_bytes()),
        response=seen_message({"code": 250}),
    )


def recorded(started):
    return observed(5, "record_consultation", {}, given={"started": started}, about=ABOUT)


def told(hours, seen):
    test_odd_hours.test_a_pharmacy_that_is_shut_is_told_as_such(evidence(GIVEN, [dos(hours)], [seen]))


@pytest.mark.parametrize(
    "seen",
    [
        tried(is_open=False),
        tried(advice="It opens at nine"),
        tried("refused", told="Harbour Chemist is closed"),
    ],
)
def test_that_a_pharmacy_is_shut_may_be_said_in_any_way(seen):
    told(SHUT, seen)


@pytest.mark.parametrize("seen", [tried(), tried(is_open=True), tried(is_open=None, advice="It was taken")])
def test_who_says_nothing_of_a_shut_pharmacy_fails(seen):
    with pytest.raises(NotMet):
        told(SHUT, seen)


def test_where_the_pharmacy_is_open_nothing_is_shown():
    with pytest.raises(NotShown):
        told(OPEN, tried())


def timed(started, text):
    seen = evidence(GIVEN, [mail(text)], [recorded(started), tried()])
    test_odd_hours.test_day_and_time_of_the_consultation_are_right(seen)


@pytest.mark.parametrize(
    ("started", "text"),
    [
        ("2026-10-25T00:30:00Z", "25/10/2026 01:30 BST"),
        ("2026-10-25T00:30:00Z", "2026-10-25T00:30:00Z"),
        ("2026-10-25T01:30:00Z", "25 October 2026, 1:30 am"),
        ("2026-03-29T01:30:00Z", "29-03-2026 0230"),
        ("2026-06-30T23:00:00Z", "01/07/2026 at midnight"),
        ("2026-06-30T23:00:00Z", "30/06/2026 23:00 UTC"),
        ("2026-06-30T23:00:00Z", "30/06/2026 24:00"),
    ],
)
def test_day_and_time_may_be_londons_or_utc_in_any_writing(started, text):
    timed(started, text)


@pytest.mark.parametrize(
    ("started", "text"),
    [
        ("2026-10-25T01:30:00Z", "25/10/2026 02:30"),
        ("2026-03-29T01:30:00Z", "29/03/2026 03:30"),
        ("2026-06-30T23:00:00Z", "30/06/2026 00:00"),
        ("2026-06-30T23:00:00Z", "01/07/2026 23:00"),
        ("2026-06-30T23:00:00Z", "01/07/2026"),
    ],
)
def test_a_day_of_one_zone_with_a_time_of_another_is_wrong(started, text):
    with pytest.raises(NotMet):
        timed(started, text)


@pytest.mark.parametrize(
    ("rows", "due"),
    [
        ([endpoint("Pharmacy.FX510@nhs.net"), endpoint("ODS:FX510", "itk")], {"pharmacy.fx510@nhs.net"}),
        ([endpoint("fx510@gmail.com")], set()),
    ],
)
def test_an_address_of_dos_is_known_where_it_is_secure(rows, due):
    (journey,) = evidence(GIVEN, [dos(OPEN, *rows)], [tried()]).each()
    assert addresses_of(journey, "FX510") == due


def test_a_referral_to_the_address_that_dos_has_will_do():
    seen = evidence(GIVEN, [dos(OPEN, endpoint("pharmacy.fx510@nhs.net")), mail("")], [tried()])
    test_nhsmail.test_the_chosen_pharmacy_is_told_once_and_nobody_else(seen)
    test_odd_hours.test_no_referral_goes_to_an_address_that_anybody_may_have(seen)


def test_a_referral_to_a_public_address_fails_though_dos_has_it():
    seen = evidence(
        GIVEN, [dos(OPEN, endpoint("fx510@gmail.com")), mail("", to="fx510@gmail.com")], [tried()]
    )
    for check in (
        test_nhsmail.test_the_chosen_pharmacy_is_told_once_and_nobody_else,
        test_odd_hours.test_no_referral_goes_to_an_address_that_anybody_may_have,
    ):
        with pytest.raises(NotMet):
            check(seen)


def test_where_no_mail_went_nothing_is_shown_of_addresses_and_times():
    for check in (
        test_odd_hours.test_day_and_time_of_the_consultation_are_right,
        test_odd_hours.test_no_referral_goes_to_an_address_that_anybody_may_have,
    ):
        with pytest.raises(NotShown):
            check(evidence(GIVEN, [], [tried("failed")]))


def open_until(minutes):
    """Give hours in which a pharmacy shuts so many minutes after DoS is asked."""
    ends = moment_of(MOMENT).astimezone(LONDON) + timedelta(minutes=minutes)
    clock = {"hours": f"{ends:%H}", "minutes": f"{ends:%M}"}
    session = {"start": {"hours": "00", "minutes": "00"}, "end": clock}
    return {**SHUT, "days": [{"day": f"{ends:%A}", "sessions": [session]}]}


BEFORE_THE_MAIL, AFTER_THE_MAIL = 18, 20


def refused_at(hours, seq=BEFORE_THE_MAIL, sent=None, other=()):
    given = {"service_id": "1", "ods": "FX510", "name": "Signal", "through": "nhsmail"}
    acts = [
        observed(3, "load_directory", {}, given={"entries": [LISTED]}),
        observed(11, "find_pharmacies", {}, about=ABOUT),
        observed(12, "record_consultation", {}, given={"started": MOMENT}, about=ABOUT),
        observed(seq, "refer_onward", {}, given=given, about=ABOUT, status="refused", reason="Not there"),
        *(observed(one, "refer_onward", {}, given=given, about=ABOUT, **how) for one, how in other),
    ]
    test_nhsmail.test_nobody_is_refused_whose_pharmacy_can_be_written_to(
        evidence(GIVEN, [dos(hours), sent or mail("")], acts)
    )


@pytest.mark.parametrize("hours", [OPEN, open_until(60)])
def test_who_refuses_a_pharmacy_that_is_open_fails(hours):
    with pytest.raises(NotMet):
        refused_at(hours)
    refused_at(hours, AFTER_THE_MAIL)


def test_who_refuses_the_second_of_two_hands_while_the_first_is_under_way_does_not():
    under_way = mail("")
    under_way.began = observed(BEFORE_THE_MAIL - 1, "open_referral", {}).ended

    refused_at(OPEN, BEFORE_THE_MAIL, under_way)


@pytest.mark.parametrize("status", ["done", "refused"])
def test_of_two_hands_the_one_that_began_first_is_judged(status):
    slow = (AFTER_THE_MAIL + 5, {"lasted": 12, "status": status})
    late = mail("")
    late.seq = AFTER_THE_MAIL + 8

    if status == "done":
        refused_at(OPEN, BEFORE_THE_MAIL, late, [slow])
    else:
        with pytest.raises(NotMet):
            refused_at(OPEN, BEFORE_THE_MAIL, late, [slow])


@pytest.mark.parametrize("hours", [SHUT, open_until(10)])
def test_who_refuses_a_pharmacy_that_is_shut_or_shuts_just_then_does_not(hours):
    refused_at(hours)
