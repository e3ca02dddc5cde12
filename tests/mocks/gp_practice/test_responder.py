"""The mock practice: what it answers to an ITK3 message, over the same MESH as the candidate."""

import uuid

import pytest
from lxml import etree
from mesh_client import MeshClient

from cpcs_harness._content.mocks.gp_practice.responder import PracticeResponder

NS = {"f": "http://hl7.org/fhir"}
HANDLING = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-ITK-MessageHandling-2"


@pytest.fixture
def premises(world):
    return world.environment.premises[1]


@pytest.fixture
def pharmacy(world, nation, premises):
    shared = world.environment.mesh_shared_key
    with MeshClient(
        world.addresses["mesh"], premises.mailbox, premises.mailbox_password, shared_key=shared, max_retries=0
    ) as client:
        client._session.trust_env = False
        yield client
        for left in client.list_messages():
            client.acknowledge_message(left)


def message(premises, nhs_number, business="true", infrastructure="true"):
    header_id = str(uuid.uuid4())
    return (
        header_id,
        f"""<Bundle xmlns="http://hl7.org/fhir"><type value="message"/>
      <entry><resource><MessageHeader><id value="{header_id}"/>
        <extension url="{HANDLING}">
          <extension url="BusAckRequested"><valueBoolean value="{business}"/></extension>
          <extension url="InfAckRequested"><valueBoolean value="{infrastructure}"/></extension>
          <extension url="SenderReference"><valueString value="ours-17"/></extension>
        </extension>
        <source><endpoint value="{premises.mailbox}"/></source>
      </MessageHeader></resource></entry>
      <entry><resource><Bundle><entry><resource><Patient><identifier>
        <system value="https://fhir.nhs.uk/Id/nhs-number"/><value value="{nhs_number}"/>
      </identifier></Patient></resource></entry></Bundle></resource></entry></Bundle>""".encode(),
    )


def send(pharmacy, issued, body):
    return pharmacy.send_message(issued.person.practice.mailbox, body, workflow_id="DIGMED_EMG_MED")


def codes(sent):
    return [answer["code"] for answer in sent]


@pytest.mark.parametrize(
    ("business", "infrastructure", "expected"),
    [
        pytest.param("true", "true", ["20013", "30001"], id="both"),
        pytest.param("false", "true", ["20013"], id="infrastructure"),
        pytest.param("true", "false", ["30001"], id="business"),
        pytest.param("false", "false", [], id="neither"),
        pytest.param("perhaps", "perhaps", ["20013", "30001"], id="unreadable-flags"),
    ],
)
def test_what_was_asked_for_is_answered(
    nation, pharmacy, issued, premises, business, infrastructure, expected
):
    _, body = message(premises, issued.person.nhs_number, business, infrastructure)
    send(pharmacy, issued, body)

    assert codes(PracticeResponder(nation.world).respond(issued.journey)) == expected


def test_an_answer_is_an_itk3_response_to_the_message(nation, pharmacy, issued, premises):
    header_id, body = message(premises, issued.person.nhs_number)
    send(pharmacy, issued, body)

    sent = PracticeResponder(nation.world).respond(issued.journey)

    arrived = pharmacy.retrieve_message(sent[0]["message_id"])
    bundle = etree.fromstring(arrived.read())
    assert (arrived.workflow_id, arrived.sender) == ("DIGMED_EMG_MED_ACK", issued.person.practice.mailbox)
    assert value(bundle, "f:type") == "message"
    header = bundle.find("f:entry/f:resource/f:MessageHeader", NS)
    assert value(header, "f:event/f:code") == "ITK008M"
    assert value(header, "f:response/f:identifier") == header_id == sent[0]["response_to"]
    assert value(header, "f:response/f:code") == "ok"
    assert value(header, "f:source/f:endpoint") == issued.person.practice.mailbox
    flags = header.findall("f:extension/f:extension/f:valueBoolean", NS)
    assert [flag.get("value") for flag in flags] == ["false", "false"]
    assert value(header, "f:extension/f:extension[@url='SenderReference']/f:valueString") == "ours-17"
    issue = bundle.find(".//f:OperationOutcome/f:issue", NS)
    assert (value(issue, "f:severity"), value(issue, "f:details/f:coding/f:code")) == ("information", "20013")
    assert issued.person.nhs_number.encode() not in etree.tostring(bundle)


def test_every_reference_of_an_answer_resolves_in_it(nation, pharmacy, issued, premises):
    send(pharmacy, issued, message(premises, issued.person.nhs_number)[1])

    for answer in PracticeResponder(nation.world).respond(issued.journey):
        bundle = etree.fromstring(pharmacy.retrieve_message(answer["message_id"]).read())
        known = {entry.get("value") for entry in bundle.findall("f:entry/f:fullUrl", NS)}
        asked = {found.get("value") for found in bundle.findall(".//f:reference", NS)}
        assert {one for one in asked if one.startswith("urn:uuid:")} <= known


def test_another_practices_patient_is_not_known(nation, pharmacy, issued, admit, premises):
    stranger = admit().person
    send(pharmacy, issued, message(premises, stranger.nhs_number)[1])

    assert codes(PracticeResponder(nation.world).respond(issued.journey)) == ["20013", "30002"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"not xml", id="text"),
        pytest.param(b"<Bundle xmlns='http://hl7.org/fhir'/>", id="no-header"),
        pytest.param(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", id="entity"),
    ],
)
def test_what_cannot_be_read_is_answered_so(nation, pharmacy, issued, premises, body):
    send(pharmacy, issued, body)

    sent = PracticeResponder(nation.world).respond(issued.journey)

    assert codes(sent) == ["10009"]
    assert sent[0]["response_to"] == "UNREADABLE-IN-ORIGINAL-MESSAGE"
    assert sent[0]["to"] == premises.mailbox


def test_messages_are_acknowledged_at_mesh_and_answered_once(nation, pharmacy, issued, premises):
    sent = send(pharmacy, issued, message(premises, issued.person.nhs_number)[1])

    assert len(PracticeResponder(nation.world).respond(issued.journey)) == 2
    assert PracticeResponder(nation.world).respond(issued.journey) == []
    assert pharmacy.track_message(sent)["status"] == "acknowledged"


def test_the_practices_own_calls_are_the_harnesss(nation, pharmacy, issued, premises, seen):
    send(pharmacy, issued, message(premises, issued.person.nhs_number)[1])
    PracticeResponder(nation.world).respond(issued.journey)

    event = seen.last("mesh", "send_message")
    assert (event["data"]["direction"], event["journey"]) == ("of-harness", issued.journey)


def value(element, path):
    return element.find(path, NS).get("value")


@pytest.mark.parametrize("endpoint", ["NOBODY01", "not a mailbox \u00e9", "urn:x:NOBODY01"])
def test_an_answer_to_a_mailbox_that_is_none_goes_to_the_sender(nation, pharmacy, issued, premises, endpoint):
    header_id, body = message(premises, issued.person.nhs_number)
    said = body.decode().replace(f'<endpoint value="{premises.mailbox}"/>', f'<endpoint value="{endpoint}"/>')
    send(pharmacy, issued, said.encode())

    sent = PracticeResponder(nation.world).respond(issued.journey)

    assert codes(sent) == ["20013", "30001"]
    assert {answer["to"] for answer in sent} == {premises.mailbox}
    assert {answer["response_to"] for answer in sent} == {header_id}


def test_what_cannot_be_unpacked_is_answered_as_unreadable(nation, pharmacy, issued, http):
    headers = {
        "Authorization": pharmacy._session.auth.generate_token(),
        "Mex-To": issued.person.practice.mailbox,
        "Mex-WorkflowID": "DIGMED_EMG_MED",
        "Content-Encoding": "gzip",
    }
    http.post(f"{pharmacy.mailbox_url}/outbox", content=b"no gzip", headers=headers).raise_for_status()

    assert codes(PracticeResponder(nation.world).respond(issued.journey)) == ["10009"]


def test_a_copy_is_answered_as_one(nation, pharmacy, issued, premises):
    _, body = message(premises, issued.person.nhs_number)
    responder = PracticeResponder(nation.world)
    send(pharmacy, issued, body)
    first = codes(responder.respond(issued.journey))
    send(pharmacy, issued, body)

    assert (first, codes(responder.respond(issued.journey))) == (["20013", "30001"], ["20007"])


def test_a_script_says_what_is_answered_and_when(nation, pharmacy, issued, premises):
    header_id, body = message(premises, issued.person.nhs_number)
    responder, number = PracticeResponder(nation.world), issued.person.nhs_number
    send(pharmacy, issued, body)

    none = responder.respond(issued.journey, {number: ()})
    later = responder.respond(issued.journey, {number: ("20013 in chunks", "30001 about another")})

    assert none == []
    assert codes(later) == ["20013", "30001"]
    assert [answer["response_to"] == header_id for answer in later] == [True, False]
    whole = pharmacy.retrieve_message(later[0]["message_id"])
    assert b"ITK008M" in whole.read()
