"""What a pipeline reads of a failing run: `--json` prints the whole assessment, with all that summary.md tells."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from cpcs_harness._content import ROOT

pytestmark = pytest.mark.long

SCHEMA = ROOT / "src" / "cpcs_harness" / "assessment.schema.json"
FOUND = re.compile(r"Expected (.*?); received (.*?)\. ")


@pytest.fixture(scope="module")
def failing(cpcs, tmp_path_factory):
    """The finished command, and the folder that it wrote."""
    folder = tmp_path_factory.mktemp("json")
    arguments = "--fault", "reuses_request_ids", "--only", "urgent-medicine-supplied", "--json"
    return cpcs("assess", *arguments, cwd=folder), folder / "out"


def words(text):
    """Give a text as Markdown shows it."""
    return " ".join(re.sub(r"\\(.)", r"\1", text).split())


def test_it_is_one_valid_document_and_nothing_else(failing):
    done, out = failing
    printed = json.loads(done.stdout)

    assert done.stdout == (out / "assessment.json").read_text(encoding="utf-8")
    assert (
        list(Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).iter_errors(printed)) == []
    )
    assert done.returncode == printed["outcome"]["exit_status"] == 1
    assert "running 1 journey" in done.stderr


def test_it_carries_what_the_summary_tells(failing):
    done, out = failing
    printed, summary = json.loads(done.stdout), words((out / "summary.md").read_text(encoding="utf-8"))
    criteria = [one for held in (*printed["requirements"], *printed["context"]) for one in held["criteria"]]
    failed = [one for one in criteria if one["verdict"] == "fail"]
    findings = [check["finding"] for one in failed for check in one["checks"] if check["verdict"] == "fail"]

    assert (
        {one["id"] for one in failed}
        == set(re.findall(r"\*\*([A-Z0-9]+-\d+)\*\* fails", summary))
        == {"PDS-03"}
    )
    assert printed["outcome"]["sentence"] in summary
    assert all(one["text"] in summary and one["risk"] in summary for one in failed)
    told = [(words(one["expected"]), words(one["received"])) for one in findings]
    assert set(FOUND.findall(summary)) >= set(told[:1])
    assert all(words(one["todo"]) in summary and one["at"] for one in findings)
    assert all(words(limit) in summary for limit in printed["limits"])
    assert {one["reason"] for one in printed["requirements"] if "  " in one["reason"]} == set()


def test_judged_again_it_is_the_same(failing, cpcs):
    done, out = failing

    again = cpcs("judge", out, "--json", cwd=out.parent)

    assert again.returncode == 1
    assert json.loads(again.stdout) == json.loads(done.stdout)
    assert "ecognised" in again.stderr


@pytest.mark.parametrize(
    "arguments", [("judge", "nowhere"), ("assess", "--only", "no-journey"), ("assess", "--fault", "no_fault")]
)
def test_where_there_is_none_nothing_is_printed_but_why(cpcs, tmp_path, arguments):
    done = cpcs(*arguments, "--json", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("cpcs: ")
