"""The page of candidate.toml names the keys, defaults, options, products and profiles that there are, and no others."""

import json
import re
from importlib import resources

import pytest

from checkout import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.run.earlier import MOST_MARKS, MOST_RUNS

PAGE = (ROOT / "docs" / "reference" / "candidate-toml.md").read_text(encoding="utf-8")
SCHEMA = json.loads(resources.files("cpcs_harness.declaration").joinpath("schema.json").read_text("utf-8"))
WHOLE = {"pace": "pace", "control": "control", "itk": "itk", "mocks": "mocks", "declared": "[declared]"}
"""Sections of the page that tell one table of the file, whose keys they name without it."""
ELSEWHERE = {
    "mocks.ports",
    "control",
    "itk",
    "fhir",
    "mesh",
    "adaptor",
    "cis2",
    "pds",
    "cppe",
    "scr",
    "eps",
    "pace",
} | {
    "mocks",
    "options",
    "medicines",
    "profiles",
    "declared",
}
"""Told in words, or by their own keys."""


@pytest.fixture(scope="module")
def rows():
    """The cells of each row of each table, by the section that it is in."""
    found = []
    for section in PAGE.split("\n## "):
        name = section.partition("\n")[0].partition(",")[0].strip("[]# ")
        for row in re.findall(r"^\| (`.+) \|$", section, re.MULTILINE):
            found.append((name, row.split(" | ")))
    return found


def keys_of(schema):
    for name, held in schema["properties"].items():
        yield name, held
        for below, inner in (held.get("items") or held).get("properties", {}).items():
            yield f"{name}.{below}", inner


def told_keys(rows):
    tables = {title: table for table, title in WHOLE.items()} | {table: table for table in WHOLE}
    for section, cells in rows:
        for key in re.findall(r"`([a-z0-9_.]+)`", cells[0]):
            yield (f"{tables[section]}.{key}" if section in tables else key), cells


def test_each_key_is_told_and_no_other(rows):
    due = {name for name, _ in keys_of(SCHEMA)} - ELSEWHERE
    sections = ("options", "medicines", "Files beside it", "profiles")
    told = {key for key, _ in told_keys([row for row in rows if row[0] not in sections])}

    assert told == due


def test_each_default_is_that_of_the_schema(rows):
    defaults = {name: held["default"] for name, held in keys_of(SCHEMA) if "default" in held}
    told = {key: cells[1].strip('`"') for key, cells in told_keys(rows) if key in defaults}

    assert told == {
        key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in defaults.items()
    }


def test_each_option_is_told_for_the_requirements_that_allow_it(rows):
    told = {
        id: tuple(re.findall(r"`([^`]+)`", cells[1]))
        for section, cells in rows
        if section == "options"
        for id in re.findall(r"`([^`]+)`", cells[0])
    }

    assert told == {one.id: one.options for one in load_catalogue().requirements if one.options}


def test_each_product_is_told_as_dmd_has_it(rows):
    told = {
        cells[0].strip("`"): (cells[1], cells[2].partition(" ")[0], "made up" in cells[2])
        for name, cells in rows
        if name == "medicines"
    }

    assert told == {
        one["role"]: (one["display"], one["code"], one["source"] == "made up") for one in fixture("medicines")
    }


def test_each_profile_is_told():
    section = PAGE.partition("## [profiles]")[2].partition("\n## ")[0]
    told = set(re.findall(r"`([a-z]+)`", section))

    assert told == {path.name for path in (ROOT / "fixtures" / "profiles").iterdir() if path.is_dir()}


def test_how_much_of_earlier_runs_is_kept():
    assert f"at most {MOST_RUNS} runs and {MOST_MARKS:,} marks" in PAGE
