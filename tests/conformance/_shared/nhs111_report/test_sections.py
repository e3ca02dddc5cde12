"""What counts as the whole text of a report, in any layout."""

import pytest

from cpcs_harness._content.conformance._shared.nhs111_report.sections import section_faults
from cpcs_harness.people.model import Section
from cpcs_harness.people.plain import plain

TABLE = Section("Observations", "Reading\tValue\nTemperature\t38.5", "table")


NESTED = Section("History", "Last week", inside=(Section("Plan", "Two days"),))


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (TABLE, [("Observations", "Reading\tValue\nTemperature\t38.5")]),
        (TABLE, [("Observations", "Reading | Value\nTemperature | 38.5")]),
        (Section("Taken", "At eight\nNot seen", "footnotes"), [("Taken", "At eight [1]\n[1] Not seen")]),
        (NESTED, [("History", "Last week"), ("Plan", "Two days")]),
        (NESTED, [("History", "Last week\nPlan: Two days")]),
        (Section("Advice", ""), []),
        (Section("Name", "Zoe\u0301"), [("Name", "Zo\u00e9")]),
    ],
)
def test_text_is_whole_in_any_layout(sent, shown):
    assert section_faults([plain(sent)], [{"title": title, "text": text} for title, text in shown]) == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (TABLE, [("Observations", "Reading\nTemperature")]),
        (TABLE, [("Observations", "ReadingValue\nTemperature38.5")]),
        (NESTED, [("History", "Last week")]),
        (Section("Doses", "5\u00a0mg"), [("Doses", "5 mg")]),
        (Section("Told", "<b>5 mg</b>"), [("Told", "5 mg")]),
        (Section("Told", "one two"), [("Told", "one two three")]),
        (Section("Told", "one two"), [("Told", "one")]),
    ],
)
def test_text_that_is_not_whole_is_a_fault(sent, shown):
    assert section_faults([plain(sent)], [{"title": title, "text": text} for title, text in shown])
