"""The onward referral as a FHIR message: valid, whole, and the same each time."""

import json

import pytest
from fhir.resources.R4B.bundle import Bundle

PLACE = {
    "service_id": "2000095501",
    "ods": "FX501",
    "name": "Lantern Pharmacy",
    "reason": "Out of stock",
    "through": "fhir",
}


@pytest.fixture
def referral(pharmacy):
    """A patient who was seen, and whom the pharmacy cannot help."""
    identifier = pharmacy.completed()
    pharmacy.service.store.change(identifier, status="open", completed=None)
    return identifier


def test_a_system_that_knows_no_receivers_refuses(pharmacy, referral):
    assert pharmacy.do("refer_onward", referral, **PLACE)["status"] == "refused"


def test_no_answer_is_a_failure_and_the_message_that_waits_is_a_valid_one(pharmacy, referral):
    receivers = pharmacy.service.referrer.by_fhir.receivers
    receivers.settings = type(receivers.settings)("http://127.0.0.1:1/onward")
    failed = pharmacy.do("refer_onward", referral, **PLACE)

    assert failed["status"] == "failed"
    waiting = pharmacy.service.store.outgoing(failed["observation"]["onward"]["reference"])
    assert waiting.recipient == "http://127.0.0.1:1/onward/FX501/$process-message"
    bundle = json.loads(waiting.body)
    Bundle.model_validate(bundle)
    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    assert (bundle["type"], kinds[:3]) == ("message", ["MessageHeader", "ServiceRequest", "Patient"])
    for fact in ("9990000018", "Whitlow", "Out of stock", "Viral"):
        assert fact in waiting.body
