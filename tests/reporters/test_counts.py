"""What reports count is what they say that they count: criteria once, however many requirements ask for them."""

import re
from copy import deepcopy

import pytest

from assessed import typed
from cpcs_harness.reporters import html, summary, terminal
from drawn_report import drawn_text

OURS = "N111-11"
CAUSE = {
    "id": "C1", "kind": "refused", "blame": "configuration", "sentence": "The key is wrong.", "key": "pds.key",
    "file": "candidate.toml", "exchanges": [], "count": 2,
}  # fmt: skip


@pytest.fixture
def twice(sample, console):
    """Ask for a criterion that the project confirmed in two requirements; gives each report's text."""
    assessment, evidence = sample
    of = {one["id"]: one for one in assessment["requirements"]}
    confirmed = next(one for one in of["MI-N111-E"]["criteria"] if one["id"] == OURS)
    of["UM-N111-E"]["criteria"].append(deepcopy(confirmed))
    both = [{"requirement": id, "criterion": "PDS-01"} for id in ("MI-PDS-E", "UM-PDS-E")]
    assessment["causes"] = [CAUSE | {"consequences": both}]
    record, held = typed((assessment, evidence))
    terminal.render(record, console)
    return {
        "report.html": drawn_text(html.render(record, held)),
        "summary.md": summary.render(record, held),
        "terminal": console.file.getvalue(),
    }


def words_of(text):
    return " ".join(text.split())


@pytest.mark.parametrize("report", ["report.html", "summary.md", "terminal"])
def test_a_criterion_that_two_requirements_ask_for_is_confirmed_once(twice, report):
    assert "1 criterion is confirmed by the project itself" in words_of(twice[report])


def test_the_page_counts_what_a_person_must_rule_on_by_criterion(twice):
    told = words_of(twice["report.html"])

    assert re.findall(r"(\d+ criteri\w+) that a person must rule on (was|were) ruled on", told) == [
        ("1 criterion", "was")
    ]


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ("report.html", "1 criterion not shown because of it"),
        ("summary.md", "1 criterion could not be shown because of it"),
        ("terminal", "1 criterion could not be shown"),
    ],
)
def test_what_follows_from_a_cause_is_counted_by_criterion(twice, report, words):
    assert words in words_of(twice[report])
