"""What is long begins first, what is deep waits to be asked for, and what is costly is made once."""

import subprocess
import sys

import pytest

from checkout import ROOT
from once import once

HERE = "tests/package/test_how_tests_run.py"


@pytest.mark.deep
def test_only_a_deep_run_has_this():
    pass


def collected(*arguments):
    """Give the ids of the tests that are collected, in order."""
    command = [sys.executable, "-m", "pytest", "-c", "tests/pytest.toml", "--rootdir", ".", "-n", "0", "-q"]
    command += ["--collect-only", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    return [line for line in done.stdout.splitlines() if "::" in line]


def test_a_deep_test_is_run_where_it_is_asked_for():
    name = f"{HERE}::test_only_a_deep_run_has_this"

    assert name not in collected(HERE)
    assert name in collected(HERE, "--hypothesis-profile=deep")


def test_a_long_file_begins_before_another_and_the_longest_first():
    files = [
        "tests/package/test_skips.py",
        "tests/package/test_wheel.py",
        "tests/prove/test_every_known_bad.py",
    ]
    order = collected(*files)

    assert list(dict.fromkeys(name.partition("::")[0] for name in order)) == files[::-1]


def test_what_one_worker_made_the_others_find(tmp_path_factory):
    made = []

    folders = [once(tmp_path_factory, "made-once", made.append) for _ in range(2)]

    assert made == folders[:1]
    assert folders[0] == folders[1]
