"""What is wrong in a catalogue is told with file, line, id and what to write instead; all of it at once."""

import hashlib
from datetime import date

import pytest

from cpcs_harness.catalogue import ContextRequirement, InForce, Source, load_catalogue
from cpcs_harness.errors import Problem, UsageProblem

CATALOGUE = """\
requirements:
  - id: MI-N111-E
    pathway: minor-illness
    component: nhs111-report-inbound
    level: essential
    by: "2021-10-01"
    text: ITK 2.2 / 111 Adaptor
    options: {any_of: [itk-2.2, 111-adaptor]}
    also_met_by: [MI-N111-R]
    source: {document: seed, table: minor illness, row: NHS 111}
    criteria: [N111-01, N111-11]
  - id: MI-N111-R
    pathway: minor-illness
    component: nhs111-report-inbound
    level: required
    text: FHIR
    parts: {all_of: [fhir]}
    source: {document: seed, table: minor illness, row: NHS 111}
    untested: Nothing is played yet.
criteria:
  - id: N111-01
    text: A report is answered.
    strength: must
    certainty: published
    stands_on: wire
    judged_by: automated
    option: itk-2.2
    needs: [a-journey]
    in_force: {from: "2021-06-01"}
    source: {document: ITK2.2 Core, section: Responses}
    risk: The patient is sent twice.
  - id: N111-11
    text: Staff are alerted.
    strength: should
    certainty: inferred
    stands_on: witnessed
    judged_by: witnessed
    because: Only a person can see it.
    needs: []
    source: {document: ITK2.2 Core, section: Alerts}
    risk: The patient waits.
context:
  - id: CIS2-01
    text: Staff sign in with CIS2.
    source: {document: seed, section: sign-in}
    criteria: [N111-11]
"""

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
    "entry-without-keys": ("context:\n", "context:\n  - soon\n", 43, "context[0]", "is not a set of keys"),
    "alias": (
        "criteria: [N111-01, N111-11]",
        "criteria: &all [N111-01, N111-11]",
        11,
        "",
        "anchors and aliases are not used here: write it out",
    ),
    "tag": ("text: FHIR", "text: !!str FHIR", 16, "", "tags are not used here: put the value in quotes"),
    "not-yaml": (
        "text: FHIR",
        "text: [FHIR",
        17,
        "",
        "is not YAML: while parsing a flow sequence, did not find expected ',' or ']'",
    ),
}


def problems_in(folder, text) -> list[Problem]:
    file = folder / "toolkit_requirements.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageProblem) as told:
        load_catalogue(file)
    assert f"the catalogue {file}" in told.value.message
    return list(told.value.problems)


@pytest.mark.parametrize(("right", "wrong", "line", "id", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place(tmp_path, right, wrong, line, id, message):
    assert CATALOGUE.count(right) >= 1

    problems = problems_in(tmp_path, CATALOGUE.replace(right, wrong, 1))

    assert Problem(str(tmp_path / "toolkit_requirements.yaml"), line, id, message) in problems


def test_a_mistake_reads_as_one_line_that_an_editor_can_jump_to(tmp_path):
    [problem] = problems_in(tmp_path, CATALOGUE.replace("strength: must", "strength: mst"))

    file = tmp_path / "toolkit_requirements.yaml"
    assert str(problem) == f"{file}:23 (N111-01) strength: 'mst' is not one of must, should"


def test_many_mistakes_are_told_at_once_in_the_files_order(tmp_path):
    text = CATALOGUE.replace("strength: must", "strength: mst").replace('"2021-10-01"', "2021-10-01")
    text = text.replace("risk: The patient waits.", "rsk: The patient waits.")
    text = text.replace("criteria: [N111-11]", "criteria: [N111-12]").replace(
        "option: itk-2.2", "option: itk"
    )

    problems = problems_in(tmp_path, text)

    assert [(problem.line, problem.id) for problem in problems] == [
        (6, "MI-N111-E"),
        (23, "N111-01"),
        (27, "N111-01"),
        (32, "N111-11"),
        (41, "N111-11"),
        (46, "CIS2-01"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"# nothing\n", "is empty", id="only-a-comment"),
        pytest.param(b"\xff\xfe", "is not UTF-8 text", id="not-utf-8"),
        pytest.param(b"a: \x01", "is not YAML: control characters are not allowed", id="control-character"),
        pytest.param(b"- a\n--- \n- b\n", "is not YAML: expected a single document", id="two-documents"),
        pytest.param(b"just text", "is not a set of keys", id="no-keys"),
        pytest.param(b"[" * 1000, "holds more than 20 levels", id="nested"),
        pytest.param(b"- a\n" * 60_000, "holds more than 50,000 values", id="endless"),
        pytest.param(b"#" * 2_000_001, "is larger than 2,000,000 bytes", id="large"),
    ],
)
def test_what_is_no_catalogue_is_told_and_not_thrown(tmp_path, content, message):
    [problem] = problems_in(tmp_path, content)

    assert problem.message.startswith(message)


def test_a_bomb_of_aliases_is_refused_before_it_is_built(tmp_path):
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 100))

    assert {problem.message for problem in problems_in(tmp_path, bomb)} == {
        "anchors and aliases are not used here: write it out"
    }


@pytest.mark.parametrize(
    "name", ["missing.yaml", "", "a\0b"], ids=["missing", "a-folder", "no-name-of-a-file"]
)
def test_a_file_that_cannot_be_read_is_told(tmp_path, name):
    with pytest.raises(UsageProblem, match="cannot be read"):
        load_catalogue(f"{tmp_path}/{name}")


def test_a_right_catalogue_is_read_whole(tmp_path):
    file = tmp_path / "catalogue.yaml"
    file.write_text(CATALOGUE)

    catalogue = load_catalogue(str(file))

    assert catalogue.file == str(file)
    assert catalogue.digest == hashlib.sha256(CATALOGUE.encode()).hexdigest()
    requirement, later = catalogue.requirements
    assert (requirement.options, requirement.by, requirement.line) == (
        ("itk-2.2", "111-adaptor"),
        date(2021, 10, 1),
        2,
    )
    assert (later.parts, later.by, later.untested) == (("fhir",), None, "Nothing is played yet.")
    assert catalogue.criteria_of(requirement) == tuple(catalogue.criteria.values())
    assert catalogue.criteria["N111-01"].in_force == InForce(from_=date(2021, 6, 1))
    assert not catalogue.criteria["N111-11"].is_must
    assert catalogue.context == (
        ContextRequirement(
            "CIS2-01", "Staff sign in with CIS2.", Source("seed", "sign-in"), criteria=("N111-11",)
        ),
    )


def test_a_criterion_is_in_force_from_its_first_day_to_its_last():
    span = InForce(from_=date(2021, 6, 1), until=date(2021, 6, 30))

    days = (date(2021, 5, 31), date(2021, 6, 1), date(2021, 6, 30), date(2021, 7, 1))
    assert [span.covers(day) for day in days] == [False, True, True, False]
