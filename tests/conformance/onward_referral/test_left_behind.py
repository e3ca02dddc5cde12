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


@pytest.mark.parametrize(("length", "right"), [(255, True), (140, True), (20, False)])
def test_a_long_reason_may_be_cut_short_but_not_to_a_few_words(length, right):
    long = "".join(f"Shop {number} has none. " for number in range(90))

    assert is_reason_of(long[:length], [SimpleNamespace(given={"reason": long})]) is right
