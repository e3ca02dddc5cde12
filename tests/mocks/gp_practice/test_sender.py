"""Practices as senders: what arrives at the pharmacy, what is recorded of it, and what comes back to them."""

import gzip
import json

import pytest
from mesh_client import MeshClient

from cpcs_harness._content.mocks.gp_practice.responder import PracticeResponder
from cpcs_harness._content.mocks.gp_practice.sender import GpPractice
from cpcs_harness._content.mocks.nhsmail.smtp import NHSmail
from cpcs_harness.errors import HarnessError
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.people.issue import Issuer

ACKNOWLEDGEMENTS = "CPCS_GP_REFERRAL_ACK"


@pytest.fixture
def referral(issued):
    return issued.gp_referral


@pytest.fixture(scope="module")
def gp_practice(nation):
    return GpPractice(nation.world, nation[NHSmail])


@pytest.fixture
def practice(referral):
    return referral.person.practice


@pytest.fixture
def pharmacy(world, nation, referral):
    given = {"shared_key": world.environment.mesh_shared_key, "max_retries": 0, "timeout": 10}
    premises = referral.premises
    with MeshClient(world.addresses["mesh"], premises.mailbox, premises.mailbox_password, **given) as client:
        client._session.trust_env = False
        yield client
        for left in client.list_messages():
            client.acknowledge_message(left)


def test_an_email_lies_in_the_pharmacys_mailbox(nation, gp_practice, referral, seen, issued):
    sent = gp_practice.send_email(referral)

    event = seen.last("gp_email", "send_referral")
    data = event["data"]
    assert (sent.exchange, sent.status) == (f"e{event['seq']}", 250)
    assert (event["journey"], data["direction"]) == (issued.journey, "to-candidate")
    assert data["request"]["start"] == {
        "mail_from": referral.person.practice.email,
        "rcpt_to": [referral.premises.email],
    }
    assert seen.body(event) == nation[NHSmail].mailboxes[referral.premises.email][-1]
    assert data["response"]["start"] == {"status": 250}
    assert (data["certainty"], data["source"][:20]) == ("modelled", "model of the project")


def test_what_was_planted_is_among_the_facts(gp_practice, referral, seen):
    gp_practice.send_email(referral, variant="again", damage="broken-mime")

    facts = seen.last("gp_email", "send_referral")["data"]["facts"]
    assert (facts["variant"], facts["damage"]) == ("again", "broken-mime")
    assert facts["referral"]["reference"] == referral.reference
    assert facts["referral"]["person"]["birth_date"] == referral.person.birth_date.isoformat()
    assert json.dumps(facts)


def test_a_provider_whose_system_is_down_writes_an_email(nation, gp_practice, issued, seen):
    sent = gp_practice.send_111_email(issued.report, variant="outage")

    event = seen.last("gp_email", "send_report")
    assert (sent.exchange, sent.status, event["journey"]) == (f"e{event['seq']}", 250, issued.journey)
    assert event["data"]["facts"]["report"]["case_id"] == issued.report.case_id
    assert seen.body(event) == nation[NHSmail].mailboxes[issued.premises.email][-1]


def test_an_itk3_message_lies_in_the_pharmacys_inbox(gp_practice, referral, pharmacy, practice, seen, issued):
    sent = gp_practice.send_itk3(referral)

    event = seen.last("gp_itk3", "send_referral")
    data = event["data"]
    assert (sent.exchange, sent.status, event["journey"]) == (f"e{event['seq']}", 202, issued.journey)
    (message_id,) = pharmacy.list_messages(workflow_filter="CPCS_GP_REFERRAL")
    message = pharmacy.retrieve_message(message_id)
    assert message.read() == seen.body(event)
    assert (message.sender, message.local_id) == (practice.mailbox, practice.ods)
    start = data["request"]["start"]
    assert (start["from"], start["to"]) == (practice.mailbox, referral.premises.mailbox)
    assert start["workflow"] == "CPCS_GP_REFERRAL"
    assert data["response"]["start"] == {"status": 202, "message_id": message_id}


def test_collecting_and_acknowledging_it_belongs_to_the_journey(
    gp_practice, referral, pharmacy, seen, issued
):
    gp_practice.send_itk3(referral, damage="not-xml")  # nothing in it tells whose it is

    with pharmacy.retrieve_message(pharmacy.list_messages()[0]) as message:
        message.read()

    for operation in ("collect_message", "acknowledge_message"):
        event = seen.last("mesh", operation)
        assert (event["journey"], event["data"]["direction"]) == (issued.journey, "from-candidate")
    assert seen.last("mesh", "send_message")["data"]["direction"] == "of-harness"


def test_a_response_is_collected_once_and_recorded(gp_practice, referral, pharmacy, practice, seen, issued):
    body = b"<Bundle xmlns='http://hl7.org/fhir'/>"
    sent = pharmacy.send_message(practice.mailbox, body, workflow_id=ACKNOWLEDGEMENTS, local_id="ours")

    (came,) = gp_practice.collect_acknowledgements(issued.journey)

    event = seen.last("gp_itk3", "acknowledgement")
    assert came["message_id"] == sent
    assert came["exchange"] == f"e{event['seq']}"
    assert (event["journey"], event["data"]["direction"]) == (issued.journey, "from-candidate")
    assert seen.body(event) == body
    start = event["data"]["request"]["start"]
    assert (start["from"], start["to"]) == (referral.premises.mailbox, practice.mailbox)
    assert start["workflow"] == ACKNOWLEDGEMENTS
    headers = {name.lower(): value for name, value in event["data"]["request"]["headers"]}
    assert (headers["mex-workflowid"], headers["mex-localid"]) == (ACKNOWLEDGEMENTS, "ours")
    assert event["data"]["facts"]["mailbox"] == practice.mailbox
    assert gp_practice.collect_acknowledgements(issued.journey) == []
    assert pharmacy.track_message(sent)["status"] == "acknowledged"


def test_a_response_on_another_workflow_is_collected_too(gp_practice, pharmacy, practice, issued):
    pharmacy.send_message(practice.mailbox, b"<x/>", workflow_id="SOME_ACK")

    (came,) = gp_practice.collect_acknowledgements(issued.journey)

    assert came["workflow"] == "SOME_ACK"


def test_gp_reports_are_left_for_the_practice_to_answer(nation, gp_practice, pharmacy, practice, issued):
    pharmacy.send_message(practice.mailbox, b"<x/>", workflow_id="DIGMED_EMG_MED")

    assert gp_practice.collect_acknowledgements(issued.journey) == []
    assert [one["code"] for one in PracticeResponder(nation.world).respond(issued.journey)] == ["10009"]


def test_every_practice_of_a_journey_collects(gp_practice, pharmacy, world, issued):
    other = Issuer(77, world.environment).issue(issued.journey, "minor-illness", label="another")
    world.admit(other)
    for practice in (issued.person.practice, other.person.practice):
        pharmacy.send_message(practice.mailbox, b"<x/>", workflow_id=ACKNOWLEDGEMENTS)

    came = gp_practice.collect_acknowledgements(issued.journey)

    assert {one["to"] for one in came} == {issued.person.practice.mailbox, other.person.practice.mailbox}


@pytest.mark.parametrize("body", [b"no gzip", gzip.compress(b"0" * 30_000_000)], ids=["none", "bomb"])
def test_a_response_that_cannot_be_unpacked_stops_nothing(
    gp_practice, referral, pharmacy, practice, issued, http, seen, body
):
    token = pharmacy._session.auth.generate_token()
    headers = {
        "Authorization": token,
        "Mex-To": practice.mailbox,
        "Mex-WorkflowID": ACKNOWLEDGEMENTS,
        "Content-Encoding": "gzip",
    }
    assert http.post(f"{pharmacy.mailbox_url}/outbox", content=body, headers=headers).status_code == 202
    pharmacy.send_message(practice.mailbox, b"<sound/>", workflow_id=ACKNOWLEDGEMENTS)

    came = gp_practice.collect_acknowledgements(issued.journey)

    assert len(came) == 2
    assert seen.body(seen.last("gp_itk3", "acknowledgement")) == b"<sound/>"


def test_what_goes_wrong_on_purpose_is_for_the_candidate_alone(gp_practice, pharmacy, issued, world):
    pharmacy.send_message(issued.person.practice.mailbox, b"<x/>", workflow_id=ACKNOWLEDGEMENTS)
    world.faults.plan(Fault("busy", "mesh", "collect_message", journey=issued.journey, status=503))

    assert len(gp_practice.collect_acknowledgements(issued.journey)) == 1


def test_a_mesh_that_is_gone_is_ours(gp_practice, referral, issued, world, seen, monkeypatch):
    monkeypatch.setitem(world.addresses, "mesh", "http://127.0.0.1:9")

    with pytest.raises(HarnessError, match="our own MESH"):
        gp_practice.send_itk3(referral)
    with pytest.raises(HarnessError, match="our own MESH"):
        gp_practice.collect_acknowledgements(issued.journey)
    assert "error" in seen.last("gp_itk3", "send_referral")["data"]["response"]["start"]


@pytest.mark.parametrize("send", ["send_email", "send_itk3"])
def test_an_unknown_damage_is_our_mistake(gp_practice, referral, send):
    with pytest.raises(HarnessError, match="known: "):
        getattr(gp_practice, send)(referral, damage="no-such")
