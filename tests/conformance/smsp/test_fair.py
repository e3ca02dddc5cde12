"""Lawful clients of a mini service that differ from the reference are not failed, and names make no words differ."""

from types import SimpleNamespace

import pytest
from lxml import etree

from cpcs_harness._content.conformance.smsp import test_found
from cpcs_harness._content.conformance.smsp._requests import label_of, read
from cpcs_harness._content.conformance.smsp.test_not_found import _general
from cpcs_harness.errors import NotMet
from cpcs_harness.formats.smsp.message import NAMESPACES

ANSWER = (
    f"<s:Envelope xmlns:s='{NAMESPACES['s']}' xmlns:itk='{NAMESPACES['itk']}' xmlns='urn:hl7-org:v3'><s:Body>"
    "<itk:DistributionEnvelope><itk:payloads><itk:payload><x><value code='{}'/></x></itk:payload></itk:payloads>"
    "</itk:DistributionEnvelope></s:Body></s:Envelope>"
)


def answer(seq, code):
    return SimpleNamespace(seq=seq, response=SimpleNamespace(xml=etree.fromstring(ANSWER.format(code))))


def test_what_is_shown_after_asking_anew_need_not_be_called_an_older_copy():
    asked = [answer(2, "SMSP-0003"), answer(5, "SMSP-0000")]
    said = [test_found.answered_last(asked, SimpleNamespace(seq=seq)) for seq in (1, 3, 6)]

    assert said == ["", "SMSP-0003", "SMSP-0000"]


@pytest.mark.parametrize("text", ["Nobody called ANN SEDGE (999 000 0018)", "nobody called Ann Sedge (1)"])
def test_capitals_names_and_numbers_make_no_other_words(text):
    assert _general(text, ["sedge", "ann"]) == _general("Nobody called Ann Sedge ()", ["sedge", "ann"])


def test_what_is_no_envelope_is_said_to_be_none():
    call = SimpleNamespace(id="e1", where="a call", request=SimpleNamespace(xml=None))

    with pytest.raises(NotMet, match="SOAP"):
        read(call)


def test_a_request_about_nobody_known_is_nobodys():
    journey = SimpleNamespace(also={"one": {"person": {"nhs_number": "9990000018", "family": "Sedge"}}})

    assert label_of(journey, SimpleNamespace(parameters={})) is None
    assert label_of(journey, SimpleNamespace(parameters={"family": "SEDGE"})) == "one"
    assert label_of(journey, SimpleNamespace(parameters={"nhs_number": "999 000 0018"})) == "one"
