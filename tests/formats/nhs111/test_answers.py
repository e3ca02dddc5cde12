"""What a receiver answers, judged: the reference's own answers are valid, and each fault of an answer is seen."""

import pytest

from cpcs_harness.formats.nhs111.schemas import kind_of, problems, rules_of
from cpcs_harness.formats.xml import read_xml
from nhs111_edits import NS, add, drop, edited, move_first, put, say, twice
from reference.formats.soap import Fault, answer, fault

SERVICE = "urn:nhs-itk:services:201005:SendNHS111Report-v2-0"
INFO = "s:Body/s:Fault/detail/itk:ToolkitErrorInfo"
TAKEN = answer(f"{SERVICE}Response", "2F2C59E9-C5C9-4085-98CD-2A5442908531", "OK").body
REFUSED = fault(Fault("wrong <x> & \x01 more"), "2F2C59E9-C5C9-4085-98CD-2A5442908531").body

OF_AN_ANSWER = {
    "ACTION": [twice("s:Header/a:Action")],
    "MESSAGE-ID": [drop("s:Header/a:MessageID")],
    "I5-MESSAGE": [say("s:Header/a:MessageID", "1")],
    "ANSWER-TO": [add("s:Header", "<a:To>https://example.org</a:To>")],
    "ANSWER-SECURITY": [add("s:Header", "<wsse:Security/>")],
    "ANSWER": [drop("s:Body/itk:SimpleMessageResponse"), add("s:Body", "<itk:DistributionEnvelope/>")],
    "I19": [say("s:Header/a:Action", SERVICE)],
    "I19-TEXT": [say("s:Body/itk:SimpleMessageResponse", " ")],
}
OF_A_FAULT = {
    "I18": [say("s:Header/a:Action", f"{SERVICE}Response")],
    "FAULT-CODE": [say("s:Body/s:Fault/faultcode", "Sender")],
    "FAULT-ACTOR": [
        add("s:Body/s:Fault", "<faultactor>urn:us</faultactor>", at=2),
    ],
    "I18-DETAIL": [drop(INFO)],
    "I18-ID": [say(f"{INFO}/itk:ErrorID", "17")],
    "I18-CODE": [say(f"{INFO}/itk:ErrorCode", "400")],
    "I18-SYSTEM": [put(f"{INFO}/itk:ErrorCode", "codeSystem", "2.16.840")],
    "I18-TEXT": [say(f"{INFO}/itk:ErrorText", "")],
}
MISSHAPEN = {
    "the code before the id": [move_first(f"{INFO}/itk:ErrorCode")],
    "two ids": [twice(f"{INFO}/itk:ErrorID")],
    "no text": [drop(f"{INFO}/itk:ErrorText")],
    "two extensions": [add(INFO, "<x:a xmlns:x='urn:x'/>"), add(INFO, "<x:b xmlns:x='urn:x'/>")],
    "detail before the code": [move_first("s:Body/s:Fault/detail")],
    "no string": [drop("s:Body/s:Fault/faultstring")],
    "a code whose prefix nobody declared": [say("s:Body/s:Fault/faultcode", "sopa:Client")],
    "an element inside the answer's text": [add(f"{INFO}/itk:ErrorText", "<x:b xmlns:x='urn:x'/>")],
}
LAWFUL = {
    "no diagnostic text": [drop(f"{INFO}/itk:ErrorDiagnosticText")],
    "an extension": [add(INFO, "<x:a xmlns:x='urn:x'>1</x:a>")],
    "a code without a prefix": [say("s:Body/s:Fault/faultcode", "Client")],
    "an actor": [add("s:Body/s:Fault", "<faultactor>https://example.org/us</faultactor>", at=2)],
    "no detail where a header was not understood": [
        say("s:Body/s:Fault/faultcode", "MustUnderstand"),
        drop("s:Body/s:Fault/detail"),
    ],
    "no error info where the version differs": [
        say("s:Body/s:Fault/faultcode", "VersionMismatch"),
        drop(INFO),
    ],
    "the other action of a fault": [say("s:Header/a:Action", "http://www.w3.org/2005/08/addressing/fault")],
    "an id with a prefix": [say(f"{INFO}/itk:ErrorID", "urn:uuid:2f2c59e9-c5c9-4085-98cd-2a5442908531")],
    "an anonymous To": [add("s:Header", "<a:To>http://www.w3.org/2005/08/addressing/anonymous</a:To>")],
    "whitespace": [say(f"{INFO}/itk:ErrorCode", "\n  1000\n")],
}


def broken(body):
    return {one.rule for one in problems(read_xml(body), "answer")}


@pytest.mark.parametrize("body", [TAKEN, REFUSED], ids=["answer", "fault"])
def test_what_the_reference_answers_is_valid(body):
    assert kind_of(read_xml(body)) == "answer"
    assert problems(read_xml(body), "answer") == []


@pytest.mark.parametrize("faultcode", ["Client", "Server", "MustUnderstand", "VersionMismatch"])
@pytest.mark.parametrize("code", ["1000", "2100", "2200", "3000"])
def test_every_fault_of_the_reference_is_valid(code, faultcode):
    assert broken(fault(Fault("why", code=code, faultcode=faultcode)).body) == set()


@pytest.mark.parametrize("rule", OF_AN_ANSWER)
def test_a_rule_fails_on_an_answer_in_which_one_thing_is_wrong(rule):
    found = broken(edited(TAKEN, *OF_AN_ANSWER[rule]))

    assert found - {"XSD"} == {rule}


@pytest.mark.parametrize("rule", OF_A_FAULT)
def test_a_rule_fails_on_a_fault_in_which_one_thing_is_wrong(rule):
    assert broken(edited(REFUSED, *OF_A_FAULT[rule])) - {"XSD"} == {rule}


def test_every_rule_of_answers_is_tried():
    assert {rule for rule, _, _ in rules_of("answer")} == OF_AN_ANSWER.keys() | OF_A_FAULT.keys()


@pytest.mark.parametrize("case", MISSHAPEN)
def test_the_schema_refuses_a_misshapen_fault(case):
    assert "XSD" in broken(edited(REFUSED, *MISSHAPEN[case]))


@pytest.mark.parametrize("case", LAWFUL)
def test_what_is_lawful_is_taken(case):
    assert broken(edited(REFUSED, *LAWFUL[case])) == set()


def test_an_answer_of_soap_1_2_or_of_no_xml_is_told_apart():
    other = TAKEN.replace(NS["s"].encode(), b"http://www.w3.org/2003/05/soap-envelope")

    assert broken(other) == {"ROOT"}
    assert broken(b"not xml") == {"XML"}
    assert broken(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>') == {"XML"}
