"""Two assessments differ where a verdict, its blame or its message does, and not where only ids and times do."""

import copy
import json

import pytest

import compare_assessments
from checkout import ROOT

SAMPLE = json.loads((ROOT / "reports" / "samples" / "assessment.json").read_text("utf-8"))


def first_check(assessment):
    criteria = [one for requirement in assessment["requirements"] for one in requirement["criteria"]]
    return next(check for criterion in criteria for check in criterion["checks"] if check["message"])


def changed(change):
    other = copy.deepcopy(SAMPLE)
    change(other)
    return compare_assessments.differences(SAMPLE, other)


def test_an_assessment_does_not_differ_from_itself():
    assert compare_assessments.differences(SAMPLE, copy.deepcopy(SAMPLE)) == []


def test_a_check_that_moved_to_another_file_is_the_same():
    assert changed(lambda other: first_check(other).update(nodeid="elsewhere/test_it.py::test_it")) == []


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("exchange e12", "exchange e7"),
        ("at 2026-01-02T03:04:05.678Z", "at 2026-02-03T04:05:06.789Z"),
        ("id 7f1d1a3e-0000-4000-8000-00000000000A", "id 00000000-0000-4000-8000-7f1d1a3e000b"),
        ("after 3.2 s", "after 3.4 s"),
        ("POST http://127.0.0.1:39581/itk", "POST http://127.0.0.1:45657/itk"),
    ],
)
def test_what_no_two_runs_have_alike_does_not_count(written, again):
    before, after = copy.deepcopy(SAMPLE), copy.deepcopy(SAMPLE)
    first_check(before)["message"], first_check(after)["message"] = written, again

    assert compare_assessments.differences(before, after) == []


@pytest.mark.parametrize("key", ["verdict", "blame", "message"])
def test_another_verdict_blame_or_message_of_a_check_is_named_both_ways(key):
    lines = changed(lambda other: first_check(other).update({key: "something else"}))

    assert [line[0] for line in lines] == ["-", "+"] or [line[0] for line in lines] == ["+", "-"]
    assert any("something else" in line for line in lines)


def test_a_criterion_that_is_gone_is_named():
    requirement = next(number for number, one in enumerate(SAMPLE["requirements"]) if one["criteria"])
    gone = SAMPLE["requirements"][requirement]["criteria"][0]["id"]

    lines = changed(lambda other: other["requirements"][requirement]["criteria"].pop(0))

    assert lines
    assert all(line.startswith("- ") and gone in line for line in lines)


def test_the_command_reads_folders_and_says_how_much_was_compared(tmp_path, capsys):
    (tmp_path / "assessment.json").write_text(json.dumps(SAMPLE), encoding="utf-8")

    status = compare_assessments.main([str(tmp_path), str(tmp_path / "assessment.json")])

    assert (status, capsys.readouterr().out.count("0 lines differ")) == (0, 1)


def test_what_is_no_assessment_is_refused_in_one_line(tmp_path, capsys):
    (tmp_path / "assessment.json").write_text("[]", encoding="utf-8")

    status = compare_assessments.main([str(tmp_path), str(tmp_path)])

    assert status == 2
    assert capsys.readouterr().err.startswith("not two assessments: ")
