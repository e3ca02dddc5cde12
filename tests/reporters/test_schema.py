"""assessment.schema.json takes what the harness writes, and refuses what it never should."""

import json
from importlib import resources

import jsonschema
import pytest

SCHEMA = json.loads(resources.files("cpcs_harness").joinpath("assessment.schema.json").read_text("utf-8"))
JUDGE = jsonschema.Draft202012Validator(SCHEMA)


def put(assessment, path, value):
    """Set one place, named by dots; `-` takes it out."""
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        assessment = assessment[step]
    if value == "-":
        del assessment[last]
    else:
        assessment[last] = value


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_sample_is_taken(sample):
    assert [error.message for error in JUDGE.iter_errors(sample[0])] == []


def test_a_run_that_stopped_is_taken(sample):
    put(sample[0], "finished", None)
    put(sample[0], "candidate.build_at_end", None)

    assert JUDGE.is_valid(sample[0])


FINDING = "requirements.2.criteria.0.checks.0.finding"


@pytest.mark.parametrize("timing", ["late", "order", "repeated", "absent"])
def test_a_finding_that_our_lateness_may_have_brought_about_is_taken(sample, timing):
    found = {"expected": "a", "received": "b", "at": "", "todo": "", "exchanges": ["e12"], "timing": timing}
    put(sample[0], FINDING, found)

    assert [error.message for error in JUDGE.iter_errors(sample[0])] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("format", "cpcs-assessment/2"),
        ("comment", "a member that nobody described"),
        ("finished", "yesterday"),
        ("outcome.exit_status", 4),
        ("outcome.met", "yes"),
        ("plan.gate", ""),
        ("plan.as_of", "22/11/2026"),
        ("plan.challenge", "-"),
        ("pathways.0.levels.optional", {}),
        ("pathways.0.levels.essential.met", -1),
        ("pathways.0.levels.essential.outcome", "fine"),
        ("requirements.0.verdict", "pass"),
        ("requirements.0.level", ""),
        ("requirements.0.untested", "-"),
        ("requirements.2.criteria.0.verdict", "met"),
        ("requirements.2.criteria.0.certainty", "sure"),
        ("requirements.2.criteria.0.checks.0.verdict", "passed"),
        ("requirements.2.criteria.0.checks.0.exchanges", ["exchange 12"]),
        ("requirements.2.criteria.0.checks.0.blame", "the supplier"),
        (
            FINDING,
            {"expected": "a", "received": "b", "at": "", "todo": "", "exchanges": [], "timing": "early"},
        ),
        ("requirements.2.criteria.2.rulings.0.whose", ""),
        ("journeys.0.status", "done"),
        ("unmatched.0.reason", ""),
    ],
)
def test_what_should_never_be_written_is_refused(sample, path, value):
    put(sample[0], path, value)

    assert not JUDGE.is_valid(sample[0])
