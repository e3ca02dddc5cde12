"""An id that is used twice, and one that leads nowhere, is told with file, line and id."""

import pytest

from cpcs_harness.errors import Problem

MISTAKES = {
    "id-twice": ("- id: N111-11", "- id: N111-01", 13, "N111-01", "id: is used twice; first on line 2"),
    "unknown-criterion": (
        "criteria: [N111-01, N111-11]",
        "criteria: [N111-01, N111-11, N111-1]",
        12,
        "MI-N111-E",
        "criteria: there is no criterion 'N111-1'. Did you mean 'N111-11'?",
    ),
    "unknown-criterion-in-context": (
        "    criteria: [N111-11]\n",
        "    criteria: [XYZ-77]\n",
        25,
        "CIS2-01",
        "criteria: there is no criterion 'XYZ-77'",
    ),
    "unknown-pathway-in-context": (
        "    criteria: [N111-11]\n",
        "    criteria: [N111-11]\n    pathways: [minor-ilness]\n",
        26,
        "CIS2-01",
        "pathways: there is no pathway 'minor-ilness'. Did you mean 'minor-illness'?",
    ),
    "no-criterion-begins-so": (
        "criteria: [N111-01, N111-11]",
        "criteria: [N11-*]",
        12,
        "MI-N111-E",
        "criteria: there is no criterion 'N11-*'. Did you mean 'N111-11'?",
    ),
    "named-with-others-as-well": (
        "criteria: [N111-01, N111-11]",
        "criteria: [N111-*, N111-11]",
        12,
        "MI-N111-E",
        "criteria: 'N111-11' is in the list twice",
    ),
    "too-much-named-at-once": (
        "criteria: [N111-01, N111-11]",
        'criteria: ["*"]',
        12,
        "MI-N111-E",
        "criteria: '*' is not an id such as PDS-07, nor what several begin with, such as PDS-*",
    ),
    "unknown-successor": (
        "also_met_by: [MI-N111-R]",
        "also_met_by: [MI-N111-D]",
        10,
        "MI-N111-E",
        "also_met_by: there is no requirement 'MI-N111-D'. Did you mean 'MI-N111-R'?",
    ),
    "its-own-successor": (
        "also_met_by: [MI-N111-R]",
        "also_met_by: [MI-N111-E]",
        10,
        "MI-N111-E",
        "also_met_by: points at the entry itself",
    ),
    "listed-twice": (
        "criteria: [N111-01, N111-11]",
        "criteria: [N111-01, N111-11, N111-01]",
        12,
        "MI-N111-E",
        "criteria: 'N111-01' is in the list twice",
    ),
    "unknown-option": (
        "    option: itk-2.2",
        "    option: itk-2.3",
        8,
        "N111-01",
        "option: 'itk-2.3' is not one of MI-N111-E's options (itk-2.2, 111-adaptor). Did you mean 'itk-2.2'?",
    ),
    "part-of-nothing": (
        "    option: itk-2.2",
        "    part: fhir",
        8,
        "N111-01",
        "part: no requirement that uses it has parts",
    ),
}


@pytest.mark.parametrize(("right", "wrong", "line", "id", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place(told_at, right, wrong, line, id, message):
    file, problems = told_at(right, wrong)

    assert Problem(file, line, id, message) in problems
