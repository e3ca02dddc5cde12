"""Pages that list what there is list all of it: criteria, kinds of event, what an event holds."""

import re
from dataclasses import fields

from checkout import ROOT
from cpcs_harness._content.mocks.nation import SERVICES
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.cli import coverage
from cpcs_harness.evidence.events import KINDS, Event, Exchange, Observation

PAGES = ROOT / "docs"


def section(page, heading):
    """Give what stands under a heading of the second level."""
    text = (PAGES / page).read_text(encoding="utf-8")
    assert f"\n## {heading}\n" in text, heading
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def named_in_rows(text):
    """Give the names between backticks in the first cell of each row of a table."""
    cells = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def first_table(page):
    text = (PAGES / page).read_text(encoding="utf-8")
    return re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)[0]


def keys_of(record):
    return {field.name for field in fields(record)}


def test_the_page_of_coverage_is_current():
    page = ROOT / coverage.PAGE

    assert page.read_text(encoding="utf-8") == coverage.render(), "refresh it with: cpcs coverage --write"


def test_every_modelled_criterion_is_named():
    catalogue = load_catalogue(ROOT / "toolkit_requirements.yaml")
    modelled = {name for name, criterion in catalogue.criteria.items() if criterion.certainty == "modelled"}

    told = section("explanation/certainty.md", "What is modelled")
    assert set(re.findall(r"`([A-Z0-9]+-[0-9]+)`", told)) == modelled


def test_every_service_that_is_played_is_listed_with_what_it_leaves_out():
    rows = [row.split(" | ") for row in first_table("reference/mocks.md").splitlines()[2:]]

    assert {row[0].strip("| `") for row in rows} == {kind.service for kind in SERVICES}
    assert all(len(row) == 4 for row in rows)


def test_every_kind_of_event_is_named():
    assert named_in_rows(section("reference/evidence.md", "Kinds")) == set(KINDS)


def test_every_field_of_an_event_an_exchange_and_an_observation_is_named():
    page = "reference/evidence.md"

    assert named_in_rows(section(page, "An event")) == keys_of(Event) | {"kind", "parts", "prev"}
    assert named_in_rows(section(page, "An exchange")) == keys_of(Exchange)
    told = section(page, "An observation").partition("The status is")[0]
    assert set(re.findall(r"`([^`]+)`", told)) == keys_of(Observation)
