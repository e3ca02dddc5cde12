"""What is wrong with an entry of a catalogue is told with file, line, id and what to write instead."""

import pytest

from cpcs_harness.errors import Problem

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
    "empty-value": ("risk: The patient waits.", "risk:", 23, "N111-11", "risk: is empty"),
    "empty-text": ("risk: The patient waits.", 'risk: ""', 23, "N111-11", "risk: is empty"),
    "list-for-text": ("risk: The patient waits.", "risk: [a]", 23, "N111-11", "risk: is not text"),
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
    "missing-evidence": (
        "    evidence: What somebody wrote down who was there.\n",
        "",
        13,
        "N111-11",
        "evidence: is missing",
    ),
    "witnessed-with-a-journey": (
        "needs: []",
        "needs: [a-journey]",
        21,
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


@pytest.mark.parametrize(("right", "wrong", "line", "id", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place(told_at, right, wrong, line, id, message):
    file, problems = told_at(right, wrong)

    assert Problem(file, line, id, message) in problems


def test_a_mistake_reads_as_one_line_that_an_editor_can_jump_to(told_at):
    file, [problem] = told_at("strength: must", "strength: mst")

    assert str(problem) == f"{file}:4 (N111-01) strength: 'mst' is not one of must, should"
