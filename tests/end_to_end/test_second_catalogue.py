"""Another catalogue than the Toolkit's is assessed without a line of the engine: own words, own suites, own gate."""

import json
import re
from importlib.resources import files
from xml.etree import ElementTree

import jsonschema
import pytest
from lxml import html

import night_cover
from cpcs_harness.catalogue import load_catalogue
from drawn_report import drawn_text

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def assessed(cpcs, tmp_path_factory):
    """The reference, assessed once against the made-up catalogue: the finished process, and the folder."""
    folder = tmp_path_factory.mktemp("night")
    night_cover.write(folder)
    return cpcs("assess", "--catalogue", "standard.yaml", cwd=folder), folder


@pytest.fixture(scope="module")
def written(assessed):
    """What was written, by name of the file; what the command printed as `stdout`."""
    done, folder = assessed
    names = ("assessment.json", "report.html", "junit.xml", "summary.md")
    return {name: (folder / "out" / name).read_text() for name in names} | {"stdout": done.stdout}


BODY = re.compile(r'<pre class="body".*?</pre>', re.DOTALL)


def words_of_the_toolkit():
    words = load_catalogue().vocabulary
    titled = (*words.pathways.values(), *words.levels.values(), *words.components.values())
    titles = {one.title for one in titled} - {"Desirable"}  # a word that anybody may use
    return titles | {words.title, "Toolkit"}


def test_its_first_level_is_the_gate_and_is_met(assessed, written):
    done, _ = assessed

    assert done.returncode == 0, done.stderr
    assert "The basic gate is met" in written["stdout"]
    verdicts = {one["id"]: one["verdict"] for one in json.loads(written["assessment.json"])["requirements"]}
    assert verdicts == {"NC-CALL-B": "met", "NC-LIST-B": "declared"}


def test_each_of_its_criteria_was_judged_by_its_own_checks(written):
    requirements = json.loads(written["assessment.json"])["requirements"]
    criteria = {one["id"]: one for requirement in requirements for one in requirement["criteria"]}

    assert {id: [check["nodeid"] for check in one["checks"]] for id, one in criteria.items()} == {
        "CALL-01": ["calls/test_calls.py::test_a_call_is_answered[night-cover]"],
        "CALL-02": [],
        "LIST-01": ["lists/test_lists.py::test_a_call_is_listed[night-cover]"],
    }
    assert {id: one["verdict"] for id, one in criteria.items()} == {
        "CALL-01": "pass",
        "CALL-02": "awaiting",
        "LIST-01": "declared",
    }
    assert criteria["CALL-01"]["journeys"] == ["call-by-night"]


def test_the_assessment_is_what_its_schema_says(written):
    schema = json.loads(files("cpcs_harness").joinpath("assessment.schema.json").read_text())

    jsonschema.Draft202012Validator(schema).validate(json.loads(written["assessment.json"]))


def test_the_report_has_its_table(written):
    page = html.document_fromstring(written["report.html"])
    table = page.xpath("//table[caption/@id='table-night-cover']")[0]
    told = " ".join(page.text_content().split())

    assert [" ".join(cell.text_content().split()) for cell in table.xpath("thead//th")] == [
        "Technical component",
        "Basic since 2020",
        "Better",
    ]
    assert [cell.text_content().strip() for cell in table.xpath("tbody//th")] == [
        "Call (inbound)",
        "List of the night",
    ]
    assert "The Standard's tables, with a verdict in each cell" in told
    assert "Cover by night: basic and better components" in told


def test_nothing_is_said_to_be_proven_by_what_another_catalogues_candidates_do(written):
    assert '"catches"' not in written["assessment.json"]


def test_pipelines_and_people_read_its_words(written):
    suites = ElementTree.fromstring(written["junit.xml"])

    assert suites.get("name") == "Night Cover Standard"
    assert [suite.get("name") for suite in suites] == [
        "NC-CALL-B call-inbound basic",
        "NC-LIST-B night-list better",
    ]
    assert written["summary.md"].startswith("# Night Cover Standard: ")
    for words in ("Cover by night", "Call (inbound)", "List of the night"):
        assert words in written["stdout"]


@pytest.mark.parametrize("name", ["report.html", "junit.xml", "summary.md", "stdout"])
def test_no_word_of_the_toolkit_is_in_a_report(written, name):
    text = BODY.sub("", drawn_text(written[name]))  # what a service answered are not our words
    assert {word for word in words_of_the_toolkit() if word in text} == set()


def test_a_higher_gate_of_its_own_asks_for_more(cpcs, assessed, tmp_path):
    night_cover.write(tmp_path)

    done = cpcs("assess", "--catalogue", "standard.yaml", "--gate", "better", cwd=tmp_path)

    assert done.returncode == 1, done.stderr
    assert "The better gate is not met" in done.stdout


def test_a_gate_of_the_toolkit_is_none_here(cpcs, assessed):
    done = cpcs("assess", "--catalogue", "standard.yaml", "--gate", "essential", cwd=assessed[1])

    assert done.returncode == 2
    assert "--gate essential is not one of basic, better, none" in done.stderr


def test_it_is_judged_again_with_the_same_verdicts(cpcs, assessed, written):
    done = cpcs("judge", "out", "--catalogue", "standard.yaml", cwd=assessed[1])

    assert done.returncode == 0, done.stderr
    assert (assessed[1] / "out" / "assessment.json").read_text() == written["assessment.json"]
    assert json.loads(written["assessment.json"])["harness"]["as_planned"]


def test_who_judges_it_by_the_toolkit_is_told_which_catalogue_is_meant(cpcs, assessed):
    done = cpcs("judge", "out", cwd=assessed[1])

    assert done.returncode == 2
    assert "the run was planned for night-cover, basic" in done.stderr
    assert "--catalogue" in done.stderr


def test_its_requirements_and_its_coverage_are_shown(cpcs, assessed):
    requirements = cpcs("requirements", "--catalogue", "standard.yaml", cwd=assessed[1])
    coverage = cpcs("coverage", "--catalogue", "standard.yaml", cwd=assessed[1])

    assert [line.split()[0] for line in requirements.stdout.splitlines()] == ["NC-CALL-B", "NC-LIST-B"]
    assert "| LIST-01 | must | published | self-reported | automated | `night/lists/test_lists.py` | - |" in (
        coverage.stdout
    )


MISTAKES = {
    "a-row-that-is-not-there": (
        {"standard": ("component: night-list", "component: day-list")},
        "standard.yaml:23 (NC-LIST-B) component: 'day-list' is not a row of night-cover",
    ),
    "a-journey-that-is-not-there": (
        {"criteria": ("[call-by-night]", "[call-by-day]")},
        "night/calls/criteria.yaml:2 (CALL-01) needs: there is no journey 'call-by-day'. Did you mean 'call-by-night'?",
    ),
    "a-check-of-nothing": (
        {"test_lists": ('"LIST-01"', '"LIST-02"')},
        "night/lists/test_lists.py:6 (LIST-02) there is no criterion 'LIST-02'",
    ),
    "a-check-that-is-no-python": (
        {"test_lists": ("def test", "define test")},
        "night/lists/test_lists.py:7 is not Python",
    ),
    "a-journey-that-cannot-be-imported": (
        {"call_by_night": ("title = ", "title == ")},
        "night/journeys/call_by_night.py:13 NameError: name 'title' is not defined",
    ),
    "a-journey-of-another-pathway": (
        {"call_by_night": ('"night-cover"', '"day-cover"')},
        "(call-by-night) the journey is of 'day-cover', which is no pathway. Did you mean 'night-cover'?",
    ),
}


@pytest.mark.parametrize(("changed", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_it_is_told_with_its_file_and_line(cpcs, tmp_path, changed, said):
    night_cover.write(tmp_path, **changed)

    done = cpcs("assess", "--catalogue", "standard.yaml", cwd=tmp_path)

    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert not (tmp_path / "out").exists()
