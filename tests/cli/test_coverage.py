"""`cpcs coverage --check` wants advice for each automated criterion, and the page in step with the catalogue."""

from dataclasses import replace

from click.testing import CliRunner

from checkout import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.cli import coverage

SHIPPED = load_catalogue(ROOT / "toolkit_requirements.yaml")


def without(*ids):
    """Give the shipped catalogue with no advice for these criteria."""
    criteria = {
        id: replace(one, to_do="" if id in ids else one.to_do) for id, one in SHIPPED.criteria.items()
    }
    return replace(SHIPPED, criteria=criteria)


def test_a_criterion_without_advice_is_told_with_its_place():
    (problem,) = coverage.without_advice(without("PDS-01"))

    assert (problem.id, problem.line) == ("PDS-01", SHIPPED.criteria["PDS-01"].line)
    assert problem.file.endswith("conformance/pds/criteria.yaml")
    assert "say in a sentence what a supplier does" in problem.message


def test_no_advice_is_asked_for_where_people_judge():
    judged = next(id for id, one in SHIPPED.criteria.items() if not one.is_automated)

    assert list(coverage.without_advice(without(judged))) == []


def test_the_check_fails_for_want_of_advice(monkeypatch):
    monkeypatch.setattr(coverage, "keep_pages", lambda *_: 0)
    monkeypatch.setattr(coverage, "load_catalogue", lambda _: without("PDS-01", "GPN-01"))

    told = CliRunner().invoke(coverage.command, ["--check"], standalone_mode=False)

    assert told.return_value == 1
    assert told.stderr.count("to_do: there is none") == 2
