"""What a sender records of each message: one form for every channel."""

from dataclasses import replace

import pytest

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import Side
from cpcs_harness.mockkit.sender import FROM_CANDIDATE, Channel, Owner, Sender, called, facts_of

CHANNEL = Channel("pigeon", "smtp", Certainty.MODELLED, "the loft's own rules")
REQUEST = Side({"method": "FLY", "target": "loft"}, [("Content-Type", "text/plain")], b"a letter")


@pytest.fixture
def sender(world):
    return Sender(world)


def test_a_message_is_recorded_with_its_channel_its_answer_and_its_facts(sender, issued, exchanges):
    answer = Side({"status": 202}, [("X-Kept", "yes")], b"taken")

    sent = sender.sent(CHANNEL, "fly", REQUEST, lambda: answer, Owner(issued.journey, "a ring"), {"ring": 7})

    (event,) = exchanges()
    data = event["data"]
    assert (sent.status, sent.answer, sent.error) == (202, b"taken", "")
    assert sent.exchange == f"e{event['seq']}"
    assert event["journey"] == issued.journey
    assert (data["service"], data["operation"], data["protocol"]) == ("pigeon", "fly", "smtp")
    assert (data["certainty"], data["source"]) == ("modelled", "the loft's own rules")
    assert (data["rule"], data["direction"], data["facts"]) == ("a ring", "to-candidate", {"ring": 7})
    assert data["request"]["start"] == {"method": "FLY", "target": "loft"}
    assert (data["response"]["start"], data["response"]["headers"]) == ({"status": 202}, [["X-Kept", "yes"]])
    assert data["elapsed_ms"] >= 0


def test_a_message_that_got_no_answer_has_status_0_and_says_why(sender, issued, exchanges):
    lost = Side({"error": "it got lost"})

    sent = sender.sent(CHANNEL, "fly", REQUEST, lambda: lost, Owner(issued.journey))

    assert (sent.status, sent.error) == (0, "it got lost")
    assert exchanges()[0]["data"]["response"]["start"] == {"error": "it got lost"}


def test_what_comes_back_by_the_senders_own_hands_is_from_the_candidate(sender, issued, exchanges):
    kept = Side({"status": 200})

    sender.sent(CHANNEL, "return", REQUEST, lambda: kept, Owner(issued.journey), direction=FROM_CANDIDATE)

    assert exchanges()[0]["data"]["direction"] == "from-candidate"


def test_a_messages_own_ids_lead_to_its_journey_once_it_is_owned(sender, world, issued):
    owner = sender.owner([issued.person.nhs_number], [("message", "RING-0007")])

    assert owner == (issued.journey, f"NHS number {issued.person.nhs_number}")
    assert world.register.match(["about RING-0007"])[0] == issued.journey


def test_ids_of_a_message_that_nobody_owns_lead_nowhere(sender, world, issued):
    assert sender.owner(["nobody"], [("message", "RING-0008")]) == (None, "")
    assert world.register.match(["about RING-0008"]) == (None, "")


def test_the_truth_about_a_message_is_its_plain_data_and_how_it_is_unusual(issued):
    report = facts_of(replace(issued.report, habits="strict"), "two lines", "")
    referral = facts_of(issued.gp_referral, "", "broken-mime")

    assert report["report"]["document_id"] == issued.report.document_id
    assert {name: report[name] for name in report if name != "report"} == {
        "habits": "strict",
        "sender": "telephony",
        "variant": "two lines",
        "damage": "",
    }
    assert referral["referral"]["reference"] == issued.gp_referral.reference
    assert (referral["variant"], referral["damage"]) == ("", "broken-mime")


def test_an_address_where_nobody_listens_gives_an_error():
    assert "error" in called("POST", "http://127.0.0.1:9/", {}, b"", seconds=5).start
