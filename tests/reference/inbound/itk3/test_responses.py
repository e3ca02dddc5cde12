"""What comes back from practices by MESH."""

from datetime import datetime, timedelta

import pytest

RESPONSE = """<Bundle xmlns="http://hl7.org/fhir"><entry><resource><MessageHeader>
<event><code value="ITK008M"/></event>
<response><identifier value="{header}"/><code value="ok"/></response></MessageHeader></resource></entry>
<entry><resource><OperationOutcome><issue><severity value="information"/><code value="informational"/>
<details><coding><code value="{code}"/></coding></details></issue></OperationOutcome></resource></entry></Bundle>"""


@pytest.fixture
def sent(pharmacy):
    """A referral whose message was sent, and that message's header id."""
    referral = pharmacy.completed(dx="Dx86")
    pharmacy.see("notify_gp", referral)
    return referral, pharmacy.service.store.notifications(referral)[-1].header_id


def arrive(nation, *codes, header):
    for number, code in enumerate(codes):
        nation.inbox[f"I{number}"] = (
            {"Mex-MessageType": "DATA"},
            RESPONSE.format(header=header, code=code).encode(),
        )


def status(pharmacy, referral):
    return pharmacy.see("notify_gp", referral)["notifications"][0]["status"]


def test_delivered_needs_both_responses(pharmacy, nation, sent):
    referral, header = sent
    arrive(nation, "20013", header=header)
    first = pharmacy.see("collect_messages")["collected"]
    assert (first[0]["result"], status(pharmacy, referral)) == ("sent", "sent")

    arrive(nation, "30001", header=header)
    second = pharmacy.see("collect_messages")["collected"]
    assert (second[0]["result"], status(pharmacy, referral)) == ("delivered", "delivered")
    assert nation.inbox == {}


def test_both_responses_in_one_poll_are_both_delivered(pharmacy, nation, sent):
    _, header = sent
    arrive(nation, "20013", "30001", header=header.upper())

    collected = pharmacy.see("collect_messages")["collected"]

    assert [message["result"] for message in collected] == ["delivered", "delivered"]


@pytest.mark.parametrize("code", ["20009", "30002", "30003"])
def test_a_bad_response_is_a_failure(pharmacy, nation, sent, code):
    arrive(nation, code, header=sent[1])

    assert pharmacy.see("collect_messages")["collected"][0]["result"] == "failed"


def test_a_report_of_mesh_is_matched_by_its_message(pharmacy, nation, sent):
    headers = {"Mex-MessageType": "REPORT", "Mex-LinkedMsgID": "M1", "Mex-StatusCode": "14"}
    nation.inbox["I1"] = (headers, b"")

    collected = pharmacy.see("collect_messages")["collected"]

    assert collected == [
        {"kind": "report", "message_id": "I1", "response_to": "M1", "code": "14", "result": "failed"}
    ]


def test_what_matches_nothing_is_acknowledged_and_said(pharmacy, nation):
    arrive(nation, "20013", header="00000000-0000-4000-8000-000000000000")
    nation.inbox["I9"] = ({"Mex-MessageType": "DATA"}, b"not xml")

    collected = pharmacy.see("collect_messages")["collected"]

    assert [message["result"] for message in collected] == ["unmatched", "unmatched"]
    assert nation.inbox == {}


@pytest.mark.parametrize(
    ("codes", "due"),
    [
        (("20013", "30001", "20007"), "delivered"),
        (("20008", "30001", "20013"), "delivered"),
        (("20013", "30004"), "delivered"),
        (("20013", "30001", "30002"), "failed"),
        (("20013", "10006"), "sent"),
        (("20013", "20013"), "sent"),
        (("20007",), "failed"),
        (("20013", "30001", "20008"), "delivered"),
        (("30001", "20013"), "delivered"),
        (("20013", "30002"), "failed"),
        (("20013", "10009"), "failed"),
        (("20013",), "sent"),
    ],
)
def test_a_state_follows_from_all_answers_in_whatever_order(pharmacy, nation, sent, codes, due):
    arrive(nation, *codes, header=sent[1])
    pharmacy.see("collect_messages")

    assert pharmacy.service.store.notifications(sent[0])[-1].status == due


def test_a_report_of_non_delivery_counts_after_an_answer_too(pharmacy, nation, sent):
    referral, header = sent
    arrive(nation, "20013", header=header)
    pharmacy.see("collect_messages")
    reference = pharmacy.service.store.notifications(referral)[-1].reference
    headers = {"Mex-MessageType": "REPORT", "Mex-LinkedMsgID": reference, "Mex-StatusCode": "14"}
    nation.inbox["I8"] = (headers, b"")
    pharmacy.see("collect_messages")

    assert status(pharmacy, referral) == "failed"


def test_each_message_has_a_state_of_its_own(pharmacy, nation, sent):
    referral, first = sent
    arrive(nation, "20013", "30002", header=first)
    pharmacy.see("collect_messages")
    pharmacy.see("amend_consultation", referral, advice="Rest, and drink")
    pharmacy.see("notify_gp", referral)
    second = pharmacy.service.store.notifications(referral)[-1].header_id
    arrive(nation, "20013", "30001", header=second)
    pharmacy.see("collect_messages")

    states = {one.header_id: one.status for one in pharmacy.service.store.notifications(referral)}
    assert first != second
    assert (states[first], states[second]) == ("failed", "delivered")


def test_a_message_without_its_second_answer_is_shown_to_be_looked_at_in_time(pharmacy, nation, sent):
    referral, header = sent
    arrive(nation, "20013", header=header)
    pharmacy.see("collect_messages")

    at = datetime.fromisoformat(pharmacy.service.store.notifications(referral)[-1].sent)
    moments = [(at + timedelta(days=days)).isoformat() for days in (0, 30)]
    soon, late = (pharmacy.service.outbox_screen.rows("FA101", moment) for moment in moments)
    assert ([row["state"] for row in soon], [row["state"] for row in late]) == ([], ["unanswered"])


def test_a_copys_answer_alone_is_a_delivery_where_a_copy_may_have_gone(pharmacy, nation, sent):
    store, referral = pharmacy.service.store, sent[0]
    message = store.outgoing(store.notifications(referral)[-1].id)
    message.attempts = 2
    store.keep(message)
    arrive(nation, "20007", header=sent[1])

    assert pharmacy.see("collect_messages")["collected"][0]["result"] == "delivered"
