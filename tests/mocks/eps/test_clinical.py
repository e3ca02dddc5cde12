"""The FHIR tracker: what it finds and shows in full, and what it refuses in which order."""

import uuid
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from cpcs_harness._content.mocks.eps.clinical import REQUIRED
from cpcs_harness._content.mocks.identity.platform.service import Platform
from cpcs_harness.people.prescription_id import check_character
from cpcs_harness.people.prescriptions import (
    HeldItem,
    HeldOrganisation,
    HeldPrescription,
    HeldPrescriptions,
)

SURGERY = HeldOrganisation("A83008", "Beck Surgery")
INHALER = HeldItem(
    "6f0a9d10-0001-4000-8000-000000000001",
    "Salbutamol 100micrograms/dose inhaler",
    "1",
    "inhaler",
    "2 puffs when needed",
    "39113311000001107",
)
WRONG = "9AD427-A83008-2E461X"


@pytest.fixture
def base(nation):
    return nation.candidate_endpoints()["clinical_tracker"]["base"]


@pytest.fixture
def headers(nation):
    token = nation[Platform].grants.give(mode="healthcare-worker", user_id="555000000001", roles=("5550",))
    return {**dict.fromkeys(REQUIRED, "5550"), "Authorization": f"Bearer {token}"}


@pytest.fixture
def ask(base, headers, transport):
    client = httpx.Client(base_url=base, transport=transport)

    def asked(path, without=(), **query):
        sent = headers | {"X-Request-ID": str(uuid.uuid4())}
        kept = {name: value for name, value in sent.items() if name not in without}
        return client.get(path, params=query, headers=kept)

    return asked


@pytest.fixture
def prescription(world, issued):
    day, number = f"{world.clock.now():%Y%m%d}090000", issued.person.nhs_number
    body = f"{number[:6]}-A83008-{number[5:]}"  # nobody else's
    return HeldPrescription(body + check_character(body), day, (INHALER,), SURGERY)


@pytest.fixture
def hold(world, issued):
    return lambda *held: world.hold(HeldPrescriptions(issued.person.nhs_number, held), issued.journey)


def groups(answer):
    assert answer.status_code == 200, answer.text
    resources = [entry["resource"] for entry in answer.json()["entry"]]
    return [found for found in resources if found["resourceType"] == "RequestGroup"]


def diagnostics(answer, status):
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/fhir+json"
    return answer.json()["issue"][0]["diagnostics"]


def test_a_patients_prescriptions_of_two_years_are_found(ask, hold, prescription, issued, world, seen):
    old = f"{world.clock.now() - timedelta(days=731):%Y%m%d}090000"
    long = "9C18AE6F-510C-F7A3-E050-D20AE3A231C8C"
    hold(prescription, replace(prescription, issue=2, issued=old), replace(prescription, id=long))

    answer = ask("/RequestGroup", nhsNumber=issued.person.nhs_number)

    assert [group["identifier"][0]["value"] for group in groups(answer)] == [prescription.id]
    assert answer.json()["total"] == 1
    assert answer.headers["cache-control"] == "no-store"
    assert seen.last("clinical_tracker", "search_prescriptions")["journey"] == issued.journey


def test_each_issue_is_found_by_the_identifier_and_viewed_by_its_number(ask, hold, prescription):
    tablets = replace(INHALER, id="6f0a9d10-0002-4000-8000-000000000002", description="Tablets")
    first = replace(prescription, treatment="0003", issues=2)
    hold(first, replace(first, issue=2, items=(tablets,)))

    assert len(groups(ask("/RequestGroup", prescriptionId=first.id))) == 2
    viewed = ask(f"/RequestGroup/{first.id}", issueNumber="2")
    assert len(groups(viewed)) == 1
    items = [entry["resource"].get("medicationCodeableConcept") for entry in viewed.json()["entry"]]
    assert {"text": "Tablets"} in items
    assert diagnostics(ask(f"/RequestGroup/{first.id}", issueNumber="3"), 404).startswith("0001")


def test_none_is_an_answer_to_a_search_and_404_to_a_view(ask, issued):
    unknown = "AB12CD-FA5650-000016"
    for query in ({"nhsNumber": issued.person.nhs_number}, {"prescriptionId": unknown}):
        answer = ask("/RequestGroup", **query)
        assert (answer.status_code, answer.json()["total"]) == (200, 0)
    assert diagnostics(ask(f"/RequestGroup/{unknown}"), 404) == "0001: prescription not found"


@pytest.mark.parametrize("both", [True, False])
def test_a_search_is_by_one_of_the_two(ask, prescription, issued, both):
    query = {"nhsNumber": issued.person.nhs_number, "prescriptionId": prescription.id} if both else {}
    assert "exactly one" in diagnostics(ask("/RequestGroup", **query), 400)


def test_what_is_no_identifier_or_number_is_refused(ask):
    assert diagnostics(ask("/RequestGroup", prescriptionId=WRONG), 400) == "0005: invalid checksum"
    assert diagnostics(ask(f"/RequestGroup/{WRONG}"), 400) == "0005: invalid checksum"
    assert "nhsNumber" in diagnostics(ask("/RequestGroup", nhsNumber="9990000000"), 400)


def test_the_token_is_looked_at_first_then_each_header_then_the_query(ask, headers, nation):
    assert "token" in diagnostics(ask("/RequestGroup", without=("Authorization", "X-Request-ID")), 401)
    for name in REQUIRED:
        assert diagnostics(ask("/RequestGroup", without=(name,)), 400).endswith(f"{name.lower()}.")
    headers["Authorization"] = f"Bearer {nation[Platform].grants.give()}"
    assert "application-restricted" in diagnostics(ask("/RequestGroup"), 403)


def test_a_request_id_is_a_uuid(base, headers, http):
    answer = http.get(f"{base}/RequestGroup", headers=headers | {"X-Request-ID": "1"})
    assert "UUID" in diagnostics(answer, 400)
