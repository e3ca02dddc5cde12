"""Look-ups that were not answered break no check of tokens."""

import pytest

from cpcs_harness._content.conformance.pds import test_token_expiry
from cpcs_harness.errors import NotMet, NotShown
from pds_evidence import call, evidence, seen


@pytest.mark.parametrize("status", ["unanswered", "malformed", "cannot"])
def test_look_ups_that_were_not_answered_break_no_check_of_tokens(status):
    looks = [
        seen(1, step="Access tokens last two seconds", outcome="found"),
        seen(2, step="Access tokens last two seconds", status=status),
        seen(3, step="The platform cannot reach the key", status=status),
    ]

    with pytest.raises(NotShown, match="1 look-ups were answered"):
        test_token_expiry.test_the_next_token_is_used_once_the_last_has_ended(evidence((), looks))
    with pytest.raises(NotShown, match="0 look-ups were answered"):
        test_token_expiry.test_a_refused_key_is_not_tried_without_end(evidence((), looks))


def refused_and_renewed(began):
    """Judge two look-ups that one token was refused for; the second began at a moment, and then another was given."""
    calls = [call(1, status=200), call(5, status=401), call(6, status=401, began=began), call(7), call(9)]
    for made, token in zip(calls, ("one", "one", "one", "next", "next"), strict=True):
        made.request.header, made.ended = {"Authorization": f"Bearer {token}"}.get, made.seq
    looks = [seen(seq, step="Access tokens last two seconds", outcome="found") for seq in (2, 8, 10)]
    test_token_expiry.test_the_next_token_is_used_once_the_last_has_ended(evidence(calls, looks))


def test_who_looks_up_two_at_once_may_be_refused_twice():
    refused_and_renewed(4.5)
    with pytest.raises(NotMet, match="it came again"):
        refused_and_renewed(5.5)
