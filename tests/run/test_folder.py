"""What a run makes room for: nothing that no run wrote, and never the supplier's own rulings."""

import pytest

from cpcs_harness._content import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.errors import UsageProblem
from cpcs_harness.judging.judgement import RULINGS
from cpcs_harness.run.candidate import keep_rulings
from cpcs_harness.run.folder import clear
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record


def test_rulings_beside_a_declaration_outlive_a_run_into_the_same_folder(tmp_path):
    (tmp_path / RULINGS).write_text("{}")

    clear(tmp_path, tmp_path)
    keep_rulings(tmp_path / "candidate.toml", tmp_path, load_catalogue())

    assert (tmp_path / RULINGS).read_text() == "{}"


def test_rulings_of_an_earlier_run_are_cleared(tmp_path):
    (tmp_path / RULINGS).write_text("{}")

    clear(tmp_path, None)

    assert not (tmp_path / RULINGS).exists()


def test_rulings_that_cannot_be_used_are_refused_before_anything_is_run_or_cleared(tmp_path):
    text = (ROOT / "fixtures" / "candidate.toml").read_text()
    (tmp_path / "candidate.toml").write_text(text)
    (tmp_path / RULINGS).write_text('{"whose": "NHS England", "rulings": []}')
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").write_text("of the last run")

    with pytest.raises(UsageProblem, match="'party' is a required property"):
        record(Asked(), tmp_path / "candidate.toml", tmp_path / "out")

    assert (tmp_path / "out" / "report.html").read_text() == "of the last run"


def test_an_earlier_run_stays_when_the_candidate_is_not_up(tmp_path):
    text = (ROOT / "fixtures" / "candidate.toml").read_text()
    (tmp_path / "candidate.toml").write_text(text.replace("127.0.0.1:8800", "127.0.0.1:9"))
    out = tmp_path / "out"
    (out / "evidence").mkdir(parents=True)
    (out / "report.html").write_text("of the last run")

    with pytest.raises(UsageProblem, match="nobody listens at the candidate's control API"):
        record(Asked(), tmp_path / "candidate.toml", out)

    assert (out / "report.html").read_text() == "of the last run"
    assert (out / "evidence").is_dir()
