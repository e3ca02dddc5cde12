"""`cpcs journeys` lists and shows; the pages that commands write are current, and a stale one is told."""

import re

import pytest
from click.testing import CliRunner

from checkout import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.cli import journeys, pages, requirements
from cpcs_harness.errors import UsageProblem
from cpcs_harness.journeys.index import all_journeys

REFERENCE = ROOT / "docs" / "reference"


def said(command, *arguments):
    return CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False)


def test_every_journey_is_listed_with_pathway_and_title():
    lines = said(journeys.command).output.splitlines()

    assert [line.split()[0] for line in lines] == list(all_journeys())
    assert "urgent-medicines" in next(line for line in lines if line.startswith("nhs111-online-um"))


def test_one_journey_is_shown_with_its_steps_and_what_it_needs():
    shown = said(journeys.command, "pds-search-mi").output

    assert "- **For**: Only a system that asks PDS in its own name." in shown
    needs = next(line for line in shown.splitlines() if line.startswith("- **Needs**"))
    assert "`worklist`" in needs
    assert "`find_patient`" not in needs
    assert "1. **The pharmacist signs in" in shown


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("MI-GPNE", "no requirement is called 'MI-GPNE'. Did you mean 'MI-GPN-E'?"),
        ("GPN-03", "GPN-03 is a criterion, of MI-GPN-E: ask for one of these"),
        ("what", "no requirement is called 'what'. `cpcs requirements` lists them"),
    ],
)
def test_an_unknown_requirement_is_answered_with_the_nearest_and_a_criterion_with_its_own(asked, answer):
    with pytest.raises(UsageProblem, match=f"^{re.escape(answer)}"):
        said(requirements.command, asked)


def test_an_unknown_journey_is_answered_with_the_nearest():
    with pytest.raises(
        UsageProblem, match=r"no journey is called 'pds-serch-mi'. Did you mean 'pds-search-mi'"
    ):
        said(journeys.command, "pds-serch-mi")


@pytest.mark.parametrize(
    "command", [journeys.command, requirements.command], ids=["journeys", "requirements"]
)
def test_the_pages_are_current(command):
    found = said(command, "--check")

    assert found.return_value == 0, found.output


def test_a_stale_page_is_told_with_what_refreshes_it(monkeypatch, tmp_path, capsys):
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "page.md").write_text("old", encoding="utf-8")
    monkeypatch.setattr(pages, "ROOT", tmp_path)

    def keep(write):
        return pages.keep_pages({"page.md": lambda _: "new"}, write, "cpcs make it", pages.CATALOGUE)

    assert keep(write=False) == 1
    assert "page.md is stale; refresh it with: cpcs make it" in capsys.readouterr().err
    assert (keep(write=True), keep(write=False)) == (0, 0)


def test_only_what_stands_between_the_marks_is_written():
    text = "mine\n<!-- here -->\nold\n<!-- end of here -->\nmine too\n"

    assert pages.between("here", r"new \1" + "\n")(text) == text.replace("old", r"new \1")


def test_each_criterion_has_a_section_with_what_a_reader_asks():
    page = (REFERENCE / "criteria.md").read_text(encoding="utf-8")
    criteria = load_catalogue().criteria

    assert [line[4:] for line in page.splitlines() if line.startswith("### ")] == list(criteria)
    assert page.count("- **Risk**: ") == page.count("- **Binds**: ") == len(criteria)
