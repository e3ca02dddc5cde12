"""The benchmarks are never timed here; that each still finds what it imports is what a test can hold."""

import subprocess
import sys

import pytest

from checkout import ROOT


@pytest.mark.parametrize("script", sorted((ROOT / "bench").glob("[!_]*.py")), ids=lambda path: path.stem)
def test_a_benchmark_starts_and_is_listed(script):
    done = subprocess.run(
        [sys.executable, script, "--help"], capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert f"bench/{script.name}" in (ROOT / "bench" / "README.md").read_text(encoding="utf-8")
