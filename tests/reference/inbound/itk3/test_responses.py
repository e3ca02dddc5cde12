"""What comes back from practices by MESH."""

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
    ],
)
def test_a_state_follows_from_all_answers_in_whatever_order(pharmacy, nation, sent, codes, due):
    arrive(nation, *codes, header=sent[1])
    pharmacy.see("collect_messages")

    assert pharmacy.service.store.notifications(sent[0])[-1].status == due


def test_a_copys_answer_alone_is_a_delivery_where_a_copy_may_have_gone(pharmacy, nation, sent):
    store, referral = pharmacy.service.store, sent[0]
    message = store.outgoing(store.notifications(referral)[-1].id)
    message.attempts = 2
    store.keep(message)
    arrive(nation, "20007", header=sent[1])

    assert pharmacy.see("collect_messages")["collected"][0]["result"] == "delivered"
