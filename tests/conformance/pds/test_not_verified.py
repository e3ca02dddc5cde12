"""A number that PDS did not confirm: sent as such, or not sent at all."""

import pytest

from cpcs_harness._content.conformance.pds import test_not_verified as not_verified
from cpcs_harness._content.conformance.pds.test_not_verified import (
    test_a_number_that_was_not_verified_is_not_sent_as_verified as not_sent_as_verified,
)
from cpcs_harness.errors import NotShown
from pds_evidence import call, evidence, person, seen


def sent_about_somebody_else():
    found = call(1, path="/x")
    found.service, found.operation, found.direction = "nhsmail", "submit", "from-candidate"
    found.response.status = 250
    return found


def judged(*calls, status="refused", action="notify_gp"):
    not_sent_as_verified(evidence(calls, [seen(3, action, "unknown", status)], unknown=person("unknown")))


def test_whoever_refuses_to_tell_a_practice_of_them_calls_no_number_verified(monkeypatch):
    monkeypatch.setattr(f"{not_sent_as_verified.__module__}.holding", lambda *_: [])

    judged(sent_about_somebody_else())


@pytest.mark.parametrize(
    ("calls", "how"),
    [
        ((), {}),  # nobody was told of anybody
        ((sent_about_somebody_else(),), {"status": "cannot"}),
        ((sent_about_somebody_else(),), {"action": "complete"}),
    ],
    ids=["nothing was sent", "it cannot", "it was not tried"],
)
def test_it_is_not_shown_where_nothing_speaks_for_it(calls, how, monkeypatch):
    monkeypatch.setattr(f"{not_sent_as_verified.__module__}.holding", lambda *_: [])

    with pytest.raises(NotShown):
        judged(*calls, **how)


@pytest.mark.parametrize(
    "line",
    [
        "NHS number (not verified): 999 000 0009",
        "NHS No: 9990000009",
        "NHS number: 9990000009. Verified: no",
        "NHS number 9990000009 has not been verified",
        "NHS number 9990000009 could not be verified with PDS",
        "NHS number: 9990000009 (un-verified)",
        "NHS number 9990000009, to be verified by the practice",
        "NHS number: 9990000009; verified by PDS: no",
        "NHS number: 9990000009 (isn't verified)",
    ],
)
def test_a_number_need_not_be_called_anything_in_an_email(line):
    assert not_verified.numbers_in(line) == ["9990000009"]
    assert not not_verified.is_called_verified(line)


@pytest.mark.parametrize(
    "line",
    [
        "NHS number (verified): 9990000009",
        "Verified NHS number: 999-000-0009",
        "NHS number: 9990000009, verified with PDS on 3 May",
        "Do not ring; NHS number 9990000009 verified",
    ],
)
def test_a_number_that_is_called_verified_is_found(line):
    assert not_verified.numbers_in(line) == ["9990000009"]
    assert not_verified.is_called_verified(line)
