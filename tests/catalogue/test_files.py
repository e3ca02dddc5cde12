"""A catalogue is several files, and is checked as one: all mistakes are told at once, each in its own file."""

from pathlib import Path

import pytest

from cpcs_harness.errors import Problem

MAIN = "toolkit_requirements.yaml"
CRITERIA = "suites/nhs111/criteria.yaml"
MISTAKES = {
    "no-suites": ("suites: suites\n", "", 1, "", "suites: is missing"),
    "suites-elsewhere": (
        "suites: suites",
        "suites: ../suites",
        1,
        "",
        "suites: '../suites' is not the name of a folder beside this file",
    ),
}


@pytest.mark.parametrize(("right", "wrong", "line", "id", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place(told_at, right, wrong, line, id, message):
    file, problems = told_at(right, wrong)

    assert Problem(file, line, id, message) in problems


def changed(files: dict[str, str], *changes: tuple[str, str]) -> dict[str, str]:
    """The files of a catalogue with words put in the place of others, each in the first file that has them."""
    for right, wrong in changes:
        name = next(name for name, text in files.items() if right in text)
        files = files | {name: files[name].replace(right, wrong, 1)}
    return files


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
        ("criteria.yaml", 23, "N111-11"),
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

    assert problems_in(more) == [Problem(str(tmp_path / CRITERIA), 24, "", "context: is not a key here")]


def test_criteria_stand_beside_the_checks_and_not_among_the_requirements(
    tmp_path, problems_in, small_catalogue
):
    within = small_catalogue[MAIN] + small_catalogue[CRITERIA]

    problems = problems_in(small_catalogue | {MAIN: within})

    assert Problem(str(tmp_path / MAIN), 37, "", "criteria: is not a key here") in problems


def test_suites_without_criteria_are_told(tmp_path, problems_in, small_catalogue):
    [problem] = problems_in({MAIN: small_catalogue[MAIN]})

    assert problem.message == f"suites: there is no criteria.yaml below {tmp_path / 'suites'}"
