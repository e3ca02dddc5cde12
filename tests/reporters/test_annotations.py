"""Annotations for GitHub Actions: one for each criterion that is wrong, escaped, and no more than a step shows."""

from copy import deepcopy

import pytest

from assessed import typed
from cpcs_harness.reporters.annotations import MOST, WIDTH, annotations_of


def lines_of(sample):
    return list(annotations_of(typed(sample)[0]))


def criterion_of(sample, id):
    return next(one for req in sample[0]["requirements"] for one in req["criteria"] if one["id"] == id)


def test_a_failure_is_an_error_with_its_criterion_risk_and_finding(sample):
    failed = criterion_of(sample, "PDS-03")
    (line,) = [line for line in lines_of(sample) if line.startswith("::error title=PDS-03")]

    found = next(check["finding"] for check in failed["checks"] if check["finding"])
    assert line.startswith("::error title=PDS-03 fails (MI-PDS-E)::")
    for words in (failed["text"], failed["risk"], found["expected"], found["received"], found["todo"]):
        assert words.replace("%", "%25") in line


def test_each_criterion_that_is_wrong_has_one_and_no_other_has(sample):
    wrong = {
        one["id"]
        for req in [*sample[0]["requirements"], *sample[0]["context"]]
        for one in req["criteria"]
        if one["verdict"] in ("fail", "error", "query", "warning")
    }
    titles = [line.partition("title=")[2].split()[0] for line in lines_of(sample)]

    assert sorted(titles) == sorted(wrong)


def test_what_is_in_question_or_warns_is_no_error(sample):
    kinds = {line.partition("title=")[2].split()[0]: line.split()[0] for line in lines_of(sample)}
    for req in [*sample[0]["requirements"], *sample[0]["context"]]:
        for one in req["criteria"]:
            if one["verdict"] in ("query", "warning"):
                assert kinds[one["id"]] == "::warning"
            if one["verdict"] in ("fail", "error"):
                assert kinds[one["id"]] == "::error"


@pytest.mark.parametrize("hostile", ["a\n::error::forged", "a\r::stop-commands::x", "a\x85::b", "100%0Ab"])
def test_what_a_candidate_sent_begins_no_line_and_no_command(sample, hostile):
    failed = criterion_of(sample, "PDS-03")
    for check in failed["checks"]:
        if check["finding"]:
            check["finding"]["received"] = hostile
    for line in lines_of(sample):
        assert len(line.splitlines()) == 1
        assert line.startswith(("::error title=", "::warning title="))
    (line,) = [line for line in lines_of(sample) if "title=PDS-03" in line]
    assert "\n" not in line
    assert "100%0A" not in line


def test_long_texts_are_cut(sample):
    failed = criterion_of(sample, "PDS-03")
    for check in failed["checks"]:
        if check["finding"]:
            check["finding"]["received"] = "long" * 10_000
    (line,) = [line for line in lines_of(sample) if "title=PDS-03" in line]

    assert len(line) < 10 * WIDTH


def test_of_one_kind_there_are_no_more_than_a_step_shows_and_the_rest_is_counted(sample):
    failed = criterion_of(sample, "PDS-03")
    home = next(req for req in sample[0]["requirements"] if req["id"] == "MI-PDS-E")
    home["criteria"] += [deepcopy(failed) | {"id": f"PDS-9{digit}"} for digit in range(MOST)]
    before = len([line for line in lines_of(sample) if line.startswith("::notice")])
    lines = lines_of(sample)

    assert len([line for line in lines if line.startswith("::error")]) == MOST
    assert before == 1
    assert lines[-1].startswith("::notice title=cpcs::")
    assert lines[-1].endswith("see report.html")
