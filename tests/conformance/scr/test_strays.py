"""What is shown as a record and stands in none of its versions is named; any lawful layout passes."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.scr.test_strays import expect_beside, strays_of
from cpcs_harness.errors import NotMet
from made_up import observed, seen_message

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


class View:
    """One view of a patient, with what the API answered in it."""

    answer = seen_message(
        {"status": 200},
        b'{"entry": [{"resource": {"resourceType": "Composition", "date": "2026-07-01T23:30:00+00:00"}}]}',
    )

    def during(self, _seen, _operation):
        return [SimpleNamespace(response=self.answer)]

    def seen(self, *_):
        asked = observed(1, "record_permission_to_view", {}, given={"permission": "not-asked"})
        later = observed(9, "record_permission_to_view", {}, given={"permission": "given"})
        return [asked, later]


def look(**record):
    expect_beside(View(), observed(5, "view_summary_care_record", {"record": record}))


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"created": "2026-07-01T23:30:00+00:00", "emergency": True},
        {"created": "2 July 2026"},
        {"created": "01/07/2026"},
    ],
)
def test_the_day_of_the_record_is_shown_in_any_writing_or_not_at_all(record):
    look(**record)


@pytest.mark.parametrize("record", [{"created": "2026-07-03"}, {"emergency": False}])
def test_another_day_or_access_is_told(record):
    with pytest.raises(NotMet):
        look(**record)
