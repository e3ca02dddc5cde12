"""Referring a patient onward: once, to the pharmacy that they chose, and elsewhere only where that has failed."""

from email import message_from_bytes
from email.policy import default

import pytest

PLACE = {"service_id": "2000095501", "ods": "FX501", "name": "Lantern Pharmacy", "reason": "Out of stock"}
OTHER = {**PLACE, "ods": "FX502", "name": "Harbour Chemist"}
OURS = {**PLACE, "ods": "FB202", "name": "FB202 Pharmacy"}


@pytest.fixture
def referral(pharmacy):
    """A patient who was seen, and whom the pharmacy cannot help."""
    identifier = pharmacy.completed()
    pharmacy.service.store.change(identifier, status="open", completed=None)
    entries = [
        {"ods": ods, "name": ods, "email": f"pharmacy.{ods.lower()}@nhs.net", "kind": "cpcs-provider"}
        for ods in ("FX501", "FX502", "FB202")
    ]
    pharmacy.see("load_directory", entries=entries)
    return identifier


def test_the_record_goes_to_the_chosen_pharmacy_and_the_referral_is_closed(pharmacy, referral, mailroom):
    onward = pharmacy.see("refer_onward", referral, **PLACE)["onward"]

    (envelope,) = mailroom.taken
    message = message_from_bytes(envelope.content, policy=default)
    assert envelope.rcpt_tos == ["pharmacy.fx501@nhs.net"]
    assert (onward["status"], onward["to"], onward["reference"]) == (
        "sent",
        "pharmacy.fx501@nhs.net",
        message["Message-ID"],
    )
    assert "Whitlow" not in message["Subject"]
    body = message.get_content()
    for fact in (
        "Whitlow",
        "9990000018",
        "Out of stock",
        "Viral",
        "FA101",
        "Josephine Alder",
        "01/04/2026 00:30 BST",
    ):
        assert fact in body
    seen = pharmacy.see("open_referral", referral)
    assert (seen["status"], [known["ods"] for known in seen["onward"]]) == ("referred-onward", ["FX501"])


def test_what_came_back_before_it_was_noted_as_sent_stays_undelivered(pharmacy, referral, mailroom):
    onward = pharmacy.see("refer_onward", referral, **PLACE)["onward"]
    book = pharmacy.service.mail_collector.bounces.book
    (sent,) = book.of(referral)
    book.bounced(onward["reference"], "5.2.2")

    book.change(referral, sent)

    seen = pharmacy.see("open_referral", referral)
    assert (seen["status"], seen["onward"][0]["status"]) == ("open", "bounced")


def test_a_second_press_shows_the_first_and_a_second_pharmacy_is_refused(pharmacy, referral, mailroom):
    first = pharmacy.see("refer_onward", referral, **PLACE)

    assert pharmacy.see("refer_onward", referral, **PLACE) == first
    assert pharmacy.do("refer_onward", referral, **OTHER)["status"] == "refused"
    assert len(mailroom.taken) == 1


def test_a_pharmacy_without_a_secure_address_is_refused(pharmacy, referral, mailroom):
    answer = pharmacy.do("refer_onward", referral, **{**PLACE, "ods": "FX999"})

    assert (answer["status"], mailroom.taken) == ("refused", [])


def test_no_answer_is_a_failure_and_the_same_message_goes_again(pharmacy, referral, settings, mailroom):
    mail = pharmacy.service.referrer.post.nhsmail
    right, mail.settings = mail.settings, type(mail.settings)(**{**vars(mail.settings), "port": 1})
    failed = pharmacy.do("refer_onward", referral, **PLACE)
    mail.settings = right
    elsewhere = pharmacy.do("refer_onward", referral, **OTHER)
    sent = pharmacy.see("refer_onward", referral, **PLACE)["onward"]

    assert (failed["status"], elsewhere["status"], sent["status"]) == ("failed", "refused", "sent")
    assert failed["observation"]["onward"]["reference"] == sent["reference"]


def test_what_comes_back_puts_the_referral_back_into_the_work(pharmacy, referral, mailroom):
    onward = pharmacy.see("refer_onward", referral, **PLACE)["onward"]

    assert pharmacy.service.mail_collector.bounces.book.bounced(onward["reference"], "5.2.2")
    assert not pharmacy.service.mail_collector.bounces.book.bounced("<nobody's@nhs.net>", "5.2.2")
    seen = pharmacy.see("open_referral", referral)
    assert (seen["status"], seen["onward"][0]["status"]) == ("open", "bounced")
    assert "onward-undelivered" in [alert["kind"] for alert in pharmacy.see("list_alerts")["alerts"]]
    assert pharmacy.see("refer_onward", referral, **OTHER)["onward"]["status"] == "sent"


def test_a_late_report_about_an_earlier_try_leaves_the_patient_with_who_has_them(
    pharmacy, referral, mailroom
):
    first = pharmacy.see("refer_onward", referral, **PLACE)["onward"]
    book = pharmacy.service.mail_collector.bounces.book
    book.bounced(first["reference"], "5.2.2")
    pharmacy.see("refer_onward", referral, **OTHER)

    book.bounced(first["reference"], "5.2.2")

    assert pharmacy.see("open_referral", referral)["status"] == "referred-onward"


def test_a_pharmacy_of_ours_has_the_patient_once(pharmacy, referral, mailroom, at):
    pharmacy.see("refer_onward", referral, **OURS)
    pharmacy.see("refer_onward", referral, **OURS)

    rows = at(pharmacy.service, "FB202").see("worklist")["referrals"]
    assert [(row["nhs_number"], row["status"]) for row in rows] == [("9990000018", "new")]


def test_the_claim_tells_of_the_pharmacy(pharmacy, referral, mailroom, nation):
    pharmacy.see("refer_onward", referral, **PLACE)
    record = pharmacy.service.claim_submitter.record_of(pharmacy.service.store.referral(referral))

    told = dict(pharmacy.service.claim_submitter.claims.onward(record))
    assert told["REFERRED_ODS"] == {"valueString": "FX501"}


def test_where_the_local_directory_has_no_address_that_of_dos_is_taken(pharmacy, referral, mailroom):
    row = {"endpointOrder": 1, "transport": "email", "businessScenario": "Primary", "comment": ""}
    rows = [{**row, "address": "fx510@gmail.com"}, {**row, "address": "pharmacy.fx510@nhs.net"}]
    dos = pharmacy.service.endpoints.dos
    dos.ask = lambda segments: [
        {"odsCode": "FX510", "endpoints": rows},
        {"odsCode": "FX511", "endpoints": rows[:1]},
    ]
    dos.own_services = lambda ods: []

    sent = pharmacy.do("refer_onward", referral, **{**PLACE, "ods": "FX511"})
    assert (sent["status"], mailroom.taken) == ("refused", [])
    pharmacy.see("refer_onward", referral, **{**PLACE, "ods": "FX510"})
    assert [envelope.rcpt_tos for envelope in mailroom.taken] == [["pharmacy.fx510@nhs.net"]]


def test_where_an_address_refuses_the_next_of_dos_is_taken(pharmacy, referral, mailroom):
    row = {"transport": "email", "businessScenario": "Primary", "comment": ""}
    addresses = ["former@nhs.net", "pharmacy.fx510@nhs.net"]
    rows = [{**row, "endpointOrder": order, "address": address} for order, address in enumerate(addresses, 1)]
    pharmacy.service.endpoints.dos.ask = lambda segments: [{"odsCode": "FX510", "endpoints": rows}]
    choice = {**PLACE, "ods": "FX510"}
    mailroom.refused |= {addresses[0]}

    assert pharmacy.do("refer_onward", referral, **choice)["status"] == "failed"
    assert pharmacy.see("refer_onward", referral, **choice)["onward"]["to"] == addresses[1]
    assert [envelope.rcpt_tos for envelope in mailroom.taken] == [addresses[1:]]


def test_where_all_addresses_refused_the_first_is_tried_again(pharmacy, referral, mailroom):
    mailroom.refused |= {"pharmacy.fx501@nhs.net"}
    pharmacy.service.endpoints.dos.ask = lambda segments: []
    pharmacy.service.endpoints.dos.own_services = lambda ods: []
    assert pharmacy.do("refer_onward", referral, **PLACE)["status"] == "failed"
    mailroom.refused.clear()

    assert pharmacy.see("refer_onward", referral, **PLACE)["onward"]["to"] == "pharmacy.fx501@nhs.net"


def test_a_pharmacy_that_is_shut_is_told_as_such(pharmacy, referral, mailroom):
    pharmacy.service.dos.known_hours.note([{"id": PLACE["service_id"], "openingTimes": {"allHours": False}}])

    onward = pharmacy.see("refer_onward", referral, **PLACE)["onward"]

    assert (onward["is_open"], onward["advice"].startswith("The pharmacy is shut now")) == (False, True)
