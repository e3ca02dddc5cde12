"""The Toolkit's cells, as they are restated here."""

from datetime import date

import pytest
import yaml

from checkout import ROOT, SHARED
from cpcs_harness.catalogue import load_cells
from cpcs_harness.errors import UsageProblem

FIXTURE = ROOT / "fixtures" / "toolkit_cells.yaml"
ORIGINAL = SHARED / "toolkit" / "cells.yaml"


def as_text(value):
    """The same with each date as text, which is how our own files hold dates."""
    if isinstance(value, dict):
        return {key: as_text(held) for key, held in value.items()}
    if isinstance(value, list):
        return [as_text(held) for held in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.skipif(not ORIGINAL.exists(), reason="shared/ is absent")
def test_the_restated_cells_are_the_shared_ones():
    assert yaml.safe_load(FIXTURE.read_text()) == as_text(yaml.safe_load(ORIGINAL.read_text()))


def test_a_cell_without_a_date_of_its_own_is_due_with_its_level():
    cells = load_cells(FIXTURE)

    assert cells["MI-DOS-E"].by == date(2021, 10, 1)
    assert cells["MI-DOS-R"].by == date(2022, 1, 31)
    assert cells["MI-GPN-R"].by is None


def test_mistakes_in_the_cells_are_told_with_line_and_id(tmp_path):
    file = tmp_path / "cells.yaml"
    text = FIXTURE.read_text().replace("level: desirable", "level: desired", 1)
    file.write_text(text.replace("id: MI-GPR-R", "id: MI-GPR-E"))

    with pytest.raises(UsageProblem) as told:
        load_cells(file)

    wrong_level = text.count("\n", 0, text.index("level: desired")) + 1
    assert [str(problem) for problem in told.value.problems] == [
        f"{file}:17 (MI-GPR-E) id: is used twice; first on line 16",
        f"{file}:{wrong_level} (MI-ENR-D) level: 'desired' is not one of essential, required, desirable"
        ". Did you mean 'desirable'?",
    ]
