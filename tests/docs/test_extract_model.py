"""The page of the export's model says what the profile says: whoever builds from the page is judged by the other."""

import re

from checkout import ROOT
from cpcs_harness.formats.extract.table import read_table
from cpcs_harness.profiles import Profiles

PAGE = (ROOT / "docs" / "reference" / "extract-model.md").read_text(encoding="utf-8")
PROFILE = Profiles()["extract"]
COLUMN = re.compile(r"^\| `(\w+)` \| ([^|]+?) \| (.+) \|$", re.MULTILINE)


def tables():
    blocks = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    return [(table.header, list(table.rows)) for table in (read_table([block.encode()]) for block in blocks)]


def test_each_column_has_a_row_with_both_names():
    rows = COLUMN.findall(PAGE)

    assert {ours: theirs for ours, theirs, _ in rows} == PROFILE["prsb"]
    assert [ours for ours, _, _ in rows] == list(PROFILE["nhsei"].values())


def test_the_words_of_each_coded_column_are_listed():
    held = {name: says for name, _, says in COLUMN.findall(PAGE)}

    for name, words in PROFILE["codes"].items():
        assert [word for word in re.findall(r"`([^`]+)`", held[name]) if word in words] == list(words)


def test_its_examples_are_an_export_of_the_profiles_example_and_an_empty_one():
    (header, (row,)), empty = tables()

    assert header == tuple(PROFILE["nhsei"].values())
    assert dict(zip(PROFILE["nhsei"], row.cells, strict=True)) == PROFILE["example"]
    assert empty == (header, [])
