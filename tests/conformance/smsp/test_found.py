"""What is shown after asking anew need not be called an older copy."""

from types import SimpleNamespace

import pytest
from lxml import etree

from calls import Call
from cpcs_harness._content.conformance.smsp import test_found
from cpcs_harness.errors import NotApplicable, NotMet
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


@pytest.mark.parametrize(("answers", "applies"), [(["SMSP-0003"], True), (["SMSP-0003", "SMSP-0000"], False)])
def test_who_shows_no_older_copy_need_not_mark_one(monkeypatch, answers, applies):
    shown = SimpleNamespace(
        id="e9",
        seq=9,
        action="find_patient",
        shown={"matches": [{"nhs_number": "9990000018"}]},
        where="a look-up",
    )
    monkeypatch.setattr(test_found, "answered", lambda *_: None)
    monkeypatch.setattr(
        test_found, "about", lambda *_: [answer(at, code) for at, code in enumerate(answers, 2)]
    )
    monkeypatch.setattr(test_found, "looks_at", lambda *_: [shown])
    evidence = SimpleNamespace(each=lambda: [SimpleNamespace(id="j")])

    with pytest.raises(NotMet if applies else NotApplicable):
        test_found.test_an_older_copy_is_shown_as_one(evidence)
