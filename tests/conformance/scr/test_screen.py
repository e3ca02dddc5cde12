"""Which sections of a record a view leaves out altogether; lay-out, cut words and its head are free here."""

import pytest

from cpcs_harness._content.conformance.scr.test_screen import left_out

HELD = [
    {"code": "Title", "title": "General Practice Summary", "html": "<p>Not all that matters</p>"},
    {
        "code": "AllergiesHeader",
        "title": "Allergies",
        "html": "<table><tr><td>Penicillin</td><td>Severe</td></tr></table>",
    },
    {"code": "RepeatMedsHeader", "title": "Repeats", "html": "<p>Salbutamol inhaler</p>"},
    {"code": "RisksHeader", "title": "Risks", "html": "<p>Nothing is recorded</p>"},
    {"code": "ProblemsHeader", "title": "Problems", "html": "<p>Nothing is recorded</p>"},
]


@pytest.mark.parametrize(
    "shown",
    [
        "Not all that matters Penicillin Severe Salbutamol inhaler Nothing is recorded",
        "PENICILLIN (severe); SALBUTAMOL  INHALER",
        "Salbutamol inhaler, then allergies: Penicillin",
        "Severe ... Salbutamol inhaler",
    ],
    ids=["whole", "in capitals, without what says nothing", "in another order", "cut"],
)
def test_a_view_with_something_of_each_leaves_none_out(shown):
    assert left_out(HELD, shown) == []


@pytest.mark.parametrize(
    ("shown", "due"),
    [
        ("", ["Allergies", "Repeats"]),
        ("General Practice Summary Not all that matters Allergies", ["Allergies", "Repeats"]),
        ("Salbutamol inhaler Nothing is recorded", ["Allergies"]),
    ],
    ids=["nothing", "the head, and a bare heading", "the others"],
)
def test_a_section_of_which_nothing_is_shown_is_left_out(shown, due):
    assert left_out(HELD, shown) == due
