"""The model of MYS as it is called: its paths, whose calls they are, and that it says it is a model."""

import pytest


@pytest.fixture
def mys(nation, http):
    base = nation.candidate_endpoints()["mys"]["base"]

    def call(method, path="/Claim", **given):
        return http.request(method, base + path, **given)

    return call


@pytest.fixture
def claim(issued, world):
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
        "billablePeriod": {"start": f"{world.clock.now():%Y-%m}-01"},
    }


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="broken"),
        pytest.param(b"[]", id="list"),
        pytest.param(b'{"resourceType":"Patient"}', id="patient"),
        pytest.param(b"[" * 100_000, id="nested"),
    ],
)
def test_what_is_no_claim_is_400(mys, body):
    assert mys("POST", content=body).status_code == 400


def test_a_claim_is_read_amended_and_withdrawn_by_its_id(mys, claim):
    path = f"/Claim/{mys('POST', json=claim).json()['submissionId']}"
    amended = claim | {"created": "2026-11-22"}

    assert mys("GET", path).json() == claim
    assert mys("PUT", path, json=amended).status_code == 200
    assert mys("GET", path).json() == amended
    assert mys("DELETE", path).status_code == 204
    assert mys("GET", path).status_code == 410


def test_who_withdraws_a_claim_is_known_by_its_id(mys, claim, seen, issued):
    mys("DELETE", f"/Claim/{mys('POST', json=claim).json()['submissionId']}")

    assert seen.last("mys", "withdraw_claim")["journey"] == issued.journey


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
