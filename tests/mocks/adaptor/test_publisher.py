"""What the 111 Adaptor publishes: the text of a message, damages, and a broker that takes nothing."""

import json
import socket
import sys
from datetime import UTC, datetime

import pytest

from cpcs_harness._content.mocks.adaptor import broker as brokers
from cpcs_harness._content.mocks.adaptor.broker import Broker
from cpcs_harness._content.mocks.adaptor.publisher import Adaptor, message
from cpcs_harness.errors import HarnessError, UsageProblem
from fhir_bundles import of_kind
from ports import free_ports

NOW = datetime(2026, 7, 1, 12, 30, 15, 250000, tzinfo=UTC)
ORDER = [
    "MessageHeader", "Encounter", "Organization", "Practitioner", "Location", "Organization", "Location", "Patient",
    "Organization", "HealthcareService", "Location", "Organization", "ReferralRequest", "ProcedureRequest",
    "Composition", "Consent", "Condition", "Observation", "PractitionerRole", "Organization", "RelatedPerson",
    "Device", "List",
]  # fmt: skip


def test_the_same_report_twice_has_other_ids_within(issued):
    first, second = (json.loads(message(issued.report, NOW)) for _ in range(2))

    urls = {entry["fullUrl"] for entry in first["entry"]}
    assert urls & {entry["fullUrl"] for entry in second["entry"]} == {f"urn:uuid:{issued.report.message_id}"}


def test_the_text_of_a_message_is_indented_json(issued):
    assert message(issued.report, NOW).startswith(b'{\n  "resourceType": "Bundle",\n')


def test_not_json_cannot_be_read(issued):
    with pytest.raises(json.JSONDecodeError):
        json.loads(message(issued.report, NOW, "not-json"))


@pytest.mark.parametrize("damage", ["no-body", "no-object", "not-utf-8"])
def test_bytes_are_spoiled_as_in_referrals_by_fhir(issued, damage):
    body = message(issued.report, NOW, damage)

    with pytest.raises((ValueError, TypeError)):
        json.loads(body.decode())["entry"]


def test_no_patient_leaves_out_the_patient_alone(issued):
    found = json.loads(message(issued.report, NOW, "no-patient"))

    assert of_kind(found, "Patient") == []
    assert len(found["entry"]) == len(ORDER) - 1


def test_an_unknown_recipient_is_nobodys(world, issued):
    body = message(issued.report, NOW, "unknown-recipient").decode()

    for premises in world.environment.premises:
        assert premises.ods not in body
        assert premises.dos_service_id not in body


def test_an_unknown_damage_is_the_harnesss_own_mistake(issued):
    with pytest.raises(HarnessError, match="known: not-json"):
        message(issued.report, NOW, "explode")


def test_a_broker_that_is_not_there_is_recorded_and_not_raised(world, issued, seen):
    (port,) = free_ports(1)

    sent = Adaptor(world).publish(
        issued.report, Broker(f"amqp://user:hush-hush@127.0.0.1:{port}/%2F", "reports")
    )

    event = seen.last("adaptor", "publish")
    assert (sent.exchange, sent.status) == (f"e{event['seq']}", 0)
    assert event["data"]["response"]["start"]["error"].startswith("the broker took nothing: ")
    assert event["journey"] == issued.journey
    assert "hush-hush" not in json.dumps(event)


def test_a_broker_that_says_nothing_is_not_waited_for_without_end(world, issued, seen, monkeypatch):
    monkeypatch.setattr(brokers, "SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        sent = Adaptor(world).publish(issued.report, Broker(f"amqp://127.0.0.1:{port}", "reports"))

    assert sent.status == 0
    assert (
        "the broker took nothing: " in seen.last("adaptor", "publish")["data"]["response"]["start"]["error"]
    )


def test_an_address_that_cannot_be_read_is_recorded_without_it(world, issued, seen):
    sent = Adaptor(world).publish(
        issued.report, Broker("amqp://user:hush-hush@127.0.0.1:99999999", "reports")
    )

    event = seen.last("adaptor", "publish")
    assert sent.status == 0
    assert event["data"]["response"]["start"]["error"]
    assert "hush-hush" not in json.dumps(event)


def test_a_missing_client_is_told_with_what_to_do(world, issued, monkeypatch):
    monkeypatch.setitem(sys.modules, "pika", None)

    with pytest.raises(UsageProblem, match="pip install pika"):
        Adaptor(world).publish(issued.report, Broker("amqp://127.0.0.1", "reports"))
