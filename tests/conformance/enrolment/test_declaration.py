"""A pharmacist is told from a colleague of the same family name."""

import pytest

from cpcs_harness._content.conformance.enrolment.test_declaration import _names

COLLEAGUE = {"given": "Maureen", "family": "O'Dowd", "gphc": "2450125"}


@pytest.mark.parametrize(
    "words",
    [
        "pharmacist: maureen o'dowd, gphc 2450125",
        "pharmacist: o'dowd, maureen",
        "o'dowd maureen",
        "gphc number 2450125.",
    ],
)
def test_a_text_with_a_number_or_both_names_names_a_pharmacist(words):
    assert _names(COLLEAGUE, words)


@pytest.mark.parametrize(
    "words",
    [
        "pharmacist: dilip o'dowd, gphc 2450039",
        "patient: maureen aspinall",
        "maureen o'dowdall, of maureen lane",
        "telephone 02450125700",
        "gphc 24501250",
        "gphc 2450125x",
    ],
)
def test_one_of_the_names_alone_may_be_anybodys(words):
    assert not _names(COLLEAGUE, words)
