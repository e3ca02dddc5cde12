"""The page of attacks names tests that there are, each input of theirs, and every test of hostile input."""

import re
import subprocess
import sys
from collections import defaultdict

import pytest

from checkout import ROOT

PAGE = ROOT / "docs" / "reference" / "attacks.md"
WHOLE = re.compile(r"`(tests/[^`\[]+)\[INPUT\]`")
"""A test of which the table that follows has each input."""
NAMED = re.compile(r"`(tests/[\w/.]+\.py::\w+)(?:\[INPUT\])?`")
DUE = {"What comes to a mock": 20, "What a candidate answers": 20, "Files for `cpcs validate`": 20}
"""Inputs at least, by section."""
HOSTILE = ("mockkit/test_hostile_connections", "formats/test_hostile_files", "package/test_recognised")
"""Files whose tests are on the page, each."""
FURTHER = {
    "test_headers_that_are_only_slow_are_taken",
    "test_a_whole_run_is_recognised",
    "test_the_install_of_before_is_there_again",
}
"""Tests in them of what is right."""


@pytest.fixture(scope="module")
def text():
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def collected(text):
    """The inputs of each test in the files that the page names; of one without any, none."""
    files = sorted({name.partition("::")[0] for name in NAMED.findall(text)})
    command = [sys.executable, "-m", "pytest", "-c", "tests/pytest.toml", "--rootdir", ".", "-n", "0", "-q"]
    done = subprocess.run(
        [*command, "--collect-only", *files], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    found = defaultdict(list)
    for line in done.stdout.splitlines():
        if name := re.match(r"(tests/[\w/.]+\.py::\w+)(?:\[(.*)\])?$", line):
            found[name[1]] += [] if name[2] is None else [name[2]]
    assert found, done.stdout + done.stderr
    return found


def sections(text):
    return {part.partition("\n")[0]: part for part in text.split("\n## ")[1:]}


def test_each_test_that_is_named_is_there(text, collected):
    named = set(NAMED.findall(text))

    assert len(named) > 60
    assert named - set(collected) == set()


@pytest.mark.parametrize("name", DUE)
def test_each_input_of_a_test_has_its_row_and_no_other(text, collected, name):
    section = sections(text)[name]
    (test,) = WHOLE.findall(section)
    table = section.partition("| input | test |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (.+) \| `(.+)` \|$", table, re.MULTILINE)

    assert [row for row, _ in rows] == collected[test]
    assert {file for _, file in rows} == {test.partition("::")[0]}


@pytest.mark.parametrize(("name", "due"), DUE.items())
def test_there_are_as_many_inputs_as_are_due(text, collected, name, due):
    named = set(NAMED.findall(sections(text)[name]))

    assert sum(len(collected[test]) or 1 for test in named) >= due


@pytest.mark.parametrize("file", HOSTILE)
def test_every_test_of_hostile_input_is_named(text, collected, file):
    there = {name.partition("::")[2] for name in collected if name.startswith(f"tests/{file}.py::")}
    named = {name.partition("::")[2] for name in NAMED.findall(text)}

    assert there - named - FURTHER == set()
    assert there & named
