"""A file of a million rows is recorded and judged in no more memory than one of a fifth as many."""

import json
import subprocess
import sys

import pytest

from checkout import ROOT

pytestmark = pytest.mark.long

FEW, MANY = 200_000, 1_000_000
GROWTH = 32
"""MiB; the larger file has 131 MiB more, and read whole would take several times that."""


def test_memory_does_not_grow_with_the_rows(tmp_path):
    command = [sys.executable, ROOT / "tests" / "support" / "large_export.py", tmp_path, str(FEW), str(MANY)]

    told = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=600).stdout)

    assert [file["rows"] for file in told] == [FEW, MANY]
    assert [file["own"] for file in told] == [1, 1]
    few, many = told
    assert many["bytes"] - few["bytes"] > 100 * 2**20
    assert many["most"] - few["most"] < GROWTH
