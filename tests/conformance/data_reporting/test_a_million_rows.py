"""A file of many rows is recorded and judged in no more memory than one of a fifth as many; a million, where asked."""

import json
import subprocess
import sys

import pytest

from checkout import ROOT

MIB = 2**20


@pytest.mark.parametrize(
    ("few", "many", "growth"),
    [
        (40_000, 240_000, 16),
        pytest.param(200_000, 1_000_000, 32, marks=[pytest.mark.deep, pytest.mark.long]),
    ],
)
def test_memory_does_not_grow_with_the_rows(few, many, growth, tmp_path):
    """`growth`: MiB at most; of a file that was read whole all would be held that it has more, several times over."""
    command = [sys.executable, ROOT / "tests" / "support" / "large_export.py", tmp_path, str(few), str(many)]

    told = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=600).stdout)

    assert [file["rows"] for file in told] == [few, many]
    assert [file["own"] for file in told] == [1, 1]
    less, more = told
    assert more["bytes"] - less["bytes"] > 2 * growth * MIB
    assert more["most"] - less["most"] < growth
