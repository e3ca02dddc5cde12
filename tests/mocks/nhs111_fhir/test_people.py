"""The people of NHS 111's FHIR referral."""

import json
from dataclasses import replace

import pytest

from cpcs_harness._content.conformance._shared.fhir_r4 import why_no_resource
from cpcs_harness._content.mocks.nhs111_fhir.bundle import message_bundle
from cpcs_harness.people.model import Caller
from cpcs_harness.people.written import Place
from fhir_bundles import by_id, of_kind, sole

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
CARER = Caller("20", "Carer", "Pat Elms", "01632 960777")


def test_the_patient_is_written_as_issued(issued):
    person = issued.person
    bundle = message_bundle(issued.report)
    patient = sole(bundle, "Patient")

    assert patient["name"][0] == {
        "use": "official",
        "family": person.family,
        "given": [person.given],
        "prefix": [person.prefix],
    }
    assert patient["birthDate"] == person.birth_date.isoformat()
    assert patient["gender"] == person.gender
    assert patient["address"][0]["line"] == list(person.address)
    assert patient["address"][0]["postalCode"] == person.postcode
    callback, home = patient["telecom"]
    assert (callback["value"], callback["rank"]) == (person.callback.replace(" ", ""), 1)
    assert (home["value"], home["use"]) == (person.home_telephone.replace(" ", ""), "home")
    practice = by_id(bundle, patient["generalPractitioner"][0])
    assert practice["identifier"][0] == {
        "system": "https://fhir.nhs.uk/Id/ods-organization-code",
        "value": person.practice.ods,
    }
    assert "contact" not in patient


@pytest.mark.parametrize(
    ("number", "status", "change"),
    [
        ("verified", "number-present-and-verified", lambda number: number),
        ("unverified", "number-present-but-not-traced", lambda number: number),
        ("zeros", "number-present-but-not-traced", lambda number: "0000000000"),
        ("short", "number-present-but-not-traced", lambda number: number[:9]),
        (
            "bad-check",
            "number-present-and-verified",
            lambda number: number[:9] + str((int(number[9]) + 1) % 10),
        ),
    ],
)
def test_the_number_is_given_with_its_status(issued, number, status, change):
    (identifier,) = sole(message_bundle(replace(issued.report, number=number)), "Patient")["identifier"]

    assert identifier["system"] == NHS_NUMBER
    assert identifier["value"] == change(issued.person.nhs_number)
    assert identifier["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] == status


def test_no_number_and_no_practice_are_left_out(issued):
    bundle = message_bundle(replace(issued.report, number="absent", names_practice=False))

    assert not {"identifier", "generalPractitioner"} & set(sole(bundle, "Patient"))
    assert len(of_kind(bundle, "Organization")) == 2


@pytest.mark.parametrize(
    ("known", "length"), [("day", 10), ("month", 7), ("year", 4)], ids=["day", "month", "year"]
)
def test_a_birth_date_ends_where_it_is_no_longer_known(issued, known, length):
    patient = sole(message_bundle(replace(issued.report, birth_known=known)), "Patient")

    assert patient["birthDate"] == issued.person.birth_date.isoformat()[:length]


def test_an_unknown_birth_date_is_left_out(issued):
    assert "birthDate" not in sole(message_bundle(replace(issued.report, birth_known="unknown")), "Patient")


def test_whoever_else_called_is_a_contact_with_relationship_and_number(issued):
    (contact,) = sole(message_bundle(replace(issued.report, caller=CARER)), "Patient")["contact"]

    assert contact["relationship"][0]["text"] == "Carer"
    assert contact["relationship"][0]["coding"][0]["code"] == "20"
    assert contact["name"]["text"] == "Pat Elms"
    assert contact["telecom"][0]["value"] == "01632960777"


def test_another_number_of_the_patients_own_is_no_contact(issued):
    caller = Caller("21", "Self", "", "01632 960778")
    patient = sole(message_bundle(replace(issued.report, caller=caller)), "Patient")

    assert "contact" not in patient
    assert [each["value"] for each in patient["telecom"]][-1] == "01632960778"


def test_in_full_a_patient_has_all_that_fhir_lets_them_have(issued):
    elsewhere = Place(("Flat 2",), "ZZ99 3CZ")
    written = replace(issued.report.written, nickname="Kit", elsewhere=elsewhere, email="kit@example.com")
    far = replace(issued.report.premises, ods="FZ997", dos_service_id="2000099997", name="Far End")
    report = replace(
        issued.report, forms=("in-full",), written=written, local_id="4857773456", also_to=(far,)
    )
    bundle = message_bundle(report)
    patient = sole(bundle, "Patient")

    assert [one["value"] for one in patient["identifier"]] == ["4857773456", report.person.nhs_number]
    assert [one["use"] for one in patient["name"]] == ["official", "nickname"]
    assert [(one["use"], one.get("type")) for one in patient["address"]] == [
        ("temp", "physical"),
        ("home", None),
    ]
    assert patient["telecom"][0]["system"] == "email"
    first, second = sole(bundle, "MessageHeader")["destination"]
    assert "FZ997" in first["endpoint"]
    assert report.premises.ods in second["endpoint"]
    assert why_no_resource(json.dumps(bundle).encode(), "Bundle") == ""


def test_a_nickname_may_stand_before_the_patients_own_name(issued):
    written = replace(issued.report.written, names="nickname first", nickname="Kit")
    patient = sole(message_bundle(replace(issued.report, written=written)), "Patient")

    assert [one["use"] for one in patient["name"]] == ["nickname", "official"]


def test_at_least_a_patient_has_what_fhir_asks_for(issued):
    report = replace(issued.report, forms=("at-least",), number="absent", local_id="4857773456")
    bundle = message_bundle(report)
    patient = sole(bundle, "Patient")

    assert [one["system"] == NHS_NUMBER for one in patient["identifier"]] == [False]
    assert "gender" not in patient
    code = sole(bundle, "ServiceRequest")["code"]
    assert "display" not in code["coding"][0]
    assert code["text"] == report.disposition_text
    assert why_no_resource(json.dumps(bundle).encode(), "Bundle") == ""
