"""`cpcs rulings` says whether the reference is ruled on, and refreshes from a run of the same build alone."""

import pytest
from click.testing import CliRunner

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.cli import rulings
from cpcs_harness.errors import UsageProblem
from cpcs_harness.reference_rulings.refresh import Build
from cpcs_harness.run.candidate import reference_of

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(("ruled", "status"), [(True, 0), (False, 1)])
def test_it_says_whether_the_rulings_are_on_this_build(monkeypatch, ruled, status):
    monkeypatch.setattr(Build, "is_ruled_on", ruled)
    done = CliRunner().invoke(rulings.command, ["--check"], standalone_mode=False)

    assert done.return_value == status
    assert ("cpcs rulings --refresh" in done.output) is not ruled


def test_a_folder_without_a_run_is_refused(tmp_path):
    done = CliRunner().invoke(rulings.command, ["--run", str(tmp_path)], standalone_mode=False)

    assert isinstance(done.exception, UsageProblem)


def test_only_the_reference_without_a_fault_has_a_build_that_rulings_can_be_on(tmp_path):
    assert reference_of(None, CATALOGUE, None) == Build.of(CATALOGUE).digest
    assert reference_of(None, CATALOGUE, "forgets_everything") == ""
    assert reference_of(tmp_path / "candidate.toml", CATALOGUE, None) == ""
