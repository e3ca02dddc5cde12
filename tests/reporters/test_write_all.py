"""Every format is written from the assessment and the evidence alone, the same each time."""

import errno
import json
import os
from pathlib import Path

import pytest

from assessed import typed
from checkout import ROOT
from cpcs_harness.reporters import ASSESSMENT, FORMS, write_all
from drawn_report import drawn_text

SAMPLES = ROOT / "reports" / "samples"
NAMES = [ASSESSMENT, *FORMS]


def test_the_assessment_and_every_form_are_written(sample, tmp_path):
    assert write_all(*typed(sample), tmp_path / "out") == [tmp_path / "out" / name for name in NAMES]


def test_the_same_run_gives_the_same_bytes(sample, tmp_path):
    first = [path.read_bytes() for path in write_all(*typed(sample), tmp_path)]

    assert [path.read_bytes() for path in write_all(*typed(sample), tmp_path)] == first


def test_the_assessment_is_written_as_it_was_given(sample, tmp_path):
    write_all(*typed(sample), tmp_path)

    assert (tmp_path / "assessment.json").read_text("utf-8") == json.dumps(
        sample[0], indent=1, ensure_ascii=False
    ) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_are_what_is_written_today(sample, tmp_path, name):
    """`PYTHONPATH=src:tests/support python tests/reporters/conftest.py` writes them again."""
    write_all(*typed(sample), tmp_path)

    # Drawn, since compressors differ in the bytes that they make of the same text.
    written, kept = ((folder / name).read_text("utf-8") for folder in (tmp_path, SAMPLES))
    assert drawn_text(written) == drawn_text(kept)


def test_the_sample_of_the_report_stays_small():
    assert (SAMPLES / "report.html").stat().st_size < 300_000


def test_a_report_that_cannot_be_finished_leaves_the_one_before(sample, tmp_path, monkeypatch):
    write_all(*typed(sample), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def disk_full(path, content):
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(Path, "write_bytes", disk_full)
    with pytest.raises(OSError, match="no space left"):
        write_all(*typed(sample), tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_report_is_not_written_through_a_link_that_somebody_put_there(sample, tmp_path):
    run, own = tmp_path / "run", tmp_path / "own.txt"
    run.mkdir()
    own.write_text("precious")
    (run / f".report.html.{os.getpid()}").symlink_to(own)

    write_all(*typed(sample), run)

    assert own.read_text() == "precious"
    assert (run / "report.html").read_text().lower().startswith("<!doctype html>")
    assert not (run / "report.html").is_symlink()
