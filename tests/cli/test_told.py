"""What is printed of an assessment: for people, the outcome alone, as JSON, and with annotations in GitHub Actions."""

import json
import re
import shutil

import click
import pytest
from click.testing import CliRunner

from checkout import ROOT
from cpcs_harness.assessment import Assessment
from cpcs_harness.cli.form import Form
from cpcs_harness.cli.told import tell
from cpcs_harness.reporters import ASSESSMENT

SAMPLE = ROOT / "reports" / "samples" / ASSESSMENT


@pytest.fixture
def printed(tmp_path, monkeypatch):
    """Give what prints the sample in a form: standard output and standard error."""
    shutil.copy(SAMPLE, tmp_path)
    assessment = Assessment.from_json(json.loads(SAMPLE.read_text(encoding="utf-8")))

    def in_form(*, github=False, **form):
        monkeypatch.setenv("GITHUB_ACTIONS", "true" if github else "")

        @click.command()
        def command():
            tell(Form(**form), assessment, tmp_path, ("report.html",), ["A remark."])

        done = CliRunner().invoke(command, catch_exceptions=False)
        return done.stdout, done.stderr

    return in_form, assessment, tmp_path


def test_json_is_what_was_written_and_nothing_else(printed):
    show, _, folder = printed
    out, err = show(as_json=True)

    assert json.loads(out) == json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    assert err == "A remark.\n"


def test_quiet_is_the_outcome_alone(printed):
    show, assessment, _ = printed
    out, err = show(quiet=True)
    words = " ".join(out.split())

    assert words == f"{assessment.outcome.sentence} The essential gate is not met (exit status 1)."
    assert err == "A remark.\n"


def test_for_people_all_of_it_is_printed_with_its_remarks_and_where_it_lies(printed):
    show, _, folder = printed
    out, err = show()

    assert "PDS-03 fails" in out
    assert f"{folder}/report.html" in "".join(out.split())
    assert out.endswith("A remark.\n")
    assert err == ""


def test_in_github_actions_annotations_come_after_what_is_taken_for_no_command(printed):
    out, _ = printed[0](github=True)
    begun = re.match(r"::stop-commands::([0-9a-f]{32})\n", out)
    told, ended, after = out.partition(f"::{begun[1]}::\n")

    assert ended
    assert "PDS-03 fails" in told
    assert "::error title=PDS-03" not in told
    assert "::error title=PDS-03" in after


def test_two_printings_are_kept_apart_by_tokens_of_their_own(printed):
    tokens = [re.match(r"::stop-commands::(\w+)", printed[0](github=True)[0])[1] for _ in range(2)]

    assert tokens[0] != tokens[1]


def test_annotations_leave_json_alone(printed):
    out, err = printed[0](github=True, as_json=True)

    assert json.loads(out)
    assert "::error title=PDS-03" in err


def test_elsewhere_there_are_no_annotations(printed):
    out, err = printed[0](quiet=True)

    assert "::error" not in out + err
    assert "::stop-commands" not in out + err


@pytest.mark.parametrize(
    ("form", "silent"), [(Form(quiet=True), True), (Form(), False), (Form(as_json=True), False)]
)
def test_progress_goes_to_standard_error_and_quiet_has_none(form, silent):
    console = form.console(progress=True)

    assert (console.stderr, console.quiet) == (True, silent)
