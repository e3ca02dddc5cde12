"""NHS 111 sends a referral by FHIR: headers, damages, and what is recorded of it."""

import base64
import json
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from cpcs_harness._content.mocks.nhs111_fhir.bundle import message_bundle
from cpcs_harness._content.mocks.nhs111_fhir.sender import DAMAGES, DEPTH, NHS111Fhir, headers_of, message
from cpcs_harness.errors import HarnessError
from cpcs_harness.mockkit.http_server import HttpServer
from fhir_bundles import of_kind, references, sole
from ports import free_ports


def test_headers_name_the_service_and_the_message(issued):
    report = issued.report
    headers = headers_of(report)

    assert headers["Content-Type"] == "application/fhir+json"
    assert json.loads(base64.b64decode(headers["NHSD-Target-Identifier"])) == {
        "system": "https://fhir.nhs.uk/Id/dos-service-id",
        "value": report.premises.dos_service_id,
    }
    assert (headers["X-Request-Id"], headers["X-Correlation-Id"]) == (report.message_id, report.tracking_id)


def test_the_same_message_is_the_same_to_the_byte_and_another_has_ids_of_its_own(issued):
    report = issued.report
    other = message_bundle(replace(report, message_id="0B7A5C44-0000-4000-8000-000000000001"))

    assert message(report) == message(report)
    urls = {entry["fullUrl"] for entry in message_bundle(report)["entry"]}
    assert urls.isdisjoint(entry["fullUrl"] for entry in other["entry"])


def test_not_json_cannot_be_read(issued):
    with pytest.raises(json.JSONDecodeError):
        json.loads(message(issued.report, "not-json"))


def test_what_is_not_utf_8_is_sound_but_for_one_byte(issued):
    body = message(issued.report, "not-utf-8")

    with pytest.raises(UnicodeDecodeError):
        body.decode()
    assert json.loads(body.decode("utf-8", "ignore")) == json.loads(message(issued.report))


def test_no_object_is_a_list_of_a_sound_message_and_no_body_is_nothing(issued):
    assert json.loads(message(issued.report, "no-object")) == [json.loads(message(issued.report))]
    assert message(issued.report, "no-body") == b""


def test_a_message_that_is_nested_deeply_is_json_that_few_can_read(issued):
    body = message(issued.report, "nested-deep")

    with pytest.raises(RecursionError):
        json.loads(body)
    inside = body.partition(b"[" * DEPTH)[2].partition(b"]" * DEPTH)[0]
    assert inside == message(issued.report)


def test_a_number_stands_where_the_family_name_was(issued):
    bundle = json.loads(message(issued.report, "number-for-text"))

    assert [name["family"] for name in sole(bundle, "Patient")["name"]] == [4711]


def test_the_wrong_resource_is_no_bundle(issued):
    assert json.loads(message(issued.report, "wrong-resource"))["resourceType"] == "ServiceRequest"


def test_no_patient_leaves_out_the_patient_alone(issued):
    whole, damaged = json.loads(message(issued.report)), json.loads(message(issued.report, "no-patient"))

    assert of_kind(damaged, "Patient") == []
    assert len(damaged["entry"]) == len(whole["entry"]) - 1


def test_a_dangling_reference_is_one_to_a_patient_who_is_not_there(issued):
    bundle = json.loads(message(issued.report, "dangling-reference"))

    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    assert set(references(bundle)) - urls == {sole(bundle, "ServiceRequest")["subject"]["reference"]}
    assert sole(bundle, "Patient")


def test_a_bad_number_is_one_whose_check_digit_is_wrong(issued):
    bundle = json.loads(message(issued.report, "nhs-number-bad"))

    value = sole(bundle, "Patient")["identifier"][0]["value"]
    assert value[:9] == issued.person.nhs_number[:9]
    assert value[9] != issued.person.nhs_number[9]


def test_an_unknown_recipient_is_nobodys_in_body_and_header(world, issued):
    body = message(issued.report, "unknown-recipient").decode()

    for premises in world.environment.premises:
        assert premises.ods not in body
        assert premises.dos_service_id not in body
    assert "ods:FZZ99|dos:2000099999" in body


def test_an_unknown_damage_is_the_harnesss_own_mistake(issued):
    with pytest.raises(HarnessError, match="known: not-json"):
        message(issued.report, "explode")


@pytest.fixture(scope="module")
def candidate(nation):
    """A system that takes anything in; gives its address and what it was sent."""
    taken = []

    async def take(request):
        taken.append((dict(request.headers), await request.body()))
        return JSONResponse({"resourceType": "Bundle"}, media_type="application/fhir+json")

    route = Route("/fhir/$process-message", take, methods=["POST"])
    port = nation.host.serve(HttpServer("candidate-fhir", Starlette(routes=[route])))
    return f"http://127.0.0.1:{port}/fhir", taken


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_referral_is_sent_and_recorded_with_its_answer(nation, candidate, issued, seen, slash):
    base, taken = candidate

    sent = NHS111Fhir(nation.world).send(issued.report, base + slash, variant="plain one")

    event = seen.last("nhs111fhir", "send_referral")
    headers, body = taken[-1]
    assert (sent.exchange, sent.status) == (f"e{event['seq']}", 200)
    assert json.loads(sent.answer) == {"resourceType": "Bundle"}
    assert (event["journey"], event["data"]["direction"]) == (issued.journey, "to-candidate")
    assert event["data"]["request"]["start"] == {"method": "POST", "target": f"{base}/$process-message"}
    assert event["data"]["response"]["start"] == {"status": 200}
    assert event["data"]["certainty"] == "modelled"
    assert event["data"]["source"].startswith("model of the project, from ")
    assert seen.body(event) == body
    assert headers["content-type"] == "application/fhir+json"


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_truth_is_recorded_with_what_was_sent(nation, candidate, issued, seen, damage):
    NHS111Fhir(nation.world).send(issued.report, candidate[0], damage=damage)

    facts = seen.last("nhs111fhir", "send_referral")["data"]["facts"]
    assert (facts["damage"], facts["variant"], facts["sender"]) == (damage, "", "telephony")
    assert facts["report"]["document_id"] == issued.report.document_id
    assert facts["report"]["premises"]["ods"] == issued.report.premises.ods
    assert facts["report"]["person"]["birth_date"] == issued.person.birth_date.isoformat()


def test_ids_of_its_own_mark_the_journey_too(nation, candidate, issued, world):
    again = replace(issued.report, document_id="A1B2C3D4-0000-4000-8000-000000000077", number="absent")

    NHS111Fhir(nation.world).send(again, candidate[0])

    assert world.register.match([again.document_id])[0] == issued.journey


def test_nobody_listening_is_recorded_and_not_raised(world, issued, seen):
    (port,) = free_ports(1)

    sent = NHS111Fhir(world).send(issued.report, f"http://127.0.0.1:{port}/fhir")

    event = seen.last("nhs111fhir", "send_referral")
    assert sent.status == 0
    assert event["data"]["response"]["start"]["error"]
    assert event["journey"] == issued.journey
