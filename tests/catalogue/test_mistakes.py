"""What is wrong in a catalogue is told with file, line, id and what to write instead; all of it at once."""

import pytest

from cpcs_harness.errors import Problem

MISTAKES = {
    "wrong-word": (
        "strength: must",
        "strength: mst",
        23,
        "N111-01",
        "strength: 'mst' is not one of must, should",
    ),
    "unknown-key": (
        "    strength: must",
        "    strenght: must",
        23,
        "N111-01",
        "strenght: is not a key here. Did you mean 'strength'?",
    ),
    "date-without-quotes": (
        '"2021-10-01"',
        "2021-10-01",
        6,
        "MI-N111-E",
        'by: 2021-10-01 is not text as YAML reads it: write "2021-10-01"',
    ),
    "no-without-quotes": (
        "text: FHIR",
        "text: no",
        16,
        "MI-N111-R",
        'text: no is not text as YAML reads it: write "no"',
    ),
    "version-without-quotes": (
        "document: ITK2.2 Core, section: Resp",
        "document: 4.10, section: Resp",
        30,
        "N111-01",
        'source.document: 4.10 is not text as YAML reads it: write "4.10"',
    ),
    "no-such-day": (
        "2021-10-01",
        "2021-13-01",
        6,
        "MI-N111-E",
        "by: '2021-13-01' is not a date such as \"2021-10-01\"",
    ),
    "empty-value": ("risk: The patient waits.", "risk:", 41, "N111-11", "risk: is empty"),
    "empty-text": ("risk: The patient waits.", 'risk: ""', 41, "N111-11", "risk: is empty"),
    "list-for-text": ("risk: The patient waits.", "risk: [a]", 41, "N111-11", "risk: is not text"),
    "text-for-list": ("needs: [a-journey]", "needs: a-journey", 28, "N111-01", "needs: is not a list"),
    "text-for-keys": (
        'in_force: {from: "2021-06-01"}',
        "in_force: soon",
        29,
        "N111-01",
        "in_force: is not a set of keys",
    ),
    "missing-key": ("    risk: The patient waits.\n", "", 32, "N111-11", "risk: is missing"),
    "missing-because": (
        "    because: Only a person can see it.\n",
        "",
        32,
        "N111-11",
        "because: is missing",
    ),
    "witnessed-with-a-journey": (
        "needs: []",
        "needs: [a-journey]",
        39,
        "N111-11",
        "needs: a criterion that people judge needs no journey: write []",
    ),
    "bad-id": ("- id: CIS2-01", "- id: cis2", 43, "cis2", "id: 'cis2' is not an id such as PDS-07"),
    "bad-journey-name": (
        "[a-journey]",
        "[A journey]",
        28,
        "N111-01",
        "needs: 'A journey' is not a word in small letters, such as itk-2.2",
    ),
    "key-twice": (
        "    certainty: published",
        "    certainty: published\n    certainty: modelled",
        25,
        "N111-01",
        "certainty: the key is here twice; first on line 24",
    ),
    "id-twice": ("- id: CIS2-01", "- id: N111-01", 43, "N111-01", "id: is used twice; first on line 21"),
    "unknown-criterion": (
        "criteria: [N111-01, N111-11]",
        "criteria: [N111-01, N111-11, N111-1]",
        11,
        "MI-N111-E",
        "criteria: there is no criterion 'N111-1'. Did you mean 'N111-11'?",
    ),
    "unknown-criterion-in-context": (
        "    criteria: [N111-11]\n",
        "    criteria: [XYZ-77]\n",
        46,
        "CIS2-01",
        "criteria: there is no criterion 'XYZ-77'",
    ),
    "unknown-successor": (
        "also_met_by: [MI-N111-R]",
        "also_met_by: [MI-N111-D]",
        9,
        "MI-N111-E",
        "also_met_by: there is no requirement 'MI-N111-D'. Did you mean 'MI-N111-R'?",
    ),
    "its-own-successor": (
        "also_met_by: [MI-N111-R]",
        "also_met_by: [MI-N111-E]",
        9,
        "MI-N111-E",
        "also_met_by: points at the entry itself",
    ),
    "listed-twice": (
        "criteria: [N111-01, N111-11]",
        "criteria: [N111-01, N111-11, N111-01]",
        11,
        "MI-N111-E",
        "criteria: 'N111-01' is in the list twice",
    ),
    "unknown-option": (
        "    option: itk-2.2",
        "    option: itk-2.3",
        27,
        "N111-01",
        "option: 'itk-2.3' is not one of MI-N111-E's options (itk-2.2, 111-adaptor). Did you mean 'itk-2.2'?",
    ),
    "part-of-nothing": (
        "    option: itk-2.2",
        "    part: fhir",
        27,
        "N111-01",
        "part: no requirement that uses it has parts",
    ),
    "where-nobody-declares-it": (
        "    option: itk-2.2",
        "    where: {pds.mini_servce: itk-2.2}",
        27,
        "N111-01",
        "where.pds.mini_servce: is not a key here. Did you mean 'pds.mini_service'?",
    ),
    "where-with-an-unknown-word": (
        "    option: itk-2.2",
        "    where: {pds.mini_service: itk-2.3}",
        27,
        "N111-01",
        "where.pds.mini_service: 'itk-2.3' is not one of itk-2.2, proprietary",
    ),
    "entry-without-keys": ("context:\n", "context:\n  - soon\n", 43, "context[0]", "is not a set of keys"),
    "alias": (
        "criteria: [N111-01, N111-11]",
        "criteria: &all [N111-01, N111-11]",
        11,
        "",
        "anchors and aliases are not used here: write it out",
    ),
    "tag": ("text: FHIR", "text: !!str FHIR", 16, "", "tags are not used here: put the value in quotes"),
}


@pytest.mark.parametrize(("right", "wrong", "line", "id", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place(
    tmp_path, problems_in, small_catalogue, right, wrong, line, id, message
):
    assert small_catalogue.count(right) >= 1

    problems = problems_in(small_catalogue.replace(right, wrong, 1))

    assert Problem(str(tmp_path / "toolkit_requirements.yaml"), line, id, message) in problems


def test_a_mistake_reads_as_one_line_that_an_editor_can_jump_to(tmp_path, problems_in, small_catalogue):
    [problem] = problems_in(small_catalogue.replace("strength: must", "strength: mst"))

    file = tmp_path / "toolkit_requirements.yaml"
    assert str(problem) == f"{file}:23 (N111-01) strength: 'mst' is not one of must, should"


def test_many_mistakes_are_told_at_once_in_the_files_order(problems_in, small_catalogue):
    text = small_catalogue.replace("strength: must", "strength: mst").replace('"2021-10-01"', "2021-10-01")
    text = text.replace("risk: The patient waits.", "rsk: The patient waits.")
    text = text.replace("criteria: [N111-11]", "criteria: [N111-12]").replace(
        "option: itk-2.2", "option: itk"
    )

    problems = problems_in(text)

    assert [(problem.line, problem.id) for problem in problems] == [
        (6, "MI-N111-E"),
        (23, "N111-01"),
        (27, "N111-01"),
        (32, "N111-11"),
        (41, "N111-11"),
        (46, "CIS2-01"),
    ]
