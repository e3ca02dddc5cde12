"""A skipped test is told by name, and is a failure in CI where CI should have had what it wanted."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SKIPPING = """
import pytest

@pytest.mark.skipif(True, reason="missing: chromium")
def test_by_mark(): pass

def test_in_the_test(): pytest.skip("missing: git")

def test_not_ci_s_to_have(): pytest.skip("shared/ is absent")
"""
FILE_SKIPPING = "import pytest; pytest.skip('missing: all of it', allow_module_level=True)"


@pytest.fixture
def ran(tmp_path):
    """Runs a file of tests with our conftest.py, in a worker; gives the status and what was told."""
    shutil.copy(TESTS / "conftest.py", tmp_path)
    (tmp_path / "pytest.toml").write_text("[pytest]\n")

    def run(tests, ci):
        (tmp_path / "test_it.py").write_text(tests)
        command = [sys.executable, "-m", "pytest", "--disable-plugin-autoload", "-p", "xdist", "-n1"]
        environment = {name: held for name, held in os.environ.items() if not name.startswith("PYTEST")}
        done = subprocess.run(
            [*command, "-p", "no:cacheprovider", "--color=no"],
            cwd=tmp_path,
            env=environment | {"CI": ci, "PYTHONPATH": str(TESTS / "support")},
            capture_output=True,
            text=True,
            timeout=180,
        )
        return done.returncode, done.stdout

    return run


def test_skips_are_listed_by_name_before_the_closing_line(ran):
    status, told = ran(SKIPPING, ci="")

    assert status == 0, told
    assert told.splitlines()[-4:-1] == [
        "test_it.py::test_by_mark: missing: chromium",
        "test_it.py::test_in_the_test: missing: git",
        "test_it.py::test_not_ci_s_to_have: shared/ is absent",
    ]
    assert "3 skipped" in told.splitlines()[-1]


def test_ci_fails_what_it_should_have_had_and_lists_the_rest(ran):
    status, told = ran(SKIPPING, ci="true")

    assert status == 1, told
    assert "missing: chromium (CI=true" in told
    assert "missing: git (CI=true" in told
    assert "test_it.py::test_not_ci_s_to_have: shared/ is absent" in told
    assert "1 failed, 1 skipped, 1 error" in told.splitlines()[-1]


def test_a_file_that_skips_itself_fails_since_it_would_be_lost(ran):
    status, told = ran(FILE_SKIPPING, ci="")

    assert status != 0, told
    assert "skip the tests, by `pytestmark`, not the file" in told
