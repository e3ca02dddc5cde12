"""What is shown as a record and stands in none of its versions is named; any lawful layout passes."""

import pytest

from cpcs_harness._content.conformance.scr.test_strays import strays_of

HELD = [
    {"title": "Allergies", "html": "<table><tr><td>11-Mar-2024</td><td>Penicillin</td></tr></table>"},
    {"title": "Problems and Issues", "html": "<p>Nothing is recorded</p><script>x()</script>"},
]
NEWER = [{"title": "Allergies", "html": "<p>Latex</p>"}]


@pytest.mark.parametrize(
    "shown",
    [
        [("Allergies", "11-Mar-2024\tPenicillin")],
        [("ALLERGIES:", "1. Penicillin (11-Mar-2024)"), ("Problems and issues", "Nothing is recorded")],
        [("Allergies", "Latex")],
        [("Heading of its own", "  ")],
    ],
)
def test_the_records_own_words_pass(shown):
    assert strays_of(shown, [HELD, NEWER]) == []


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ([("Vaccinations", "None recorded")], ["Vaccinations"]),
        ([("Allergies", "Penicillin, severe")], ["severe"]),
        ([("Problems and Issues", "Penicillin")], ["penicillin"]),
        ([("Problems and Issues", "x() Nothing is recorded")], ["x"]),
    ],
)
def test_what_the_record_has_not_is_named(shown, told):
    assert strays_of(shown, [HELD, NEWER]) == told
