"""More proofs at once while processors are idle, and fewer where none is."""

import pytest

from cpcs_harness.prove.pace import SECONDS, Pace, spent


class Machine:
    """One whose processors are idle for so many hundredths of the time."""

    def __init__(self):
        self.now, self.idle, self.ticks = 0.0, 0.0, 0.0

    def spent(self):
        return int(self.idle), int(self.ticks)

    def pass_on(self, seconds, idle):
        self.now += seconds
        self.ticks += seconds * 100
        self.idle += seconds * idle


@pytest.fixture
def machine():
    return Machine()


@pytest.fixture
def pace(machine):
    return Pace(3, 5, machine.spent, lambda: machine.now)


@pytest.mark.parametrize(
    ("idle", "at_once"),
    [
        ([0, 0], [3, 3]),
        ([60, 60, 60], [4, 5, 5]),
        ([60, 0, 0], [4, 3, 3]),
        ([60, 8, 8], [4, 4, 4]),
    ],
    ids=["busy", "idle", "idle, then busy", "idle, then neither"],
)
def test_there_are_more_while_processors_are_idle_and_fewer_where_none_is(machine, pace, idle, at_once):
    found = []
    for share in idle:
        machine.pass_on(SECONDS, share)
        pace.look()
        found.append(pace.at_once)

    assert found == at_once


def test_what_processors_did_for_a_moment_says_nothing(machine, pace):
    machine.pass_on(SECONDS / 4, 100)
    pace.look()

    assert pace.at_once == 3


def test_where_a_system_does_not_say_what_processors_do_it_stays_as_it_is(machine):
    pace = Pace(3, 5, lambda: None, lambda: machine.now)
    machine.pass_on(SECONDS, 100)
    pace.look()

    assert pace.at_once == 3


@pytest.fixture
def of_two(monkeypatch):
    """A process that may run on the second and the third processor."""
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {1, 2}, raising=False)


BUSY, FREE = "99 99 99 0 0 0 0 0 0 0", "0 0 0 999 0 0 0 0 0 0"


def test_waiting_for_a_disk_is_idle_as_well_and_only_its_own_processors_count(tmp_path, of_two):
    stat = tmp_path / "stat"
    own = "cpu1 10 20 30 400 5 6 7 8 99 99\ncpu2 1 1 1 1 1 1 1 1 99 99\n"
    stat.write_text(f"cpu  {BUSY}\ncpu0 {FREE}\n{own}cpu3 {FREE}\ncpu12 {FREE}\nintr 1 2\n\n")

    assert spent(stat) == (407, 494)


@pytest.mark.parametrize(
    "text", ["", "intr 1 2 3 4\n", "cpu1 a b c d e f g h\n", "cpu1 1 2 3\n", f"cpu3 {FREE}\n"]
)
def test_what_is_written_otherwise_is_not_read(tmp_path, of_two, text):
    (tmp_path / "stat").write_text(text)

    assert spent(tmp_path / "stat") is None
    assert spent(tmp_path / "none") is None
