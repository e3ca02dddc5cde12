"""Requests to the Spine Mini Service that it refuses with a SOAP fault, and those that it takes all the same."""

import pytest
from lxml import etree

from smsp_answers import BY_NUMBER, NAMES, by_number, code
from smsp_requests import action, request


def fault_of(answer):
    root = etree.fromstring(answer.content)
    info = root.find("s:Body/s:Fault/detail/itk:ToolkitErrorInfo", NAMES)
    return root.findtext("s:Body/s:Fault/faultcode", namespaces=NAMES), info.findtext(
        "itk:ErrorCode", namespaces=NAMES
    )


MALFORMED = {
    "soap-action-of-another-service": {"soap_action": action("verifyNHSNumber")},
    "no-service": {"soap_action": "urn:nhs-itk:services:201005:getEverything-v1-0"},
    "another-wsa-action": {"action": action("verifyNHSNumber")},
    "another-service-in-the-header": {"service": action("verifyNHSNumber")},
    "counts-that-differ": {"count": "2"},
    "a-payload-of-another-id": {"payload": "uuid_0"},
}


@pytest.mark.parametrize("changes", MALFORMED.values(), ids=MALFORMED)
def test_envelopes_that_disagree_are_refused_with_a_soap_fault(ask, issued, changes):
    answer = ask(BY_NUMBER, by_number(issued.person), **changes)

    assert (answer.status_code, fault_of(answer)) == (500, ("soap:Client", "1000"))


HOSTILE = {
    "empty": b"",
    "no-xml": b"<a",
    "entities": b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "external": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "another-root": b'<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"/>',
    "no-body": b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>',
    "deep": b"<a>" * 5000,
    "large": b"<a>" + b" " * (256 * 1024) + b"</a>",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_xml_is_refused_with_a_soap_fault(nation, http, body):
    url = nation.candidate_endpoints()["smsp"]["url"]

    answer = http.post(url, headers={"SOAPAction": action(BY_NUMBER)}, content=body)

    assert (answer.status_code, fault_of(answer)) == (500, ("soap:Client", "1000"))


LENIENT = {
    "another-root-element": {"root": "getPatientDetailsByNHSNumber-v1-0"},
    "an-id-in-small-letters": {"tracking_id": "0d355cfc-53fb-11e6-9b40-6c3be5a63fa4"},
    "no-audit-identity": {"audit": ""},
    "a-time-long-past": {"expires": "2016-07-27T11:20:23Z"},
    "another-profile": {"profile": "urn:nhs-en:profile:something-v1-0"},
    "quotes-round-the-action": {"soap_action": f'"{action(BY_NUMBER)}"'},
}


@pytest.mark.parametrize("changes", LENIENT.values(), ids=LENIENT)
def test_what_the_service_is_not_known_to_refuse_is_answered(ask, issued, changes):
    assert code(ask(BY_NUMBER, by_number(issued.person), **changes)) == "SMSP-0000"


def test_parameters_in_another_order_are_read_all_the_same(ask, issued):
    whole = request(BY_NUMBER, by_number(issued.person)).decode()
    query = whole.partition("<queryEvent>")[2].partition("</queryEvent>")[0]
    middle = query.index("</Person.DateOfBirth>") + len("</Person.DateOfBirth>")

    answer = ask(BY_NUMBER, {}, query=query[middle:] + query[:middle])

    assert code(answer) == "SMSP-0000"
