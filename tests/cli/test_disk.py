"""A disk that is full, or not to be written to, is for whoever started the command: status 2, and what to do."""

import errno

import pytest

from cpcs_harness import cli
from cpcs_harness.errors import Exit, HarnessError


@pytest.fixture
def ended(monkeypatch):
    """Have a command raise something; gives the status, and what was said."""
    told = []
    monkeypatch.setattr(cli, "_end", lambda status, said: told.append((status, said)) or exit_with(status))

    def exit_with(status):
        raise SystemExit(status)

    def run(problem):
        def broken(**_):
            raise problem

        monkeypatch.setattr(cli.cpcs, "main", broken)
        with pytest.raises(SystemExit):
            cli.main()
        return told[0]

    return run


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_what_the_disk_refuses_has_status_2_and_says_where(ended, number):
    status, said = ended(OSError(number, "it refuses", "out/report.html"))

    assert status == Exit.USAGE
    assert said.startswith("out/report.html: it refuses.")
    assert "--out" in said


def test_a_log_that_cannot_be_written_names_its_file(ended):
    broken = HarnessError("out/events.ndjson cannot be written: no space")
    broken.__cause__ = OSError(errno.ENOSPC, "no space")

    status, said = ended(broken)
    assert (status, said.partition(". ")[0]) == (Exit.USAGE, "out/events.ndjson cannot be written: no space")


@pytest.mark.parametrize("problem", [HarnessError("odd"), OSError(errno.EINVAL, "odd"), ValueError("odd")])
def test_what_else_breaks_is_the_harness_itself(ended, problem):
    status, said = ended(problem)

    assert status == Exit.HARNESS
    assert "odd" in said
