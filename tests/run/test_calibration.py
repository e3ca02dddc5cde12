"""The harness's own deadlines are stretched by what the machine lacks."""

import pytest

from cpcs_harness.run.calibration import ENOUGH, LATE_MS, MOST, calibrated, stretch


@pytest.mark.parametrize(
    ("share", "late_ms", "due"),
    [
        pytest.param(1.0, 0.1, 1.0, id="quiet"),
        pytest.param(ENOUGH, LATE_MS, 1.0, id="enough"),
        pytest.param(ENOUGH / 2, 0.1, 2.0, id="half of what is enough"),
        pytest.param(1.0, 3 * LATE_MS, 3.0, id="threads wake late"),
        pytest.param(0.01, 0.1, MOST, id="too slow for any run"),
        pytest.param(0.0, 0.1, MOST, id="nothing at all"),
    ],
)
def test_deadlines_are_stretched_by_what_is_missing(share, late_ms, due):
    assert stretch(share, late_ms) == due


def test_a_machine_is_measured_once_a_process():
    machine = calibrated()

    assert 0 < machine.share <= 1
    assert machine.stretch == stretch(machine.share, machine.late_ms)
    assert calibrated() is machine
