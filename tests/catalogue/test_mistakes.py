"""What is wrong in a catalogue is told with file, line, id and what to write instead; all of it at once."""

from pathlib import Path

import pytest

from cpcs_harness.errors import Problem

MAIN = "toolkit_requirements.yaml"
CRITERIA = "suites/nhs111/criteria.yaml"

MISTAKES = {
    "wrong-word": (
        "strength: must",
        "strength: mst",
        4,
        "N111-01",
        "strength: 'mst' is not one of must, should",
    ),
    "unknown-key": (
        "    strength: must",
        "    strenght: must",
        4,
        "N111-01",
        "strenght: is not a key here. Did you mean 'strength'?",
    ),
    "date-without-quotes": (
        '"2021-10-01"',
        "2021-10-01",
        7,
        "MI-N111-E",
        'by: 2021-10-01 is not text as YAML reads it: write "2021-10-01"',
    ),
    "no-without-quotes": (
        "text: FHIR",
        "text: no",
        17,
        "MI-N111-R",
        'text: no is not text as YAML reads it: write "no"',
    ),
    "version-without-quotes": (
        "document: ITK2.2 Core, section: Resp",
        "document: 4.10, section: Resp",
        11,
        "N111-01",
        'source.document: 4.10 is not text as YAML reads it: write "4.10"',
    ),
    "no-such-day": (
        "2021-10-01",
        "2021-13-01",
        7,
        "MI-N111-E",
        "by: '2021-13-01' is not a date such as \"2021-10-01\"",
    ),
    "empty-value": ("risk: The patient waits.", "risk:", 22, "N111-11", "risk: is empty"),
    "empty-text": ("risk: The patient waits.", 'risk: ""', 22, "N111-11", "risk: is empty"),
    "list-for-text": ("risk: The patient waits.", "risk: [a]", 22, "N111-11", "risk: is not text"),
    "text-for-list": ("needs: [a-journey]", "needs: a-journey", 9, "N111-01", "needs: is not a list"),
    "text-for-keys": (
        'in_force: {from: "2021-06-01"}',
        "in_force: soon",
        10,
        "N111-01",
        "in_force: is not a set of keys",
    ),
    "missing-key": ("    risk: The patient waits.\n", "", 13, "N111-11", "risk: is missing"),
    "missing-because": (
        "    because: Only a person can see it.\n",
        "",
        13,
        "N111-11",
        "because: is missing",
    ),
    "witnessed-with-a-journey": (
        "needs: []",
        "needs: [a-journey]",
        20,
        "N111-11",
        "needs: a criterion that people judge needs no journey: write []",
    ),
    "bad-id": ("- id: CIS2-01", "- id: cis2", 22, "cis2", "id: 'cis2' is not an id such as PDS-07"),
    "bad-journey-name": (
        "[a-journey]",
        "[A journey]",
        9,
        "N111-01",
        "needs: 'A journey' is not a word in small letters, such as itk-2.2",
    ),
    "key-twice": (
        "    certainty: published",
        "    certainty: published\n    certainty: modelled",
        6,
        "N111-01",
        "certainty: the key is here twice; first on line 5",
    ),
    "id-twice": ("- id: N111-11", "- id: N111-01", 13, "N111-01", "id: is used twice; first on line 2"),
    "no-suites": ("suites: suites\n", "", 1, "", "suites: is missing"),
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
    "suites-elsewhere": (
        "suites: suites",
        "suites: ../suites",
        1,
        "",
        "suites: '../suites' is not the name of a folder beside this file",
    ),
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
    "where-nobody-declares-it": (
        "    option: itk-2.2",
        "    where: {pds.mini_servce: itk-2.2}",
        8,
        "N111-01",
        "where.pds.mini_servce: is not a key here. Did you mean 'pds.mini_service'?",
    ),
    "where-with-an-unknown-word": (
        "    option: itk-2.2",
        "    where: {pds.mini_service: itk-2.3}",
        8,
        "N111-01",
        "where.pds.mini_service: 'itk-2.3' is not one of itk-2.2, proprietary",
    ),
    "entry-without-keys": ("context:\n", "context:\n  - soon\n", 22, "context[0]", "is not a set of keys"),
    "alias": (
        "criteria: [N111-01, N111-11]",
        "criteria: &all [N111-01, N111-11]",
        12,
        "",
        "anchors and aliases are not used here: write it out",
    ),
    "tag": ("text: FHIR", "text: !!str FHIR", 17, "", "tags are not used here: put the value in quotes"),
}


def changed(files: dict[str, str], *changes: tuple[str, str]) -> dict[str, str]:
    """The files of a catalogue with words put in the place of others, each in the first file that has them."""
    for right, wrong in changes:
        name = next(name for name, text in files.items() if right in text)
        files = files | {name: files[name].replace(right, wrong, 1)}
    return files


@pytest.mark.parametrize(("right", "wrong", "line", "id", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place(
    tmp_path, problems_in, small_catalogue, right, wrong, line, id, message
):
    file = next(name for name, text in small_catalogue.items() if right in text)

    problems = problems_in(changed(small_catalogue, (right, wrong)))

    assert Problem(str(tmp_path / file), line, id, message) in problems


def test_a_mistake_reads_as_one_line_that_an_editor_can_jump_to(tmp_path, problems_in, small_catalogue):
    [problem] = problems_in(changed(small_catalogue, ("strength: must", "strength: mst")))

    file = tmp_path / CRITERIA
    assert str(problem) == f"{file}:4 (N111-01) strength: 'mst' is not one of must, should"


def test_many_mistakes_are_told_at_once_file_by_file(problems_in, small_catalogue):
    wrong = changed(
        small_catalogue,
        ("strength: must", "strength: mst"),
        ('"2021-10-01"', "2021-10-01"),
        ("risk: The patient waits.", "rsk: The patient waits."),
        ("criteria: [N111-11]", "criteria: [N111-12]"),
        ("option: itk-2.2", "option: itk"),
    )

    problems = problems_in(wrong)

    assert [(Path(problem.file).name, problem.line, problem.id) for problem in problems] == [
        ("criteria.yaml", 4, "N111-01"),
        ("criteria.yaml", 8, "N111-01"),
        ("criteria.yaml", 13, "N111-11"),
        ("criteria.yaml", 22, "N111-11"),
        (MAIN, 7, "MI-N111-E"),
        (MAIN, 25, "CIS2-01"),
    ]


def test_an_id_that_two_files_use_is_told_in_the_later_one_with_the_place_of_the_first(
    tmp_path, problems_in, small_catalogue
):
    again = small_catalogue[CRITERIA].replace("- id: N111-11", "- id: N111-12")

    [problem] = problems_in(small_catalogue | {"suites/online/criteria.yaml": again})

    assert (problem.file, problem.line) == (str(tmp_path / "suites/online/criteria.yaml"), 2)
    assert problem.message == f"id: is used twice; first in {tmp_path / CRITERIA}:2"


def test_an_id_of_a_requirement_that_a_criterion_has_as_well_is_told(tmp_path, problems_in, small_catalogue):
    wrong = changed(small_catalogue, ("- id: CIS2-01", "- id: N111-01"))

    [problem] = problems_in(wrong)

    assert (problem.file, problem.line) == (str(tmp_path / MAIN), 22)
    assert problem.message == f"id: is used twice; first in {tmp_path / CRITERIA}:2"


def test_a_file_of_criteria_that_is_no_yaml_hides_no_mistake_of_the_others(
    tmp_path, problems_in, small_catalogue
):
    wrong = changed(small_catalogue, ("strength: must", "strength: mst"))

    problems = problems_in(wrong | {"suites/online/criteria.yaml": "criteria: ["})

    places = {(problem.file, problem.line) for problem in problems}
    assert {(str(tmp_path / CRITERIA), 4), (str(tmp_path / "suites/online/criteria.yaml"), 2)} <= places


def test_a_file_of_criteria_holds_nothing_else(tmp_path, problems_in, small_catalogue):
    more = small_catalogue | {CRITERIA: small_catalogue[CRITERIA] + "context: []\n"}

    assert problems_in(more) == [Problem(str(tmp_path / CRITERIA), 23, "", "context: is not a key here")]


def test_criteria_stand_beside_the_checks_and_not_among_the_requirements(
    tmp_path, problems_in, small_catalogue
):
    within = small_catalogue[MAIN] + small_catalogue[CRITERIA]

    problems = problems_in(small_catalogue | {MAIN: within})

    assert Problem(str(tmp_path / MAIN), 37, "", "criteria: is not a key here") in problems


def test_suites_without_criteria_are_told(tmp_path, problems_in, small_catalogue):
    [problem] = problems_in({MAIN: small_catalogue[MAIN]})

    assert problem.message == f"suites: there is no criteria.yaml below {tmp_path / 'suites'}"
