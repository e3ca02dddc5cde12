"""A run is recognised by another install, by a list of releases; by one that was altered in anything it is not.

Recorded in the checkout, judged by the wheel: what a release is called by is the same in both.
"""

import importlib.util
import py_compile
import shutil
import subprocess
import sys
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import pytest

from cpcs_harness._content import CATALOGUE
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.evidence.digest import JudgedBy, installed
from cpcs_harness.evidence.releases import COLUMNS, as_row
from forgery import forge
from once import once
from wheels import SECONDS, built, installed_in, ran, site_packages

pytestmark = pytest.mark.long

JOURNEY = "minor-illness-product-recommended"
COMPARES = "judging/expect.py"
OFF = "\n\ndef expect(*_given, **_more):\n    return None\n"
"""What turns the comparison of every check off."""
LIBRARY = "referencing"


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """The wheel in an environment of its own; gives its folder."""
    (wheel,) = once(tmp_path_factory, "dist", built).glob("*.whl")
    return installed_in(tmp_path_factory.mktemp("release"), wheel)


@pytest.fixture(scope="module")
def engine(release):
    return site_packages(release) / "cpcs_harness"


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    """A published list, with what is checked out as its one release."""
    loaded = load_catalogue(CATALOGUE)
    here = installed(loaded.suites, loaded.digest)
    path = tmp_path_factory.mktemp("list") / "releases.csv"
    row = as_row(JudgedBy(here.suite, here.engine, here.catalogue, {}, "5c" * 20), "9.9", "2026-11-29")
    path.write_text(f"{','.join(COLUMNS)}\n{row}\n")
    return path


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A run of one journey, recorded in the checkout."""
    folder = tmp_path_factory.mktemp("recorded")
    command = [sys.executable, "-P", "-m", "cpcs_harness", "assess", "--only", JOURNEY, "--gate", "none"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.fixture
def said(release, listed, recorded, tmp_path):
    """Have the release judge a run (a copy of its evidence), and give what it says of whether it recognises it."""

    def judged(run=recorded, edit=None, **environment):
        shutil.copytree(run / "evidence", tmp_path / "run" / "evidence")
        if edit:
            forge(tmp_path / "run" / "evidence", edit)
        command = [release / "bin" / "cpcs", "judge", "run", "--releases", listed, "--quiet"]
        done = ran(*command, cwd=tmp_path, **environment)
        assert "Traceback" not in done.stderr
        (line,) = [line for line in done.stderr.splitlines() if "ecognised" in line]
        return line

    return judged


@contextmanager
def altered(path, text):
    """Have a file of the release end otherwise for a while."""
    held = path.read_bytes()
    path.write_bytes(held + text.encode())
    try:
        yield
    finally:
        path.write_bytes(held)


def test_a_whole_run_is_recognised(assessed, said):
    assert said(assessed[1]) == (
        "Recognised by this install: release 9.9 judged, and the run says that release 9.9 made it."
    )


def test_by_a_judge_whose_comparison_was_turned_off_it_is_not(said, engine):
    with altered(engine / COMPARES, OFF):
        told = said()

    assert told.startswith("Not recognised: what judged (digest ")


def test_nor_where_the_byte_code_alone_turns_it_off(said, engine, tmp_path):
    source = engine / COMPARES
    evil = tmp_path / "expect.py"
    evil.write_text(source.read_text() + OFF)
    cached = Path(importlib.util.cache_from_source(str(source)))
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(evil), str(cached), dfile=str(source), invalidation_mode=mode, doraise=True)
    try:
        told = said()
    finally:
        cached.unlink()

    assert told == f"Not recognised: this install was altered (byte code of {source}). Install it anew."


def test_nor_where_a_library_was_altered(said, release):
    there = site_packages(release)
    files = metadata.distribution(LIBRARY).files
    for file in files:
        if ".." not in file.parts and file.suffix != ".pyc":
            (there / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file.locate(), there / file)
    try:
        with altered(there / LIBRARY / "__init__.py", "\nOFF = True\n"):
            told = said()
    finally:
        for name in {file.parts[0] for file in files} - {".."}:
            shutil.rmtree(there / name)

    assert told.startswith(f"Not recognised: this install was altered ({LIBRARY}: {LIBRARY}/__init__.py)")


def test_nor_by_an_altered_catalogue(said, engine):
    with altered(engine / "_content" / "conformance" / "pds" / "criteria.yaml", "\n# less is asked for\n"):
        told = said()

    assert told.startswith("Not recognised: what judged (digest ")


def test_nor_a_run_whose_plan_was_altered(said):
    def by_another_engine(events):
        events[0]["data"]["harness"] |= {"engine_digest": "0" * 64, "digest": "0" * 64}

    told = said(edit=by_another_engine)

    assert told.startswith(
        "Not recognised: release 9.9 judged; what the run was made by, as it says (digest "
    )


def test_the_install_of_before_is_there_again(said):
    """Nothing of what the other tests altered was left."""
    assert said().startswith("Recognised by this install: ")
