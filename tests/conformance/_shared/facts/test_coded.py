"""What the coded parts of a message claim, in XML and in JSON alike."""

import pytest
from lxml import etree

from cpcs_harness._content.conformance._shared.facts.coded import of_json, of_xml, strange, strange_moments
from cpcs_harness._content.conformance._shared.facts.known import Known

KNOWN = Known(
    'Ann Lee, 1 Mill Lane, Leeds, LS1 4AB, 07700 900123, 1990-01-02, 9991410546, "222311000001102"',
    frozenset({"2026-11-28"}),
)
PATIENT = {
    "resourceType": "Patient",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991410546"}],
    "name": [{"family": "Lee", "given": ["Ann"]}],
    "telecom": [{"value": "+44 7700 900123"}],
    "birthDate": "1990-01-02",
    "address": [{"line": ["1 Mill Lane"], "city": "Leeds", "postalCode": "LS14AB"}],
}


def bundle(*resources):
    return of_json({"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]})


def claims(*resources):
    held = bundle(*resources)
    return strange(held, KNOWN) + strange_moments(held, KNOWN)


def test_what_is_known_is_not_strange():
    assert claims(PATIENT) == []


@pytest.mark.parametrize(
    "change",
    [
        {"name": [{"family": "Quillfeather"}]},
        {"birthDate": "1990-01-03"},
        {"telecom": [{"value": "07700 900124"}]},
        {"address": [{"line": ["2 Ghost Road"]}]},
        {"identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991410554"}]},
        {"text": {"div": "Morphine 10mg tablets"}},
    ],
)
def test_what_nobody_recorded_is(change):
    assert claims(PATIENT | change)


def medicine(code):
    return {
        "resourceType": "Medication",
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": code}]},
    }


def test_a_code_is_a_clinical_fact_where_its_resource_is_one():
    assert claims(medicine("222311000001102")) == []
    assert claims(medicine("373529000")) == ["Medication 373529000"]
    assert claims({**medicine("373529000"), "resourceType": "List"}) == []


def test_xml_is_read_as_json_is():
    xml = etree.fromstring(
        '<Bundle xmlns="http://hl7.org/fhir"><entry><resource><Patient><name><family value="Quillfeather"/></name>'
        '<birthDate value="1990-01-02"/><address><postalCode value="LS1 4AB"/></address></Patient>'
        "</resource></entry></Bundle>"
    )

    assert strange(of_xml(xml), KNOWN) == ["name “Quillfeather”"]


ASTHMA = {"text": "Chronic asthma"}


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (PATIENT | {"deceasedBoolean": True}, "Patient.deceased"),
        ({"resourceType": "Condition", "code": ASTHMA}, "Condition Chronic asthma"),
        (
            {"resourceType": "Claim", "diagnosis": [{"diagnosisCodeableConcept": ASTHMA}]},
            "diagnosis Chronic asthma",
        ),
        (
            {"resourceType": "MedicationDispense", "dosageInstruction": [{"text": "Three with food"}]},
            "directions “Three with food”",
        ),
    ],
)
def test_facts_in_words_are_held_to_what_is_known(resource, said):
    assert claims(resource) == [said]


def test_what_is_known_of_them_is_not_strange():
    known = Known('"deceasedDateTime": "", Chronic asthma, "one puff twice a day"', KNOWN.clocks)
    told = [
        {"resourceType": "Patient", "deceasedBoolean": True},
        {"resourceType": "Patient", "deceasedBoolean": False},
        {"resourceType": "Condition", "code": ASTHMA},
        {
            "resourceType": "MedicationDispense",
            "dosageInstruction": [{"text": "Directions: one puff twice a day"}],
        },
        {"resourceType": "MedicationDispense", "dosageInstruction": [{"text": "One puff twice a day"}]},
    ]

    assert strange(bundle(*told), known) == []
    assert strange(bundle({"resourceType": "Patient", "deceasedBoolean": False}), KNOWN) == []
