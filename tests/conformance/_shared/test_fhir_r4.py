"""Whatever a candidate sends as a resource of FHIR is read, or said to be none: it breaks no check."""

import json

import pytest

from cpcs_harness._content.conformance._shared.fhir_r4 import why_no_resource

HEADER = {
    "resourceType": "MessageHeader",
    "eventCoding": {"system": "urn:x", "code": "y"},
    "source": {"endpoint": "urn:z"},
}


def why(timestamp, **header):
    entry = {"resource": {**HEADER, **header}}
    bundle = {"resourceType": "Bundle", "type": "message", "timestamp": timestamp, "entry": [entry]}
    return why_no_resource(json.dumps(bundle).encode(), "Bundle")


@pytest.mark.parametrize("timestamp", ["2026-07-01T09:00:00Z", "2026-07-01T10:00:00.123+01:00"])
def test_an_instant_has_a_time_and_a_zone(timestamp):
    assert why(timestamp) == ""


@pytest.mark.parametrize("timestamp", ["2026-07-01", "2026-07-01T09:00:00", "01/07/2026 09:00", ""])
def test_what_is_no_instant_is_named(timestamp):
    assert "timestamp" in why(timestamp)


def test_what_is_wrong_within_a_bundle_is_named():
    assert "response" in why("2026-07-01T09:00:00Z", response={"code": "ok"})


def refused(severity, code):
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": severity, "code": code}]}
    return why_no_resource(json.dumps(outcome).encode(), "OperationOutcome")


def test_a_code_is_one_of_the_value_set_that_fhir_binds_it_to():
    assert refused("error", "not-supported") == ""
    assert refused("error", "not-supporte").startswith("issue.code: “not-supporte” is none of")
    assert refused("grave", "not-supported").startswith("issue.severity: “grave” is none of")


def test_a_code_within_a_resource_of_a_bundle_is_looked_at_too():
    response = {"identifier": "one", "code": "fine"}

    assert why("2026-07-01T09:00:00Z", response=response).startswith(
        "entry.resource.response.code: “fine” is none of ok,"
    )


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("Task", {"intent": "order", "status": "completed"}),
        ("Encounter", {"status": "entered-in-error", "class": {"code": "VR"}}),
        ("Observation", {"status": "corrected", "code": {"text": "pulse"}}),
    ],
)
def test_a_code_is_held_to_no_list_that_is_not_the_whole_value_set(kind, more):
    body = json.dumps({"resourceType": kind, **more}).encode()

    assert why_no_resource(body, kind) == ""


@pytest.mark.parametrize(
    "contained",
    [
        [{"resourceType": "Nonsense"}],
        [{"resourceType": 7}],
        [{"resourceType": ["Patient"]}],
        ["Patient"],
        [None],
    ],
)
def test_a_contained_resource_of_no_type_is_no_resource(contained):
    body = json.dumps({"resourceType": "Claim", "contained": contained}).encode()

    assert why_no_resource(body, "Claim")


def test_what_is_nested_without_end_is_no_resource():
    assert why_no_resource(
        b'{"resourceType":"Claim","contained":' + b"[" * 5000 + b"]" * 5000 + b"}", "Claim"
    )


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'"Bundle"', b"\xff", b'{"resourceType":"Patient"}'])
def test_what_is_no_bundle_at_all_is_none(body):
    assert why_no_resource(body, "Bundle")


@pytest.mark.parametrize(
    ("subject", "inside", "is_named"),
    [
        ({"reference": "#him"}, {}, False),
        ({"display": "he"}, {"managingOrganization": {"reference": "#"}}, False),
        ({"display": "he"}, {}, True),
    ],
)
def test_what_is_contained_is_referred_to_or_refers_back(subject, inside, is_named):
    held = {"contained": [{"resourceType": "Patient", "id": "him", **inside}], "subject": subject}
    task = {"resourceType": "Encounter", "status": "finished", "class": {"code": "VR"}, **held}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": task}]}

    for resource in (task, bundle):
        why = why_no_resource(json.dumps(resource).encode(), resource["resourceType"])
        assert ("nothing refers to Patient “him”" in why) == is_named
