"""The judge of what PDS gives: it takes all that the mock writes, and nothing that was spoilt."""

import copy
import json
from dataclasses import replace

import pytest

from cpcs_harness._content.mocks.pds.record import patient
from cpcs_harness._content.mocks.pds.sandbox import sandbox
from cpcs_harness.formats.fhir.pds import KINDS, LARGEST, kind_of, problems
from cpcs_harness.mockkit.fault_menu import fault_menu
from pds_resources import FULL, RELATED, STATES, judged, related, searched


@pytest.mark.parametrize("state", STATES)
def test_a_record_in_every_state_is_as_pds_gives_it(state):
    assert judged(patient(STATES[state])) == []


@pytest.mark.parametrize("state", [state for state in STATES if state != "very-restricted"])
def test_what_a_search_gives_of_every_state_is_as_pds_gives_it(state):
    assert judged(searched(STATES[state])) == []


def test_bundles_of_several_of_none_and_of_related_persons_are_as_pds_gives_them():
    assert judged(searched(*(record for record in STATES.values() if record.security != "V"))) == []
    assert judged(searched()) == []
    assert judged(related(replace(FULL, relations=RELATED)), "related") == []
    assert judged(related(replace(FULL, relations=RELATED, security="R")), "related") == []


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(record, id=number)
        for number, record in sandbox().ways["retrieve"].items()
        if record.security != "REDACTED"
    ],
)
def test_every_sandbox_patient_is_as_pds_gives_it(record):
    assert judged(patient(record)) == []
    assert judged(related(record), "related") == []


@pytest.mark.parametrize(
    "name", [name for name, how in fault_menu("pds").items() if b"OperationOutcome" in how.get("body", b"")]
)
def test_every_outcome_of_the_menu_of_faults_is_as_pds_gives_it(name):
    assert problems(fault_menu("pds")[name]["body"]) == []


def spoilt(*path):
    """Give an edit that puts a value at a place of a full record, or, for Ellipsis, takes away what is there."""
    *places, last, value = path

    def spoil(resource):
        for place in places:
            resource = resource[place]
        if value is ...:
            del resource[last]
        else:
            resource[last] = value

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(spoilt("id", "999 000 0018"), id="spaced-number"),
        pytest.param(spoilt("id", "9990000026"), id="id-of-another"),
        pytest.param(
            spoilt("identifier", 0, "system", "https://fhir.nhs.uk/Id/local"), id="identifier-system"
        ),
        pytest.param(spoilt("meta", ...), id="no-meta"),
        pytest.param(spoilt("meta", "versionId", "two"), id="version"),
        pytest.param(spoilt("meta", "security", 0, "code", "REDACTED"), id="redacted"),
        pytest.param(spoilt("meta", "security", 0, "code", "R"), id="restricted-with-an-address"),
        pytest.param(spoilt("name", 0, "use", "official"), id="official-name"),
        pytest.param(spoilt("name", 0, "family", ...), id="no-family"),
        pytest.param(spoilt("name", 0, "family", "S" * 36), id="long-family"),
        pytest.param(spoilt("name", 0, "given", ["A"] * 6), id="six-given-names"),
        pytest.param(spoilt("name", 0, "period", {"end": "2020-01-01"}), id="period-without-start"),
        pytest.param(spoilt("gender", "F"), id="gender"),
        pytest.param(spoilt("birthDate", "06/05/1980"), id="birth-date"),
        pytest.param(spoilt("birthDate", "1980-13-45"), id="no-such-day"),
        pytest.param(spoilt("multipleBirthInteger", 10), id="birth-order"),
        pytest.param(spoilt("deceasedDateTime", "unknown"), id="deceased"),
        pytest.param(spoilt("address", 0, "use", "old"), id="old-address"),
        pytest.param(spoilt("address", 0, "line", ["a"] * 6), id="six-lines"),
        pytest.param(spoilt("address", 0, "line", [None, "a"]), id="null-line-alone"),
        pytest.param(
            spoilt("address", 0, "extension", 0, "extension", 1, "valueString", "12 345"), id="address-key"
        ),
        pytest.param(spoilt("telecom", 0, "system", "pager"), id="pager"),
        pytest.param(spoilt("telecom", 2, "extension", ...), id="textphone-without-extension"),
        pytest.param(spoilt("contact", 0, "relationship", 0, "coding", 0, "code", "N"), id="contact-of-kin"),
        pytest.param(spoilt("generalPractitioner", 0, "identifier", "value", "y12345"), id="practice-code"),
        pytest.param(
            spoilt("extension", 0, "valueReference", "identifier", "value", "A"), id="pharmacy-code"
        ),
        pytest.param(spoilt("extension", 4, "extension", 0, "url", "tongue"), id="language"),
        pytest.param(
            spoilt("extension", 5, "extension", 0, "valueCodeableConcept", "coding", 0, "code", "99"),
            id="written-format",
        ),
        pytest.param(spoilt("extension", 0, "url", ...), id="extension-without-url"),
        pytest.param(spoilt("photo", []), id="photo"),
    ],
)
def test_a_spoilt_patient_is_refused(spoil):
    resource = copy.deepcopy(patient(FULL))
    spoil(resource)

    assert judged(resource) != []


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        pytest.param(spoilt("total", 2), "TOTAL", id="total"),
        pytest.param(spoilt("type", "collection"), "SCHEMA", id="type"),
        pytest.param(spoilt("entry", []), "SCHEMA", id="no-entry"),
        pytest.param(spoilt("timestamp", ...), "SCHEMA", id="timestamp"),
        pytest.param(spoilt("entry", 0, "search", "score", 1.5), "SCHEMA", id="score"),
        pytest.param(spoilt("entry", 0, "search", ...), "SCHEMA", id="no-score"),
        pytest.param(spoilt("entry", 0, "fullUrl", "http://x/Patient/9990000026"), "URL", id="url"),
        pytest.param(spoilt("entry", 0, "resource", "name", 0, "use", "maiden"), "SCHEMA", id="maiden-name"),
        pytest.param(
            spoilt("entry", 0, "resource", "address", 0, "use", "temp"), "SCHEMA", id="temp-address"
        ),
        pytest.param(
            spoilt("entry", 0, "resource", "extension", patient(FULL)["extension"]), "SCHEMA", id="pharmacy"
        ),
    ],
)
def test_a_spoilt_search_is_refused(spoil, rule):
    resource = searched(FULL)
    spoil(resource)

    assert rule in {found for found, _ in judged(resource)}


def test_a_search_that_does_not_give_the_best_first_is_refused():
    resource = searched(FULL, FULL)
    resource["entry"][0]["search"]["score"] = 0.5

    assert judged(resource) == [("ORDER", "$.entry[1].search.score")]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(spoilt("entry", 0, "resource", "relationship", ...), id="no-relationship"),
        pytest.param(
            spoilt("entry", 0, "resource", "relationship", 0, "coding", [{"system": "x", "code": "MTH"}]),
            id="no-role",
        ),
        pytest.param(spoilt("entry", 0, "resource", "extension", 1, "valuePositiveInt", 100), id="rank"),
        pytest.param(spoilt("entry", 0, "resource", "extension", 0, "valueBoolean", False), id="not-copied"),
        pytest.param(spoilt("entry", 0, "resource", "patient", "identifier", "value", "1"), id="patient"),
        pytest.param(spoilt("total", 1), id="total"),
    ],
)
def test_spoilt_related_persons_are_refused(spoil):
    resource = related(replace(FULL, relations=RELATED))
    spoil(resource)

    assert judged(resource, "related") != []


def test_a_related_person_who_is_told_by_name_and_address_need_not_be_a_patient():
    resource = related(replace(FULL, relations=RELATED))
    person = resource["entry"][0]["resource"]
    person |= {"patient": {}, "name": patient(FULL)["name"][:1], "address": patient(FULL)["address"][:1]}

    assert judged(resource, "related") == []
    del person["address"]
    assert judged(resource, "related") == [("SCHEMA", "$.entry[0].resource.patient")]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(spoilt("issue", []), id="no-issue"),
        pytest.param(spoilt("issue", 0, "code", "made-up"), id="issue-code"),
        pytest.param(spoilt("issue", 0, "severity", "bad"), id="severity"),
        pytest.param(spoilt("issue", 0, "details", "coding", 0, "code", "too many"), id="code"),
        pytest.param(spoilt("issue", 0, "details", ...), id="no-details"),
    ],
)
def test_a_spoilt_outcome_is_refused(spoil):
    resource = json.loads(fault_menu("pds")["rate-limited"]["body"])
    spoil(resource)

    assert judged(resource) != []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        pytest.param(b"", "JSON", id="empty"),
        pytest.param(b"\xff\xfe\xfd", "JSON", id="no-text"),
        pytest.param(b"[]", "JSON", id="list"),
        pytest.param(b"[" * 200_000, "JSON", id="nested"),
        pytest.param(b" " * (LARGEST + 1), "SIZE", id="large"),
        pytest.param(b'{"resourceType": "Observation"}', "KIND", id="another-resource"),
        pytest.param(b'{"resourceType": ["Patient"]}', "KIND", id="list-of-types"),
        pytest.param(b'{"resourceType": "Bundle", "entry": 5}', "SCHEMA", id="entry-is-a-number"),
        pytest.param(b'{"resourceType": "Bundle", "entry": [null]}', "SCHEMA", id="entry-is-null"),
    ],
)
def test_strange_input_is_told(body, rule):
    assert rule in {one.rule for one in problems(body)}


def test_where_the_parser_stopped_is_told():
    (told,) = problems(b'{"a":\n 1,,}')

    assert (told.line, told.text) == (
        2,
        "the body must be JSON: Expecting property name enclosed in double quotes, line 2, column 4",
    )


def test_what_was_expected_is_told_however_long_the_value():
    resource = patient(FULL)
    resource["address"][0]["postalCode"] = ["x" * 1000]

    (told,) = problems(json.dumps(resource).encode())

    assert told.where == "$.address[0].postalCode"
    assert told.text.endswith("is not of type 'string'")


def test_a_kind_is_told_by_the_resource():
    assert [kind_of(one) for one in (patient(FULL), searched(FULL), related(FULL))] == [
        "patient",
        "search",
        "search",
    ]
    assert kind_of(related(replace(FULL, relations=RELATED))) == "related"
    assert set(KINDS) == {"patient", "search", "related", "outcome"}
