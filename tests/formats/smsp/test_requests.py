"""Requests to the Spine Mini Service: right ones have no problem, and each mutation has the one that is its own."""

import pytest

from cpcs_harness.formats.smsp.message import is_request, read_request, read_response
from cpcs_harness.formats.smsp.schemas import problems
from cpcs_harness.formats.xml import read_xml
from smsp_requests import ORDER, action, named, part, request

BORN, NUMBER = {"DateOfBirth": "19800229"}, {"NHSNumber": "9990000018"}
DETAILS = BORN | {"Gender": "2", "Name": named("Whitlow", "Maeve")}
LOCAL, POSTCODE = {"LocalIdentifier": "LOC-1"}, {"Postcode": "LS1 4AB"}
RIGHT = {
    "verify": ("verifyNHSNumber", BORN | NUMBER),
    "verify-with-a-name": ("verifyNHSNumber", BORN | NUMBER | {"Name": named("Whitlow")}),
    "number": ("getNHSNumber", DETAILS),
    "number-by-all": ("getNHSNumber", DETAILS | LOCAL | POSTCODE),
    "details-by-number": ("getPatientDetailsByNHSNumber", BORN | NUMBER),
    "details-by-number-and-all": (
        "getPatientDetailsByNHSNumber",
        BORN | LOCAL | NUMBER | {"Name": named("Whitlow")},
    ),
    "search": ("getPatientDetailsBySearch", DETAILS | LOCAL | POSTCODE),
    "details": ("getPatientDetails", BORN | {"Name": named("Whitlow")}),
    "details-by-all": ("getPatientDetails", DETAILS | LOCAL | NUMBER | POSTCODE),
}


def judged(*asked, **changes):
    return problems(read_xml(request(*asked, **changes)))


def rules(found):
    return [one.rule for one in found]


@pytest.mark.parametrize(("name", "parameters"), RIGHT.values(), ids=RIGHT)
def test_a_right_request_has_no_problem(name, parameters):
    assert judged(name, parameters) == []


def test_an_asid_may_say_who_asks():
    audit = '<itk:id type="1.2.826.0.1285.0.2.0.107" uri="868000003114"/>'

    assert judged("getNHSNumber", DETAILS, audit=audit) == []


BY_NUMBER = ("getPatientDetailsByNHSNumber", BORN | NUMBER)
MUTATIONS = {
    "action-of-another-service": ({"action": action("verifyNHSNumber")}, ["ACTION"]),
    "no-service": ({"service": action("getEverything"), "action": action("getEverything")}, ["SERVICE"]),
    "no-action": ({"action": ""}, ["XSD", "HEADER", "ACTION"]),
    "count-of-the-manifest": ({"count": "2"}, ["COUNT"]),
    "id-of-the-payload": ({"payload": "uuid_0"}, ["ID"]),
    "profile-of-the-response": (
        {"profile": "urn:nhs-en:profile:getPatientDetailsResponse-v1-0"},
        ["PROFILE"],
    ),
    "no-audit-identity": ({"audit": ""}, ["XSD", "AUDIT"]),
    "five-audit-identities": ({"audit": '<itk:id uri="urn:a"/>' * 5}, ["XSD"]),
    "tracking-id-in-small-letters": ({"tracking_id": "0d355cfc-53fb-11e6-9b40-6c3be5a63fa4"}, ["XSD"]),
    "tracking-id-that-is-none": ({"tracking_id": "1"}, ["XSD"]),
    "payload-id-that-is-none": ({"id": "1"}, ["XSD"]),
    "code-of-another-message": ({"code": "verifyNHSNumberRequest-v1-0"}, ["XSD"]),
    "time-without-zone": ({"created": "2026-01-01T00:00:00"}, ["XSD"]),
    "root-of-nobody": ({"root": "getPatientDetailsByNHSNumber-v1-0"}, ["ROOT"]),
    "root-of-another-message": ({"root": "getPatientDetailsBySearchRequest-v1-0"}, ["XSD", "XSD", "ROOT"]),
}


@pytest.mark.parametrize(("changes", "expected"), MUTATIONS.values(), ids=MUTATIONS)
def test_a_mutation_is_told_by_its_rule(changes, expected):
    assert rules(judged(*BY_NUMBER, **changes)) == expected


def test_the_element_of_get_patient_details_has_no_request_in_its_name():
    told = judged("getPatientDetails", DETAILS, root="getPatientDetailsRequest-v1-0")

    assert rules(told) == ["ROOT"]
    assert "must be {urn:hl7-org:v3}getPatientDetails-v1-0" in told[0].text


WRONG_QUERIES = {
    "no-birth-date": ("verifyNHSNumber", NUMBER),
    "no-number": ("getPatientDetailsByNHSNumber", BORN),
    "no-gender": ("getNHSNumber", BORN | {"Name": named("Whitlow")}),
    "no-name": ("getPatientDetailsBySearch", BORN | {"Gender": "1"}),
    "a-month": ("verifyNHSNumber", {"DateOfBirth": "198002"} | NUMBER),
    "an-hour": ("verifyNHSNumber", {"DateOfBirth": "1980022912"} | NUMBER),
    "a-31-february": ("verifyNHSNumber", {"DateOfBirth": "19800231"} | NUMBER),
    "a-29-february-of-no-leap-year": ("verifyNHSNumber", {"DateOfBirth": "19810229"} | NUMBER),
    "a-month-13": ("verifyNHSNumber", {"DateOfBirth": "19801301"} | NUMBER),
    "iso-date": ("verifyNHSNumber", {"DateOfBirth": "1980-02-29"} | NUMBER),
    "gender-in-words": ("getNHSNumber", DETAILS | {"Gender": "female"}),
    "two-given-names": ("getNHSNumber", DETAILS | {"Name": "<given>A</given>" + named("Whitlow", "B")}),
    "family-first": ("getNHSNumber", DETAILS | {"Name": "<family>Whitlow</family><given>Maeve</given>"}),
    "empty-name": ("getNHSNumber", DETAILS | {"Name": "<family/>"}),
    "a-number-in-a-search": ("getPatientDetailsBySearch", DETAILS | NUMBER),
    "a-postcode-with-a-number": ("getPatientDetailsByNHSNumber", BORN | NUMBER | POSTCODE),
}


@pytest.mark.parametrize(("name", "parameters"), WRONG_QUERIES.values(), ids=WRONG_QUERIES)
def test_a_wrong_query_is_told_by_the_schema(name, parameters):
    assert set(rules(judged(name, parameters))) == {"XSD"}


def test_parameters_stand_in_one_order():
    parameters = DETAILS | POSTCODE
    backwards = "".join(part(one, parameters[one]) for one in reversed(ORDER) if one in parameters)

    assert rules(judged("getPatientDetails", {}, query=backwards)) == ["XSD"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"<a/>", id="no-envelope"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', id="entities"),
        pytest.param(b"<a>" * 10_000, id="deep"),
    ],
)
def test_what_is_no_envelope_is_told_and_not_thrown(body):
    root = read_xml(body)

    assert rules(problems(root)) == ["XML"]
    assert (read_request(root), read_response(root), is_request(root)) == (None, None, False)


def test_a_mistake_is_told_with_its_element_and_both_ids():
    told = {one.rule: one for one in judged(*BY_NUMBER, payload="uuid_0", count="2")}

    assert told["ID"].where.endswith("/header/manifest/manifestitem")
    assert "'uuid_0'" in told["ID"].text
    assert "counted as 2" in told["COUNT"].text
    assert told["COUNT"].where.endswith("/header/manifest")


def test_why_a_message_is_no_xml_is_told_where_its_bytes_are_known():
    (told,) = problems(None, b"<a>\n<b></a>")

    assert (told.rule, told.line) == ("XML", 2)
    assert "line 2, column" in told.text


def test_a_message_with_too_many_elements_is_not_judged():
    assert rules(judged(*BY_NUMBER, query="<a/>" * 10_001)) == ["SIZE"]


def test_an_envelope_without_anything_is_told_what_it_lacks():
    root = read_xml(b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>')

    assert {"HEADER", "SERVICE", "COUNT"} <= set(rules(problems(root)))


def test_a_request_is_taken_apart():
    parameters = DETAILS | NUMBER | POSTCODE
    root = read_xml(request("getPatientDetails", parameters, tracking_id="T", message_id="M"))

    read = read_request(root)

    assert is_request(root)
    assert (read.message_id, read.tracking_id, read.code) == ("M", "T", "getPatientDetailsRequest-v1-0")
    assert read.identities == (
        ("2.16.840.1.113883.2.1.3.2.4.18.27", "urn:nhs-uk:identity:ods:FA101:USER:2450017"),
    )
    assert read.parameters == {
        "birth_date": "19800229",
        "gender": "2",
        "nhs_number": "9990000018",
        "given": "Maeve",
        "family": "Whitlow",
        "postcode": "LS1 4AB",
    }
