"""The display of a run: drawn anew on a terminal, a line now and then elsewhere."""

import io

import pytest
from rich.console import Console

from cpcs_harness.cli.progress import EVERY_SECONDS, Lines, drawn, shown
from cpcs_harness.journeys.progress import Standing


def standing(done, stopped=0, running=2, left=None):
    return Standing(9, done, stopped, running, left)


@pytest.fixture
def terminal(monkeypatch):
    """A terminal, wherever these tests run."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return Console(file=io.StringIO(), force_terminal=True, width=100)


def run(console):
    """Go through a run of one journey."""
    with shown(console) as (progress, say):
        say("the national services are up [1]")
        progress.plan({"a": 1.0})
        progress.begin("a")
        progress.end("a", stopped=False)
    return console.file.getvalue()


def test_lines_are_said_where_there_is_no_terminal():
    said = run(Console(file=io.StringIO(), width=100))

    assert said == "cpcs: the national services are up [1]\ncpcs: 1 of 1 journeys done, 0 running\n"


def test_lines_are_said_in_ci_even_on_a_terminal(terminal, monkeypatch):
    monkeypatch.setenv("CI", "true")

    assert "\x1b[" not in run(terminal)


def test_a_terminal_has_a_line_that_is_drawn_anew_and_goes_at_the_end(terminal):
    said = run(terminal)

    assert "cpcs: the national services are up [1]" in said
    assert "1 of 1 journeys done, 0 running" in said
    assert said.endswith("\x1b[2K") or said.rstrip("\n").endswith("\x1b[2K")


def test_an_interruption_leaves_the_terminal_as_it_was(terminal):
    with pytest.raises(KeyboardInterrupt), shown(terminal):
        raise KeyboardInterrupt

    assert terminal.file.getvalue().rfind("\x1b[?25h") > terminal.file.getvalue().rfind("\x1b[?25l")


def test_a_line_is_said_now_and_then_and_at_once_where_a_journey_stopped_or_all_are_done():
    said, now = [], [0.0]
    lines = Lines(said.append, lambda: now[0])
    lines(standing(1))
    now[0] = EVERY_SECONDS
    lines(standing(2, left=31.4))
    lines(standing(3))
    lines(standing(4, stopped=1))
    lines(standing(5, stopped=1))
    lines(standing(9, stopped=1, running=0))

    assert said == [
        "2 of 9 journeys done, 2 running, about 31 s left",
        "4 of 9 journeys done (1 stopped), 2 running",
        "9 of 9 journeys done (1 stopped), 0 running",
    ]


def test_a_bar_stands_before_the_words():
    console = Console(file=io.StringIO(), width=100)
    console.print(drawn(standing(3)))

    assert console.file.getvalue().rstrip().endswith("3 of 9 journeys done, 2 running")
    assert "━" in console.file.getvalue()
    assert str(drawn(Standing(0, 0, 0, 0, None))) == ""
