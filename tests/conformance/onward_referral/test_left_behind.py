"""Why a claim says that a patient was referred onward: the reason of a try, whatever stands beside it, or a code."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.onward_referral._left_behind import is_reason_of

TRIES = [SimpleNamespace(given={"reason": why}) for why in ("", "The other pharmacy has it")]


@pytest.mark.parametrize(
    ("why", "right"),
    [
        ("The other  pharmacy has it.", True),
        ("Out of stock: the other pharmacy has it", True),
        ("OUT-OF-STOCK", True),
        (None, True),
        ("The shop was shut", False),
    ],
)
def test_the_reason_may_stand_among_other_words_and_is_no_other(why, right):
    assert is_reason_of(why, TRIES) is right
