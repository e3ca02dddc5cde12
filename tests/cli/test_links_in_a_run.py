"""A run that was handed over may hold links, pipes and more: nothing is read, emptied or replaced through them."""

import os
import re
import shutil

import pytest
from click.testing import CliRunner

from cpcs_harness.cli import judge
from cpcs_harness.errors import UsageProblem

FILES = [
    "cpcs.lock",
    "checks.log",
    "assessment.json",
    "rulings.json",
    "report.html",
    "junit.xml",
    "summary.md",
]
FILES += [
    "hazard-log.csv",
    "evidence/events.ndjson",
    "evidence/bodies.tar.gz",
    "allure-results/environment.properties",
]
FOLDERS = ["evidence", "allure-results"]


@pytest.fixture
def run(tmp_path):
    """A folder as a run leaves it, by its names alone."""
    run = tmp_path / "run"
    for folder in FOLDERS:
        (run / folder).mkdir(parents=True)
    for name in FILES:
        (run / name).write_text("{}")
    return run


@pytest.fixture
def own(tmp_path):
    """What whoever judges has of their own."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "thesis.txt").write_text("precious")
    return own


def refused(run):
    done = CliRunner().invoke(judge.command, [str(run)], standalone_mode=False)
    assert isinstance(done.exception, UsageProblem), done.exception
    return str(done.exception)


@pytest.mark.parametrize("name", FILES)
def test_a_link_in_place_of_a_file_is_not_followed(run, own, name):
    (run / name).unlink()
    (run / name).symlink_to(own / "thesis.txt")

    assert re.search(f"{re.escape(name)} is a link, which no run writes. Remove it", refused(run))
    assert (own / "thesis.txt").read_text() == "precious"


@pytest.mark.parametrize("name", FOLDERS)
def test_a_link_in_place_of_a_folder_is_not_followed(run, own, name):
    shutil.rmtree(run / name)
    (run / name).symlink_to(own)

    assert f"{name} is a link" in refused(run)
    assert [path.name for path in own.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("name", FILES)
def test_a_pipe_is_not_waited_for(run, name):
    (run / name).unlink()
    os.mkfifo(run / name)

    assert f"{name} is a pipe" in refused(run)


def test_a_folder_in_place_of_a_file_is_told(run):
    (run / "report.html").unlink()
    (run / "report.html").mkdir()

    assert "report.html is a folder" in refused(run)


def test_bodies_may_lie_in_a_folder_of_their_own_but_no_link_among_them(run, own):
    """As where somebody has unpacked their archive."""
    (run / "evidence" / "bodies.tar.gz").unlink()
    (run / "evidence" / "bodies").mkdir()
    (run / "evidence" / "bodies" / "ab").write_bytes(b"")
    assert "no run writes" not in refused(run)  # what it lacks is evidence

    (run / "evidence" / "bodies" / "cd").symlink_to(own / "thesis.txt")
    assert "bodies/cd is a link" in refused(run)


def test_a_link_that_leads_nowhere_is_not_filled(run, own):
    (run / "checks.log").unlink()
    (run / "checks.log").symlink_to(own / "new")

    assert "checks.log is a link" in refused(run)
    assert not (own / "new").exists()


def test_the_folder_itself_may_be_reached_by_a_link_and_hold_more(run, own, tmp_path):
    (run / "notes").symlink_to(own)
    (tmp_path / "latest").symlink_to(run)

    assert "link" not in refused(tmp_path / "latest")  # what it lacks is evidence
