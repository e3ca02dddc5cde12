"""`make released` holds a tagged commit to the published list of releases."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import ROOT
from cpcs_harness._content import CATALOGUE, RELEASES
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.evidence import digest
from cpcs_harness.evidence.digest import JudgedBy, installed
from cpcs_harness.evidence.releases import COLUMNS, as_row

HEADING = ",".join(COLUMNS) + "\n"


@pytest.fixture
def here():
    loaded = load_catalogue(CATALOGUE)
    found = installed(loaded.suites, loaded.digest)
    return JudgedBy(found.suite, found.engine, found.catalogue, {}, commit="5c" * 20)


def made(folder, published, tag):
    """Run the target with a git that tells the tag; gives its status and what it said."""
    git = folder / "git"
    git.write_text(f'#!/bin/sh\n[ "$1" = tag ] && echo "{tag}"\nexit 0\n')
    git.chmod(0o755)
    (folder / "releases.csv").write_text(published)
    old = [f"--old-file=venv/{name}.stamp" for name in ("run", "dev")]
    given = [f"ARGS=--list {folder}/releases.csv", "VENV=venv", f"BIN={Path(sys.executable).parent}"]
    done = subprocess.run(
        ["make", "--no-print-directory", *old, "released", *given],
        cwd=ROOT,
        env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("make") is None, reason="missing: make")
def test_a_tagged_commit_has_to_be_in_the_list_and_another_one_need_not(tmp_path, here):
    status, told = made(tmp_path, HEADING, "v9.9")
    assert status != 0
    assert "Installed is no release in the list" in told

    assert made(tmp_path, HEADING, "") == (0, "")

    status, told = made(tmp_path, HEADING + as_row(here, "9.9", "2026-01-01") + "\n", "v9.9")
    assert status == 0, told
    assert "Installed is release 9.9: digest" in told


def test_the_list_is_no_part_of_what_it_names(here, tmp_path, monkeypatch):
    read = []
    content = digest._content
    monkeypatch.setattr(digest, "_content", lambda path: read.append(Path(path)) or content(path))
    loaded = load_catalogue(CATALOGUE)

    assert installed(loaded.suites, loaded.digest).digest == here.digest
    assert len(read) > 100
    assert RELEASES not in read
