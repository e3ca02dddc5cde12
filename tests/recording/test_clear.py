"""What a run makes room for: nothing that no run wrote, and never the supplier's own rulings."""

from cpcs_harness.candidate import keep_rulings
from cpcs_harness.judging.session import RULINGS
from cpcs_harness.recording import _clear


def test_rulings_beside_a_declaration_outlive_a_run_into_the_same_folder(tmp_path):
    (tmp_path / RULINGS).write_text("{}")

    _clear(tmp_path, tmp_path)
    keep_rulings(tmp_path / "candidate.toml", tmp_path)

    assert (tmp_path / RULINGS).read_text() == "{}"


def test_rulings_of_an_earlier_run_are_cleared(tmp_path):
    (tmp_path / RULINGS).write_text("{}")

    _clear(tmp_path, None)

    assert not (tmp_path / RULINGS).exists()
