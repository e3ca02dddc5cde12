"""Other pharmacies that take a referral by FHIR, or refuse it."""

import pytest

from cpcs_harness.people.directory import HeldServices


@pytest.fixture
def post(nation, http):
    base = nation.candidate_endpoints()["onward"]["base"]

    def call(ods, **given):
        return http.post(f"{base}/{ods}/$process-message", **given)

    return call


@pytest.fixture
def message(issued):
    patient = {"resourceType": "Patient", "identifier": [{"value": issued.person.nhs_number}]}
    return {"resourceType": "Bundle", "id": "1", "type": "message", "entry": [{"resource": patient}]}


def test_a_message_is_taken_however_often_it_comes_and_is_the_journeys(post, message, issued, seen):
    answers = [post("FX501", json=message) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["resourceType"] == "OperationOutcome"
    event = seen.last("onward", "process_message")
    assert (event["journey"], event["data"]["certainty"]) == (issued.journey, "modelled")


@pytest.mark.parametrize("given", [{"content": b"hello"}, {"json": []}, {"json": {"resourceType": "Bundle"}}])
def test_what_is_no_message_is_refused(post, given):
    assert post("FX501", **given).status_code == 400


def test_a_pharmacy_refuses_where_the_directory_has_it_so(post, message, world, issued):
    service = {"service_id": "2000095503", "ods": "FX503", "fhir": "refuses"}
    world.hold(HeldServices(issued.person.postcode, (service,)), issued.journey)

    assert [post(ods, json=message).status_code for ods in ("FX501", "FX503")] == [200, 422]
