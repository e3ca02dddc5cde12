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
