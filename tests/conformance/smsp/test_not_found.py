"""Capitals, names and numbers make no other words."""

import pytest

from cpcs_harness._content.conformance.smsp.test_not_found import _general


@pytest.mark.parametrize("text", ["Nobody called ANN SEDGE (999 000 0018)", "nobody called Ann Sedge (1)"])
def test_capitals_names_and_numbers_make_no_other_words(text):
    assert _general(text, ["sedge", "ann"]) == _general("Nobody called Ann Sedge ()", ["sedge", "ann"])
