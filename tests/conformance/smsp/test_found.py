"""What is shown after asking anew need not be called an older copy."""

from types import SimpleNamespace

from lxml import etree

from calls import Call
from cpcs_harness._content.conformance.smsp import test_found
from cpcs_harness.formats.smsp.message import NAMESPACES

ANSWER = (
    f"<s:Envelope xmlns:s='{NAMESPACES['s']}' xmlns:itk='{NAMESPACES['itk']}' xmlns='urn:hl7-org:v3'><s:Body>"
    "<itk:DistributionEnvelope><itk:payloads><itk:payload><x><value code='{}'/></x></itk:payload></itk:payloads>"
    "</itk:DistributionEnvelope></s:Body></s:Envelope>"
)


def answer(seq, code):
    return Call(seq=seq, response=SimpleNamespace(xml=etree.fromstring(ANSWER.format(code))))


def test_what_is_shown_after_asking_anew_need_not_be_called_an_older_copy():
    asked = [answer(2, "SMSP-0003"), answer(5, "SMSP-0000")]
    said = [test_found.answered_last(asked, SimpleNamespace(seq=seq)) for seq in (1, 3, 6)]

    assert said == ["", "SMSP-0003", "SMSP-0000"]
