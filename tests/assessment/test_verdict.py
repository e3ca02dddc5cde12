"""One enumeration of verdicts: schema, words of the reports and documents say the same, in the same order."""

import json
import re
from importlib import resources

import pytest

from checkout import ROOT
from cpcs_harness.assessment.verdict import OF_CHECKS, OF_CRITERIA, OF_REQUIREMENTS, LevelOutcome, Verdict
from cpcs_harness.reporters import words

SCHEMA = json.loads(resources.files("cpcs_harness").joinpath("assessment.schema.json").read_text("utf-8"))
DEFINED = SCHEMA["$defs"]
PAGE = (ROOT / "docs" / "reference" / "verdicts.md").read_text(encoding="utf-8")
KINDS = {"check": OF_CHECKS, "criterion": OF_CRITERIA, "requirement": OF_REQUIREMENTS}


def section(title):
    """Give a section of the page of verdicts, without its heading."""
    return PAGE.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def first_column(title):
    """Give the names in code type in the first column of the section's first table."""
    rows = [line for line in section(title).splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])]


@pytest.mark.parametrize("verdicts", KINDS.values(), ids=KINDS)
def test_each_kind_is_in_the_order_of_precedence(verdicts):
    assert sorted(verdicts, key=lambda verdict: verdict.rank) == list(verdicts)


def test_every_verdict_is_of_some_kind():
    assert {verdict for kind in KINDS.values() for verdict in kind} == set(Verdict)


@pytest.mark.parametrize(("kind", "verdicts"), KINDS.items())
def test_the_schema_takes_these_and_no_others(kind, verdicts):
    assert set(DEFINED[kind]["properties"]["verdict"]["enum"]) == set(verdicts)


def test_the_schema_counts_each_verdict_of_requirements_at_each_level():
    assert set(OF_REQUIREMENTS) <= set(DEFINED["level"]["required"])
    assert DEFINED["level"]["properties"]["outcome"]["enum"] == list(LevelOutcome)


@pytest.mark.parametrize(
    ("said", "verdicts"),
    [
        (words.CRITERION, OF_CRITERIA),
        (words.REQUIREMENT, OF_REQUIREMENTS),
        (words.LEVEL_OUTCOME, tuple(LevelOutcome)),
    ],
)
def test_the_reports_have_a_word_for_each_in_the_same_order(said, verdicts):
    assert tuple(said) == verdicts


def test_the_reports_have_a_word_for_each_verdict_of_a_check_and_each_blame():
    assert set(words.CHECK) == set(OF_CHECKS)
    assert {*words.BLAME, None} == set(DEFINED["blame"]["enum"])


def test_the_page_of_verdicts_names_them():
    assert set(first_column("A criterion, in one pathway")) == set(OF_CRITERIA)
    assert set(first_column("A level of a pathway")) == set(LevelOutcome)
    assert first_column("Blame") == list(words.BLAME)
    raised = {"NotMet", "NotShown", "NotApplicable"}
    assert set(re.findall(r"`(\w+)`", section("A check"))) - raised == set(OF_CHECKS) - {"pass"}


def test_the_page_of_verdicts_has_the_order_of_precedence():
    listed = next(line for line in section("A requirement").splitlines() if line.startswith("`not_met`"))

    assert re.findall(r"`(\w+)`", listed) == list(OF_REQUIREMENTS)
