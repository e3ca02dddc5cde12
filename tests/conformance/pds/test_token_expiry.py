"""Look-ups that were not answered break no check of tokens."""

import pytest

from cpcs_harness._content.conformance.pds import test_token_expiry
from cpcs_harness.errors import NotShown
from pds_evidence import evidence, seen


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
