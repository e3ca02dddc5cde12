"""Capitals, names and numbers make no other words."""

from types import SimpleNamespace

import pytest
from lxml import etree

from calls import Call
from cpcs_harness._content.conformance.smsp._requests import expect_heard
from cpcs_harness._content.conformance.smsp.test_not_found import _general
from cpcs_harness.errors import NotShown
from cpcs_harness.judging.views import JourneyView


@pytest.mark.parametrize("text", ["Nobody called ANN SEDGE (999 000 0018)", "nobody called Ann Sedge (1)"])
def test_capitals_names_and_numbers_make_no_other_words(text):
    assert _general(text, ["sedge", "ann"]) == _general("Nobody called Ann Sedge ()", ["sedge", "ann"])


def asked(seq, answer, *, fault=""):
    """Give a request to the mini service, and its answer."""
    return Call(
        id=f"e{seq}",
        seq=seq,
        service="smsp",
        fault=fault,
        request=SimpleNamespace(xml=None),
        response=SimpleNamespace(xml=etree.fromstring(answer)),
    )


SOAP = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{}</s:Body></s:Envelope>'
FAULT = SOAP.format("<s:Fault><faultcode>s:Client</faultcode></s:Fault>")


def journey(*calls):
    return JourneyView("smsp", "mi", {}, {}, calls, [])


def test_who_was_refused_whatever_they_asked_was_told_nothing_of_a_patient():
    with pytest.raises(NotShown, match="refused e2"):
        expect_heard(journey(asked(1, FAULT), asked(2, FAULT)), "unknown")


@pytest.mark.parametrize("fault", ["soap-fault"])
def test_a_fault_that_the_harness_gave_is_an_answer(fault):
    expect_heard(journey(asked(1, FAULT, fault=fault)), "unknown")


def test_a_service_that_is_not_seen_excuses_nothing():
    expect_heard(journey(), "unknown")
