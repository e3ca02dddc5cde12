"""The model of MYS: what it takes, what it knows again, and that it says it is a model."""

import pytest


@pytest.fixture
def mys(nation, http):
    base = nation.candidate_endpoints()["mys"]["base"]

    def call(method, path="/Claim", **given):
        return http.request(method, base + path, **given)

    return call


@pytest.fixture
def claim(issued):
    return {
        "resourceType": "Claim",
        "contained": [
            {
                "resourceType": "Patient",
                "id": "patient",
                "identifier": [
                    {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": issued.person.nhs_number}
                ],
            },
            {
                "resourceType": "Organization",
                "id": "pharmacy",
                "identifier": [{"value": issued.premises.ods}],
            },
        ],
        "identifier": [{"system": "x", "value": f"ref-{issued.journey}"}],
        "type": {"coding": [{"code": "MIN_ILL"}]},
        "patient": {"reference": "#patient"},
        "provider": {"reference": "#pharmacy"},
        "billablePeriod": {"start": "2026-11-01"},
    }


def test_a_new_claim_is_taken_and_the_same_again_is_known(mys, claim):
    first, again = mys("POST", json=claim), mys("POST", json=claim)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["submissionId"] == again.json()["submissionId"]


def test_another_claim_under_the_same_reference_is_a_conflict(mys, claim):
    mys("POST", json=claim)

    assert mys("POST", json=claim | {"billablePeriod": {"start": "2026-10-01"}}).status_code == 409


def test_another_pharmacy_may_use_the_same_reference(mys, claim):
    mys("POST", json=claim)

    assert mys("POST", json=claim | {"provider": {"identifier": {"value": "FZZ99"}}}).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="broken"),
        pytest.param(b"[]", id="list"),
        pytest.param(b'{"resourceType":"Patient"}', id="patient"),
    ],
)
def test_what_is_no_claim_is_400(mys, body):
    assert mys("POST", content=body).status_code == 400


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"identifier": []}, "identifier[0].value", id="reference"),
        pytest.param({"type": {}}, "type.coding[0].code", id="type"),
        pytest.param({"provider": {}}, "provider", id="pharmacy"),
        pytest.param({"patient": None}, "patient", id="patient"),
        pytest.param({"billablePeriod": {"start": "2026-11-22"}}, "billablePeriod.start", id="month"),
    ],
)
def test_a_claim_that_cannot_be_kept_is_422_with_the_field(mys, claim, changes, field):
    answer = mys("POST", json=claim | changes)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_claim_is_read_amended_and_withdrawn_by_its_id(mys, claim):
    path = f"/Claim/{mys('POST', json=claim).json()['submissionId']}"
    amended = claim | {"created": "2026-11-22"}

    assert mys("GET", path).json() == claim
    assert mys("PUT", path, json=amended).status_code == 200
    assert mys("GET", path).json() == amended
    assert mys("DELETE", path).status_code == 204
    assert mys("GET", path).status_code == 404


def test_every_answer_says_that_it_is_modelled(mys, claim, seen, issued):
    answers = [
        mys("POST", json=claim),
        mys("POST", content=b"{"),
        mys("GET", "/Claim/none"),
        mys("GET", "/other"),
    ]

    assert {answer.headers["x-mock-certainty"] for answer in answers} == {"modelled"}
    event = seen.last("mys", "submit_claim")
    assert event["data"]["certainty"] == "modelled"
    assert issued.journey in {event["journey"] for event in seen.exchanges("mys", "submit_claim")}
