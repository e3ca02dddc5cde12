"""What is printed at the end can be read at 80 columns, without colour."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from assessed import typed
from cpcs_harness.reporters import terminal


@pytest.fixture
def printed(sample, console):
    terminal.render(typed(sample)[0], console, [Path("out/report.html"), Path("out/junit.xml")])
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_no_line_is_wider_than_the_screen(printed):
    assert max(len(line) for line in printed) <= 80


def test_the_outcome_comes_first_and_last(printed, sample):
    assert printed[1] == "Sycamore PharmCare 4.2.1 (Sycamore Systems Ltd)"
    assert " ".join(printed[2:5]) == sample[0]["outcome"]["sentence"]
    assert printed[-1] == "The essential gate is not met (exit status 1)."


def test_a_judging_by_another_is_told_before_the_tables(sample, console):
    sample[0]["harness"] |= {"as_planned": False, "differs": ["engine"], "sentence": "Not so planned."}

    terminal.render(typed(sample)[0], console)

    lines = [line.strip() for line in console.file.getvalue().splitlines()]
    assert "Not so planned." in lines
    assert lines.index("Not so planned.") < lines.index("Minor illness")


def test_what_judged_as_planned_is_not_told_of_and_nothing_is_called_recognised(printed):
    assert not any("planned with" in line or "ecognised" in line for line in printed)


def test_what_nothing_accounts_for_is_told_before_the_tables(printed):
    before = " ".join(printed[: [line.strip() for line in printed].index("Minor illness")])

    assert "Nothing accounts for 1 call or message: pds (1)." in before


def test_each_requirement_has_a_line(printed, sample):
    for one in sample[0]["requirements"]:
        assert any(line.split()[:2] == [one["id"], one["level"]] for line in printed)
    assert "  MI-PDS-E   essential Not met           PDS-03 fails: a request id was used tw…" in printed


def test_what_the_toolkit_does_not_ask_for_stands_apart(printed):
    start = printed.index("Beyond the Toolkit: reported, and no part of any gate")

    assert printed[start + 1].split()[:4] == ["MI-CTX-CIS2", "context", "Not", "met"]
    assert not any("CTX" in line for line in printed[printed.index("In short") :][:10])


def test_a_failure_says_expected_received_at_and_to_do(printed):
    start = printed.index("PDS-03 fails (MI-PDS-E)")

    words = [line.strip().split("  ")[0] for line in printed[start + 2 : start + 9]]
    assert [word for word in words if word in ("expected", "received", "at", "to do")] == [
        "expected",
        "received",
        "at",
        "to do",
    ]


def test_what_is_met_and_not_met_is_listed_plainly(printed):
    assert "  met:                MI-ENR-E, MI-DOS-E, UM-N111-E, UM-ENR-E" in printed
    assert "  not met:            MI-PDS-E" in printed
    assert "  open question:      MI-GPN-E" in printed


def test_limits_are_shortened_and_files_are_named(printed):
    assert "  and 1 more limit, in report.html" in printed
    assert "  out/junit.xml" in printed


@pytest.mark.parametrize("width", [40, 60, 120, 200])
def test_other_widths_are_kept_too(sample, width):
    console = Console(file=io.StringIO(), width=width, color_system=None)

    terminal.render(typed(sample)[0], console)

    assert max(len(line.rstrip()) for line in console.file.getvalue().splitlines()) <= width


def test_a_criterion_that_fails_in_two_requirements_is_told_once_with_its_risk(printed, sample):
    said = " ".join(line.strip() for line in printed)
    failing = {
        criterion["id"]: criterion
        for requirement in sample[0]["requirements"]
        for criterion in requirement["criteria"]
        if criterion["verdict"] == "fail"
    }

    assert failing
    for id, criterion in failing.items():
        assert said.count(f"{id} fails (") == 1
        assert " ".join(criterion["risk"].split()) in said


def test_a_failure_is_told_with_the_conditions_under_which_it_is_one(printed):
    told = " ".join(" ".join(printed).split())

    assert "under 3 of 14 reports, which have 41 of the 60 conditions that were judged; these," in told
    assert "have “use of names: a nickname before it”" in told
