"""Texts as letters and digits alone, also where they are of ASCII and go by a table."""

import re

from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness.evidence.marks import plain
from cpcs_harness.judging.account.bare import bare
from explore import explored

SIGNS = st.text(st.characters(max_codepoint=0x7F) | st.sampled_from("éßŷ\u2019\u2003\u0130ǅ_"), max_size=120)


@explored(200)
@given(SIGNS)
def test_letters_and_digits_stay_in_small_letters(text):
    assert bare(text) == re.sub(r"[\W_]+", "", text.casefold())


@explored(200)
@given(SIGNS)
def test_nothing_is_left_to_fold(text):
    assert plain(bare(text)) == bare(text)
