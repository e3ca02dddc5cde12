"""The people and organisations of the bundle that the 111 Adaptor publishes, with what it loses of them."""

import pytest

from cpcs_harness.people.model import Caller
from fhir_bundles import by_id, of_kind, sole

CARER = Caller("20", "Carer", "Pat Elms", "01632 960777")


def test_the_patient_keeps_the_prefix_of_numbers_and_loses_the_use_of_the_callback(made, issued):
    person = issued.person
    patient = sole(made(local_id="LOCAL-1"), "Patient")

    assert patient["telecom"] == [
        {"system": "phone", "value": f"tel:{person.home_telephone.replace(' ', '')}", "use": "home"},
        {"system": "phone", "value": f"tel:{person.callback.replace(' ', '')}"},
    ]
    assert [each["value"] for each in patient["identifier"]] == [person.nhs_number]
    assert patient["birthDate"] == person.birth_date.isoformat()
    assert patient["address"][0]["line"] == list(person.address)


def test_the_callback_comes_once_more_as_an_emergency_contact(made, issued):
    contact = sole(made(), "RelatedPerson")

    assert contact["relationship"]["coding"] == [
        {"system": "http://hl7.org/fhir/v2/0131", "code": "C", "display": "Emergency Contact"}
    ]
    assert contact["telecom"][0]["value"] == f"tel:{issued.person.callback.replace(' ', '')}"


def test_whoever_called_is_an_informant_with_a_relationship(made):
    found = made(caller=CARER)

    caller = by_id(found, sole(found, "Encounter")["participant"][1]["individual"])
    assert [each["code"] for each in caller["relationship"]["coding"]] == ["20", "C"]
    assert caller["name"] == [{"text": "Pat Elms"}]
    assert caller["telecom"] == [{"system": "phone", "value": "tel:01632960777"}]


@pytest.mark.parametrize(
    ("number", "code", "length"),
    [
        ("verified", "01", 10),
        ("unverified", "02", 10),
        ("zeros", "02", 10),
        ("short", "02", 9),
        ("bad-check", "01", 10),
    ],
)
def test_of_the_status_of_a_number_one_or_two_is_left(made, number, code, length):
    (identifier,) = sole(made(number=number), "Patient")["identifier"]

    assert identifier["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] == code
    assert len(identifier["value"]) == length


def test_organisations_have_codes_without_a_system_and_the_sender_only_as_the_authors_employer(made, issued):
    report = issued.report
    found = made()

    role = sole(found, "PractitionerRole")
    assert by_id(found, role["organization"])["identifier"] == [{"value": report.sender_ods}]
    custodian = by_id(found, sole(found, "Encounter")["serviceProvider"])
    assert custodian["name"] == report.sender_name
    assert "identifier" not in custodian
    practice = by_id(found, sole(found, "Patient")["generalPractitioner"][0])
    assert practice["identifier"] == [{"value": issued.person.practice.ods}]


def test_a_practice_that_only_has_a_copy_is_lost(made):
    assert (
        made(practice_copied=True)["entry"][0]["resource"]["destination"]
        == made()["entry"][0]["resource"]["destination"]
    )
    assert len(of_kind(made(practice_copied=True), "HealthcareService")) == 1
