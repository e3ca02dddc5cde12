"""Outcomes of conditions that are noted: what came is known, what never came is told, and nothing else is changed."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from outcomes import noted
from outcomes.__main__ import never, told
from outcomes.asked import NOTED, asked

SOURCE = '''"""A file."""

from __future__ import annotations


def chosen(rows, least, names):
    found = [row for row in rows if row.get("size", 0) >= least and row["is_there"]]
    try:
        one = next((row["name"] for row in found), None)
        return names[one] if not found or one else ""
    except KeyError:
        return "unknown"
'''


@pytest.fixture
def run(monkeypatch):
    """Give the function with its conditions noted, and a way to see what never came of them."""
    monkeypatch.setattr(noted, "SEEN", set())
    package = ModuleType("reference")
    setattr(package, NOTED, noted)
    monkeypatch.setitem(sys.modules, "reference", package)
    places, names = [], {}
    exec(compile(asked("reference/file.py", SOURCE, places), "file.py", "exec"), names)
    return names["chosen"], lambda: {
        (place.text, outcome) for place, outcomes in never(places, noted.SEEN) for outcome in outcomes
    }


def row(name, size=1, is_there=True):
    return {"name": name, "size": size, "is_there": is_there}


def test_what_is_noted_gives_what_it_gave_before(run):
    chosen, _ = run

    assert chosen([row("a"), row("b")], 1, {"a": 3}) == 3
    assert chosen([row("a", 0), {"is_there": True}], 1, {None: 4}) == 4
    assert chosen([row("c")], 0, {}) == "unknown"


def test_what_never_came_is_told(run):
    chosen, missed = run
    chosen([row("a", 2)], 1, {"a": 3})

    assert missed() == {
        ("rows", "two"),
        ("row.get('size', 0) >= least", "false"),
        ("row.get('size', 0) >= least", "equal"),
        ("row.get('size', 0)", "missing"),
        ("row['is_there']", "false"),
        ("next((row['name'] for row in found), None)", "none"),
        ("found", "two"),
        ("not found", "true"),
        ("one", "false"),
        ("KeyError", "raised"),
    }


def test_nothing_is_told_of_what_came_both_ways(run):
    chosen, missed = run
    for rows, least, names in (
        ([row("a", 2), row("b", 2)], 1, {"a": 3}),
        ([row("a", 1), {"is_there": True, "name": "d"}], 1, {}),
        ([row("a", 1, is_there=False)], 1, {None: 4}),
        ([row("", 1)], 1, {}),
    ):
        chosen(rows, least, names)

    assert missed() == set()


def test_a_list_of_what_never_came_says_where_and_what(run):
    places = []
    asked("reference/file.py", SOURCE, places)

    lines = told(never(places, set())).splitlines()

    assert lines[0].endswith("outcomes never came")
    assert lines[2] == "reference/file.py"
    assert "7: rows: never two" in lines
    assert "10: one: never true or false, in not found or one" in lines


def test_what_is_noted_is_written_where_it_was_asked_for(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(noted, "_FOLDER", str(tmp_path))
    monkeypatch.setattr(noted, "SEEN", {(3, "true")})

    noted.tell()

    assert [file.read_text() for file in tmp_path.iterdir()] == ['[[3, "true"]]']
