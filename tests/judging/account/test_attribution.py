"""A call belongs to the journey whose patient its address and body name, and never its headers."""

import base64

import pytest

from cpcs_harness.judging.account.attribution import owners
from sent import Run, call, issued

PEOPLE = {"first": issued("9991410546", "Ann", "Lee"), "second": issued("9991410554", "Ben", "Marsh")}


@pytest.mark.parametrize(
    ("noted", "body", "header", "owner"),
    [
        ("second", b"9991410546", "9991410554", "first"),
        (None, base64.b64encode(b"the report of Ann Lee"), "", "first"),
        ("run", b"9991410546", "", "first"),
        ("first", b"9991410546 and 9991410554", "", None),
    ],
)
def test_what_it_says_counts(noted, body, header, owner):
    sent = call("mys", "submit_claim", body=body, headers=[("X-Trace", header)], journey=noted)

    assert owners(Run(sent, people=PEOPLE)) == {sent.id: owner}


@pytest.mark.parametrize(("noted", "header"), [("first", "9991410554"), ("run", "9991410546"), (None, "")])
def test_what_names_nobody_stays_where_it_was_noted(noted, header):
    sent = call("mys", "withdraw_claim", headers=[("X-Trace", header)], journey=noted)

    assert owners(Run(sent, people=PEOPLE)) == {}


def test_what_is_right_stays():
    sent = call("mys", "submit_claim", body=b"9991410546", journey="first")

    assert owners(Run(sent, people=PEOPLE)) == {}
