"""What the application's token has to do with, and what a person's has not."""

import json
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.pds import test_tokens
from cpcs_harness.errors import NotMet
from pds_evidence import call, evidence, seen

NOON = "2026-11-25T12:00:{:02}+00:00"


def given(seq, operation, token, began=None):
    """Give an answer of the platform with a token that lasts ten minutes."""
    body = {"access_token": token, "expires_in": "599"}
    return SimpleNamespace(
        id=f"e{seq}", seq=seq, service="oauth", operation=operation, clock=NOON.format(seq), where="a call",
        began=seq if began is None else began, ended=seq,
        response=SimpleNamespace(status=200, json=json.loads(json.dumps(body))),
    )  # fmt: skip


def refused(seq, token):
    """Give a request that PDS refused for its token."""
    found = call(seq, status=401)
    found.request.header = {"Authorization": f"Bearer {token}"}.get
    return found


@pytest.mark.parametrize(("token", "excused"), [("application", True), ("person", False), ("no token", True)])
def test_a_new_token_is_needed_where_the_last_was_refused_and_not_a_persons(token, excused):
    calls = [
        given(1, "token", "application"),
        given(2, "exchange", "person"),
        refused(3, token),
        given(4, "token", "next"),
    ]

    if excused:
        test_tokens.test_a_token_is_used_again_while_it_lasts(evidence(calls))
    else:
        with pytest.raises(NotMet, match="one token for its 599 s"):
            test_tokens.test_a_token_is_used_again_while_it_lasts(evidence(calls))


@pytest.mark.parametrize(("action", "excused"), [("restart", True), ("worklist", False)])
def test_a_new_token_is_needed_after_a_restart(action, excused):
    between = evidence([given(1, "token", "one"), given(3, "token", "next"), call(4)], [seen(2, action)])

    if excused:
        test_tokens.test_a_token_is_used_again_while_it_lasts(between)
    else:
        with pytest.raises(NotMet, match="one token for its 599 s"):
            test_tokens.test_a_token_is_used_again_while_it_lasts(between)


def test_two_who_ask_at_once_need_a_token_each():
    at_once = [given(1, "token", "one"), given(2, "token", "next", began=0.5), call(4)]

    test_tokens.test_a_token_is_used_again_while_it_lasts(evidence(at_once))


def test_a_refusal_may_be_told_by_whoever_asks_later():
    calls = [
        given(1, "token", "one"),
        refused(3, "one"),
        refused(4, "one"),
        given(5, "token", "next", began=3.5),
        given(6, "token", "another", began=5.5),
    ]

    test_tokens.test_a_token_is_used_again_while_it_lasts(evidence(calls))
