"""`cpcs rulings` says whether the reference is ruled on, and refreshes from a run of the same build alone."""

from types import SimpleNamespace

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


def recorded(only=(), finished=True, pathways=("a", "b"), reference=None):
    declared = {"pathways": ["a", "b"]}
    plan = SimpleNamespace(reference=reference, only=only, pathways=pathways, declaration=declared)
    return SimpleNamespace(plan=plan, finished=finished)


@pytest.mark.parametrize(
    ("run", "told"),
    [
        ({"reference": "0" * 64}, "no run of this build"),
        ({"reference": ""}, "no run of this build"),
        ({"only": ("journey",)}, "a part of a run"),
        ({"pathways": ("a",)}, "a part of a run"),
        ({"finished": False}, "a part of a run"),
    ],
)
def test_only_a_whole_run_of_this_build_is_ruled_on(tmp_path, run, told):
    build = Build.of(CATALOGUE)

    rulings._check_run(recorded(reference=build.digest), build, tmp_path)
    with pytest.raises(UsageProblem, match=told):
        rulings._check_run(recorded(**{"reference": build.digest} | run), build, tmp_path)
