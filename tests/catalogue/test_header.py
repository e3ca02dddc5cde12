"""What contradicts a catalogue's own words, or has no place among them, is told with file, line and id."""

import pytest

from cpcs_harness.errors import Problem

MISTAKES = {
    "unknown-pathway": (
        "    pathway: minor-illness",
        "    pathway: minor-ilness",
        4,
        "MI-N111-E",
        "pathway: 'minor-ilness' is not one of minor-illness. Did you mean 'minor-illness'?",
    ),
    "unknown-level": (
        "    level: required",
        "    level: desired",
        16,
        "MI-N111-R",
        "level: 'desired' is not one of essential, required. Did you mean 'required'?",
    ),
    "unknown-row": (
        "    component: nhs111-report-inbound",
        "    component: nhs111-report",
        5,
        "MI-N111-E",
        "component: 'nhs111-report' is not a row of minor-illness. Did you mean 'nhs111-report-inbound'?",
    ),
    "id-of-another-pathway": (
        "- id: MI-N111-R",
        "- id: UM-N111-R",
        13,
        "UM-N111-R",
        "id: 'UM-N111-R' does not begin with MI-, as those of minor-illness do",
    ),
    "row-without-a-title": (
        "rows: [nhs111-report-inbound, dos]",
        "rows: [nhs111-report-inbound, doss]",
        29,
        "minor-illness",
        "rows: there is no component 'doss'. Did you mean 'dos'?",
    ),
    "component-of-no-row": (
        "rows: [nhs111-report-inbound, dos]",
        "rows: [nhs111-report-inbound]",
        35,
        "dos",
        "no pathway has this row",
    ),
    "row-twice": (
        "rows: [nhs111-report-inbound, dos]",
        "rows: [nhs111-report-inbound, dos, dos]",
        29,
        "minor-illness",
        "rows: 'dos' is in the list twice",
    ),
    "initials-of-two-pathways": (
        "levels:\n",
        "  - {id: other, title: Other, initials: MI, rows: [dos]}\nlevels:\n",
        30,
        "other",
        "initials: 'MI' are those of minor-illness as well",
    ),
    "level-twice": (
        "  - {id: required, title: Later}",
        "  - {id: essential, title: Later}",
        32,
        "essential",
        "id: is used twice; first on line 31",
    ),
    "level-called-none": (
        "  - {id: required, title: Later}",
        "  - {id: none, title: Later}",
        32,
        "none",
        "id: 'none' has a meaning of its own, and is no level's name",
    ),
    "unknown-fall-back": (
        "fall_backs: [dos]",
        "fall_backs: [rtec]",
        36,
        "",
        "fall_backs: there is no component 'rtec'",
    ),
}


@pytest.mark.parametrize(("right", "wrong", "line", "id", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place(told_at, right, wrong, line, id, message):
    file, problems = told_at(right, wrong)

    assert Problem(file, line, id, message) in problems
