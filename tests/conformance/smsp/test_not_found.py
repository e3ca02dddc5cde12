"""Capitals, names and numbers make no other words."""

from types import SimpleNamespace

import pytest
from lxml import etree

from calls import Call
from cpcs_harness._content.conformance.smsp import test_not_found as checks
from cpcs_harness._content.conformance.smsp._requests import checks as checks_of
from cpcs_harness._content.conformance.smsp._requests import expect_heard, struck
from cpcs_harness._content.conformance.smsp.test_not_found import _general
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from cpcs_harness.judging.views import JourneyView
from made_up import observed


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


CHECKED = {"person": {"nhs_number": "9990000018"}, "report": {"document_id": "D"}}


def check(seq, number="", by_number=False, status="done"):
    """Give a check of a patient's number, by it or by details, and the number that was shown."""
    given = {"nhs_number": "9990000018"} if by_number else {"family": "Sedge"}
    return observed(seq, "check_nhs_number", {"nhs_number": number}, about="D", given=given, status=status)


def checked(*seen, calls=()):
    """Give a journey in which a patient's number was checked."""
    return JourneyView("smsp", "mi", {}, {}, calls, seen, {"checked": CHECKED})


def told_by_details(*seen):
    """Judge what was shown of a number that was asked for by details."""
    evidence = SimpleNamespace(each=lambda: [checked(*seen)])
    checks.test_a_number_that_is_asked_for_by_details_is_the_patients(evidence)


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param([check(1, "999 000 0018")], id="by details alone"),
        pytest.param(
            [check(1, "", by_number=True), check(2, "9990000018"), check(3, "", True, "failed")],
            id="somebody without the right had it fail",
        ),
    ],
)
def test_what_is_asked_by_the_number_tells_no_number(seen):
    told_by_details(*seen)


def test_a_number_that_was_asked_for_and_is_not_told_is_missed():
    with pytest.raises(NotMet):
        told_by_details(check(1, ""))


def test_who_asks_for_no_number_by_details_need_not_tell_one():
    with pytest.raises(NotApplicable):
        told_by_details(check(1, "9990000018", by_number=True))


def test_a_check_that_another_service_answered_was_not_struck():
    down = asked(2, FAULT, fault="down")
    journey = checked(check(3), check(5), calls=[down])

    assert [seen.seq for seen in struck(journey, checks_of(journey, "checked"), [down])] == [3]
