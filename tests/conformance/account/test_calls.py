"""What names two patients, or a patient where nobody is to be named, is told with who, by what and where."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.account import _calls
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.account import Sign, Subject, Told

ANN, BEN = Subject("first", "", "Ann Lee"), Subject("second", "", "Ben Marsh")
CALL = SimpleNamespace(id="e7", where="journey first, exchange e7: POST /")


def told(*people, place="body", kind="NHS number", unread=()):
    sign = Sign(kind, "9991410546", place)
    return [(CALL, Told(dict.fromkeys(people, (sign,)), unread))]


def test_nobody_or_one_patient_is_right():
    _calls.one_patient_each(told())
    _calls.one_patient_each(told(ANN))


def test_two_patients_are_told_with_their_names():
    with pytest.raises(NotMet, match=r"Ann Lee \(journey first\): NHS number .*Ben Marsh"):
        _calls.one_patient_each(told(ANN, BEN))


def test_what_cannot_be_read_is_not_accounted_for():
    with pytest.raises(NotMet, match="cannot be read"):
        _calls.one_patient_each(told(ANN, unread=("it has more than 2000 parts",)))


@pytest.mark.parametrize(("kind", "place"), [("NHS number", "address"), ("postcode", "headers")])
def test_nobody_is_named_but_as_is_lawful(kind, place):
    with pytest.raises(NotMet, match="Ann Lee"):
        _calls.nobody(told(ANN, kind=kind, place=place), ("postcode",), "address")


def test_a_postcode_in_the_address_is_lawful_where_it_may_stand():
    _calls.nobody(told(ANN, kind="postcode", place="address"), ("postcode",), "address")


def test_with_nothing_sent_nothing_is_shown():
    evidence = SimpleNamespace(
        views=SimpleNamespace(read=lambda _: None), of_run=lambda *_args, **_options: []
    )
    with pytest.raises(NotShown, match="nothing was sent to cks"):
        _calls.calls_to(evidence, "cks")
