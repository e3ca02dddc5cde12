"""Who stands in a FHIR message: each value whole, of the right use, and of the right person or organisation."""

import pytest

from cpcs_harness._content.conformance._shared.facts.coded import of_json
from cpcs_harness._content.conformance._shared.parties import expect_whole, parties_of
from cpcs_harness.judging import NotMet

ISSUED = {
    "report": {"written": {"work_telephone": "01632 960777", "behind": " ext 12"}},
    "person": {
        "nhs_number": "9991410546",
        "prefix": "Ms",
        "given": "Ann Mary",
        "family": "Lee",
        "birth_date": "1990-01-02",
        "gender": "female",
        "address": ["Flat 2", "1 Mill Lane", "Leeds"],
        "postcode": "LS1 4AB",
        "callback": "07700 900123",
        "home_telephone": "0113 496 0123",
        "practice": {
            "ods": "Y40001",
            "name": "Ash Surgery",
            "address": ["2 Ash Street", "Leeds"],
            "postcode": "LS1 9ZZ",
            "telephone": "0116 496 0001",
        },
    },
    "premises": {
        "ods": "FA101",
        "name": "Alder Pharmacy",
        "address": ["1 High Street", "Leeds"],
        "postcode": "LS1 4AB",
        "telephone": "01632 960901",
    },
    "pharmacist": {"given": "Kit", "family": "Shore", "gphc": "2450001"},
}
HOME = {"use": "home", "line": ["Flat 2", "1 Mill Lane"], "city": "Leeds", "postalCode": "LS14AB"}
PATIENT = {
    "identifier": [{"value": "9991410546"}],
    "name": [{"use": "official", "prefix": ["Ms"], "given": ["Ann", "Mary"], "family": "LEE"}],
    "birthDate": "1990-01-02",
    "gender": "female",
    "telecom": [{"system": "phone", "value": "+44 7700 900123"}],
    "address": [HOME],
}
PHARMACY = {
    "identifier": [{"value": "FA101"}],
    "name": "Alder Pharmacy",
    "telecom": [{"system": "phone", "value": "01632960901"}],
    "address": [{"line": ["1 High Street", "Leeds"], "postalCode": "LS1 4AB"}],
}
PHARMACIST = {"identifier": [{"value": "2450001"}], "name": [{"text": "Ms Kit Shore MRPharmS"}]}


class Place:
    where, id = "the message", "1"


def judge(kind, resource):
    entry = {"resource": {"resourceType": kind, **resource}}
    expect_whole(of_json({"resourceType": "Bundle", "entry": [entry]}), parties_of(ISSUED), Place)


@pytest.mark.parametrize(
    ("kind", "resource"),
    [
        ("Patient", PATIENT),
        ("Patient", {**PATIENT, "identifier": [], "telecom": [{"system": "email", "value": "a@b.example"}]}),
        ("Patient", {"identifier": [{"value": "9991410546"}]}),
        ("Patient", {**PATIENT, "name": [{"use": "maiden", "family": "Reed"}]}),
        ("Patient", {**PATIENT, "address": [{"use": "temp", "line": ["9 Quay"]}]}),
        ("Patient", {"identifier": [{"value": "9999999468"}], "gender": "male"}),
        ("Patient", {"name": True, "address": ["x"], "identifier": "x", "telecom": [1]}),
        ("Patient", {**PATIENT, "name": {"family": "Lee"}}),
        ("Patient", {**PATIENT, "name": [{"prefix": ["MS."], "family": "Lee"}]}),
        ("Patient", {**PATIENT, "telecom": [{"use": "work", "value": "01632960777"}]}),
        ("Patient", {**PATIENT, "telecom": [{"use": "work", "value": "01632960777 ext 12"}]}),
        ("Organization", PHARMACY),
        ("Organization", {"identifier": [{"value": "FX999"}], "name": "Another Chemist"}),
        ("Practitioner", PHARMACIST),
    ],
)
def test_what_is_whole_or_left_out_or_of_somebody_else_is_right(kind, resource):
    judge(kind, resource)


@pytest.mark.parametrize(
    ("kind", "resource", "said"),
    [
        ("Patient", {**PATIENT, "address": [{**HOME, "line": ["Flat 2"]}]}, "Patient.address.line"),
        ("Patient", {**PATIENT, "address": [HOME, {**HOME, "city": "York"}]}, "Patient.address.line"),
        ("Patient", {**PATIENT, "address": [{**HOME, "postalCode": "LS1"}]}, "Patient.address.postalCode"),
        ("Patient", {**PATIENT, "name": [{"given": ["Ann"], "family": "Lee"}]}, "Patient.name.given"),
        ("Patient", {**PATIENT, "name": [{"prefix": ["Mr"]}]}, "Patient.name.prefix"),
        ("Patient", {**PATIENT, "birthDate": "1990"}, "Patient.birthDate"),
        ("Patient", {**PATIENT, "gender": "male"}, "Patient.gender"),
        ("Patient", {**PATIENT, "telecom": [{"value": "01632 960901"}]}, "Patient.telecom.value"),
        ("Organization", {**PHARMACY, "name": "Ash Surgery"}, "Organization.name"),
        ("Organization", {**PHARMACY, "address": [{"line": ["1 High Street"]}]}, "Organization.address.line"),
        ("Organization", {**PHARMACY, "telecom": [{"value": "0116 496 0001"}]}, "Organization.telecom.value"),
        ("Practitioner", {**PHARMACIST, "name": [{"text": "Ann Mary Lee"}]}, "Practitioner.name.text"),
    ],
)
def test_a_part_of_a_value_or_anothers_is_told_with_its_place(kind, resource, said):
    with pytest.raises(NotMet, match=said):
        judge(kind, resource)
