"""What counts as an audit entry that says enough."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.pds import test_audit
from cpcs_harness._content.conformance.pds.test_audit import _has
from cpcs_harness.errors import NotMet
from pds_evidence import call, evidence, seen


@pytest.mark.parametrize(
    ("said", "name", "due", "enough"),
    [
        ("999 000 0018", "nhs_number", "9990000018", True),
        ("9990000026", "nhs_number", "9990000018", False),
        ("Jo Alder", "user", "", True),
        (None, "user", "", False),
        ("FA102", "ods", "FA101", False),
    ],
)
def test_an_audit_entry_says_enough_or_not(said, name, due, enough):
    assert _has({name: said}, name, due) is enough


def trail_of(*numbers):
    """Give an audit trail whose entries all have one request id."""
    said = {
        "request_id": "A1",
        "user": "Jo",
        "role": "pharmacist",
        "at": "now",
        "result": "200",
        "ods": "FA101",
    }
    return seen(9, "read_audit", entries=[{**said, "nhs_number": number} for number in numbers])


def asked(seq, number):
    question = call(seq, path=f"/{number}")
    question.request.header = lambda name: "a1"
    return question


def judged(*numbers):
    journey = evidence([asked(1, "9990000018"), asked(2, "9990000026")], [trail_of(*numbers)]).journeys[0]
    journey.issued["premises"] = {"ods": "FA101"}
    test_audit.test_each_question_to_pds_is_in_the_audit_trail(SimpleNamespace(each=lambda: [journey]))


def test_who_uses_a_request_id_twice_is_not_failed_for_the_audit_trail_as_well():
    judged("9990000018", "9990000026")


@pytest.mark.parametrize("numbers", [("9990000018",), ("9990000018", None), ()])
def test_a_question_without_an_entry_about_its_patient_is_a_gap(numbers):
    with pytest.raises(NotMet):
        judged(*numbers)


def of_two(first=None, second=None):
    """Judge the entries of a number that PDS knows and of one that it does not."""
    calls = [call(1, path="/9990000018"), call(2, path="/9990000026", status=404)]
    for number, question in enumerate(calls):
        question.clock = "2026-12-01T09:00:00+00:00"
        question.request.header = lambda _, number=number: f"a{number}"
    line = {"user": "Jo", "role": "pharmacist", "at": "now", "result": "200", "ods": "FA101"}
    entries = [
        {**line, "request_id": "a0", "nhs_number": "9990000018", **(first or {})},
        {**line, "request_id": "a1", "nhs_number": "9990000026", "result": "404", **(second or {})},
    ]
    journey = evidence(calls, [seen(9, "read_audit", entries=entries)]).journeys[0]
    journey.issued["premises"] = {"ods": "FA101"}
    test_audit.test_each_question_to_pds_is_in_the_audit_trail(SimpleNamespace(each=lambda: [journey]))


@pytest.mark.parametrize(
    "lawful", [{}, {"at": "2026-12-01T09:01:30+00:00"}, {"at": "1 December, 9:00"}, {"user": "P. Harmacist"}]
)
def test_who_when_and_what_in_the_systems_own_words_is_enough(lawful):
    of_two(lawful)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"result": "200"}, id="result"),
        pytest.param({"user": "Pharmacist", "role": "Jo"}, id="role-as-user"),
        pytest.param({"at": "2026-12-01T10:00:00+00:00"}, id="an-hour-late"),
    ],
)
def test_an_entry_of_another_result_person_or_time_fails(wrong):
    with pytest.raises(NotMet):
        of_two(second=wrong)
