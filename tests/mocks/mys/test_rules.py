"""What MYS refuses, each field by itself, and what becomes of a claim that it holds."""

import json
from datetime import UTC, datetime

import pytest
from fhir.resources.R4B.claim import Claim as FhirClaim

from cpcs_harness._content.mocks.mys.claims import Claims
from cpcs_harness._content.mocks.mys.rules import errors
from cpcs_harness.profiles.profile import Profile
from cpcs_harness.profiles.profiles import ours

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
AFTER_DUE, AFTER_ALL = datetime(2026, 12, 6, tzinfo=UTC), datetime(2027, 3, 6, tzinfo=UTC)
SUPPORTING = "https://fhir.nhsbsa.nhs.uk/Id/CpcsSupportingInfo"
GPHC = "https://fhir.hl7.org.uk/Id/gphc-number"


def claim(**changes):
    return {
        "resourceType": "Claim",
        "contained": [
            {
                "resourceType": "Patient",
                "id": "patient",
                "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"}],
            }
        ],
        "identifier": [{"value": "r1"}],
        "type": {"coding": [{"code": "EMG_MED"}]},
        "patient": {"reference": "#patient"},
        "provider": {"identifier": {"value": "FA101"}},
        "referral": {
            "identifier": {"system": "https://fhir.nhsbsa.nhs.uk/Id/UrgentCareReference", "value": "A-1"}
        },
        "billablePeriod": {"start": "2026-11-01"},
        "supportingInfo": [assessed("2026-11-28")],
        "item": [item()],
    } | changes


def assessed(day):
    return {"category": {"coding": [{"system": SUPPORTING, "code": "ASSESSMENT_DATE"}]}, "timingDate": day}


def item(code="322236009", quantity=28, **more):
    return {"productOrService": {"coding": [{"code": code}]}, "quantity": {"value": quantity}} | more


def patient(number):
    identifier = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": number}
    return {"contained": [{"resourceType": "Patient", "id": "patient", "identifier": [identifier]}]}


@pytest.fixture
def moment():
    return [NOW]


@pytest.fixture
def mys(moment):
    return Claims(lambda: moment[0], {"FA101", "FA102"}, ours("mys"))


def submit(mys, **changes):
    return mys.submit(json.dumps(claim(**changes)).encode())


def amend(mys, submission, **changes):
    return mys.amend(submission, json.dumps(claim(**changes)).encode())


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"identifier": []}, "identifier[0].value", "DUE"),
        ({"identifier": [{"value": "r" * 65}]}, "identifier[0].value", "FORM"),
        ({"type": {}}, "type.coding[0].code", "DUE"),
        ({"provider": {}}, "provider", "DUE"),
        ({"patient": None}, "patient", "DUE"),
        (patient("9990000019"), "patient.identifier.value", "FORM"),
        ({"billablePeriod": {"start": "2026-11-22"}}, "billablePeriod.start", "DUE"),
        ({"billablePeriod": {"start": "2026-13-01"}}, "billablePeriod.start", "DUE"),
        ({"supportingInfo": [assessed("2026-11-29")]}, "supportingInfo[0].timingDate", "FUTURE"),
        ({"supportingInfo": [assessed("2026-10-31")]}, "supportingInfo[0].timingDate", "MONTH"),
        ({"supportingInfo": [{}, assessed("28.11.2026")]}, "supportingInfo[1].timingDate", "FORM"),
        ({"item": [item(), item(quantity=0)]}, "item[1].quantity.value", "DUE"),
        ({"item": [item(code="tablets")]}, "item[0].productOrService.coding[0].code", "DUE"),
        ({"item": [item(net={"value": 14})]}, "item[0].net", "MONEY"),
        ({"total": {"value": 14}}, "total", "MONEY"),
        (
            {"careTeam": [{"provider": {"identifier": {"system": GPHC, "value": "207123"}}}]},
            "careTeam.provider.identifier.value",
            "FORM",
        ),
    ],
)
def test_each_field_is_refused_by_itself(mys, changes, field, code):
    status, said = submit(mys, **changes)

    assert status == 422
    assert [(error["field"], error["code"]) for error in said["errors"]] == [(field, code)]
    assert submit(mys)[0] == 201, "what was refused is not held"


def test_several_wrong_fields_are_told_at_once(mys):
    status, said = submit(mys, type={}, item=[item(quantity=-1)])

    assert (status, len(said["errors"])) == (422, 2)


def test_a_contractor_that_nobody_knows_is_forbidden(mys):
    status, said = submit(mys, provider={"identifier": {"value": "FHQ01"}})

    assert (status, said["errors"][0]["code"]) == (403, "CONTRACTOR_UNKNOWN")


def test_what_may_be_left_out_is_not_asked_for(mys):
    assert submit(mys, supportingInfo=None, item=None, referral=None)[0] == 201


def test_a_midnight_that_has_come_at_the_pharmacy_lies_not_ahead(mys, moment):
    moment[0] = datetime(2026, 11, 27, 23, 59, tzinfo=UTC)

    assert submit(mys)[0] == 201


def test_the_same_again_is_known_and_another_under_its_reference_is_not(mys):
    first, again = submit(mys), submit(mys)
    other = submit(mys, item=[item(quantity=14)])

    assert (first[0], again[0], other[0]) == (201, 200, 409)
    assert len({answer[1]["submissionId"] for answer in (first, again, other)}) == 1


def test_a_consultation_is_claimed_once_whatever_the_reference(mys):
    _, first = submit(mys)
    status, said = submit(mys, identifier=[{"value": "r2"}])

    assert (status, said["submissionId"]) == (409, first["submissionId"])
    assert submit(mys, identifier=[{"value": "r2"}], type={"coding": [{"code": "MIN_ILL"}]})[0] == 201


def test_two_pharmacies_may_use_one_reference(mys):
    assert {submit(mys)[0], submit(mys, provider={"identifier": {"value": "FA102"}})[0]} == {201}


def test_a_claim_is_amended_by_its_id_and_stays_whose_it_is(mys):
    submission = submit(mys)[1]["submissionId"]

    assert amend(mys, submission, item=[item(quantity=14)]) == (200, {"submissionId": submission})
    assert mys.read(submission)[1]["item"][0]["quantity"]["value"] == 14
    assert amend(mys, submission, identifier=[{"value": "r2"}])[0] == 409
    assert amend(mys, submission, item=[item(quantity=0)])[0] == 422
    assert amend(mys, "other")[0] == 404
    assert mys.read(submission)[1]["item"][0]["quantity"]["value"] == 14, "what was refused changes nothing"


def test_a_withdrawn_claim_is_gone_and_its_reference_used_up(mys):
    submission = submit(mys)[1]["submissionId"]

    assert mys.withdraw(submission)[0] == 204
    assert [mys.withdraw(submission)[0], mys.read(submission)[0], amend(mys, submission)[0]] == [
        410,
        410,
        410,
    ]
    assert submit(mys)[0] == 409
    assert submit(mys, identifier=[{"value": "r2"}])[0] == 201


def test_after_the_fifth_a_claim_is_late_and_is_not_changed(mys, moment):
    in_time = submit(mys)[1]
    moment[0] = AFTER_DUE
    late = submit(mys, identifier=[{"value": "r2"}], referral=None)

    assert "late" not in in_time
    assert (late[0], late[1]["late"]) == (201, True)
    again = submit(mys, identifier=[{"value": "r2"}], referral=None)
    assert (again[0], again[1]) == (200, late[1])
    refused = amend(mys, in_time["submissionId"]), mys.withdraw(in_time["submissionId"])
    assert [(status, said["errors"][0]["code"]) for status, said in refused] == [(422, "WINDOW_CLOSED")] * 2


def test_after_the_close_nothing_new_is_taken_and_what_is_held_is_known_again(mys, moment):
    submit(mys)
    moment[0] = AFTER_ALL
    status, said = submit(mys, identifier=[{"value": "r2"}], referral=None)

    assert (status, said["errors"][0]["code"]) == (422, "WINDOW_CLOSED")
    assert submit(mys)[0] == 200


def test_the_example_of_our_profile_is_a_claim_that_is_taken():
    example = ours("mys")["example"]

    assert FhirClaim.model_validate_json(example)
    assert errors(json.loads(example), NOW, ours("mys")) == []


def test_what_another_profile_does_not_refuse_is_taken():
    lenient = Profile("mys", "a test", "modelled", {**ours("mys").held, "refused": ["items"]})
    wrong = claim(item=[item(quantity=0)], total={"value": 14}, supportingInfo=[assessed("2026-10-01")])

    assert [error["field"] for error in errors(wrong, NOW, lenient)] == ["item[0].quantity.value"]
    assert len(errors(wrong, NOW, ours("mys"))) == 3
