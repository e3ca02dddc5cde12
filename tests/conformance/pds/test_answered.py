"""What a screen shows of a patient is looked for in what PDS answered of them; lawful layouts pass."""

import json

import pytest

from cpcs_harness._content.conformance.pds._answered import patients_in, strays_of
from made_up import SeenCall, seen_message

RECORD = {
    "resourceType": "Patient",
    "id": "9990000018",
    "name": [
        {"use": "usual", "family": "O'Brien", "given": ["Zoë", "Ann"], "prefix": ["Ms"]},
        {"use": "nickname", "family": "O'Brien", "given": ["Zed"]},
    ],
    "birthDate": "1980-02-03",
    "gender": "female",
    "address": [
        {"use": "home", "line": ["", "1 Beck Lane", "Leeds"], "postalCode": "LS1 4AP"},
        {"use": "temp", "line": ["9 Quay"], "postalCode": "HU1 1AA"},
    ],
    "telecom": [{"system": "phone", "use": "home", "value": "01632 960587"}],
    "generalPractitioner": [{"identifier": {"value": "Y12345"}}],
    "multipleBirthInteger": 2,
    "extension": [
        {
            "url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus",
            "extension": [
                {"url": "deathNotificationStatus", "valueCodeableConcept": {"coding": [{"code": "1"}]}},
                {"url": "systemEffectiveDate", "valueDateTime": "2026-01-01T00:00:00+00:00"},
            ],
        }
    ],
}
SHOWN = {
    "family": "O'BRIEN", "given": "Zoë Ann", "name": "O'BRIEN, Zoë Ann (Ms)", "birth_date": "1980-02-03",
    "gender": "female", "address": {"lines": ["1 Beck Lane, Leeds"], "postcode": "LS14AP"},
    "telephone": "+44 1632 960587", "practice": {"ods": "y12345", "name": "Beck Surgery"},
}  # fmt: skip


def call(body, status=200, service="pds"):
    response = seen_message({"status": status}, json.dumps(body).encode())
    return SeenCall(service=service, response=response)


def test_a_patient_is_found_in_a_read_and_in_a_search():
    bundle = {"resourceType": "Bundle", "entry": [{"resource": RECORD}, {"resource": {"resourceType": "X"}}]}
    found = patients_in([call(RECORD), call(bundle), call(RECORD, status=404), call(RECORD, service="scr")])
    assert found == {"9990000018": [RECORD, RECORD]}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"given": "Zed", "name": ""},
        {"birth_date": "1980", "gender": None},
        {"address": None, "telephone": "", "practice": {"ods": "", "name": ""}},
        {"address": {"lines": [], "postcode": "LS1 4AP"}},
        {"address": {"lines": ["1 Beck Lane", "Leeds", "LS1 4AP"], "postcode": ""}},
        {"birth_order": 2, "death_notice": "informal"},
        {"birth_order": None, "death_notice": ""},
        {"deceased": True, "restricted": False, "notices": [{"kind": "deceased"}]},
    ],
)
def test_what_pds_answered_passes_in_any_lawful_form(change):
    assert strays_of(SHOWN | change, [RECORD]) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": "Zoey O'Brien"}, "name “zoey”"),
        ({"family": "Smith"}, "name “smith”"),
        ({"birth_date": "1980-02-04"}, "birth date “1980-02-04”"),
        ({"gender": "male"}, "gender “male”"),
        ({"address": {"lines": ["1 Beck Lane"], "postcode": "LS1 4AP"}}, "address"),
        ({"address": {"lines": ["9 Quay"], "postcode": "LS1 4AP"}}, "address"),
        ({"telephone": "01632 960588"}, "telephone “01632 960588”"),
        ({"practice": {"ods": "Y99999"}}, "practice “Y99999”"),
        ({"birth_order": 1}, "order of birth “1”"),
        ({"birth_order": [2]}, "order of birth"),
        ({"death_notice": "formal"}, "notice of a death “formal”"),
        ({"death_notice": ["informal"]}, "notice of a death"),
        ({"restricted": True}, "restriction “restricted”"),
        ({"notices": [{"kind": "very-restricted"}]}, "restriction “very-restricted”"),
    ],
)
def test_what_stands_in_no_answer_is_named(change, told):
    (found,) = strays_of(SHOWN | change, [RECORD])
    assert told in found


@pytest.mark.parametrize(
    ("code", "shown", "strange"),
    [
        ("R", {"restricted": True, "notices": [{"kind": "restricted"}]}, []),
        ("V", {"restricted": True, "notices": [{"kind": "very-restricted"}]}, []),
        ("R", {"notices": [{"kind": "very-restricted"}]}, ["restriction “very-restricted”"]),
        ("U", {"restricted": True}, ["restriction “restricted”"]),
    ],
)
def test_who_is_said_to_be_restricted_is_so_to_pds(code, shown, strange):
    labelled = {**RECORD, "meta": {"security": [{"code": code}]}}

    assert strays_of(SHOWN | shown, [labelled]) == strange
    assert strays_of(SHOWN | shown, [RECORD, labelled]) == strange


def test_nobody_is_dead_of_whom_pds_knows_no_death():
    withdrawn = json.loads(json.dumps(RECORD).replace('"code": "1"', '"code": "U"'))

    assert strays_of(SHOWN | {"deceased": True}, [withdrawn]) == ["death “deceased”"]
    assert strays_of(SHOWN | {"deceased": True}, [{**withdrawn, "deceasedDateTime": "2026-01"}]) == []
