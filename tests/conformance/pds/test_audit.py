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
