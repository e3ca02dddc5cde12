"""`cpcs releases` says which release is installed, and what of it was altered."""

import pytest
from click.testing import CliRunner

from cpcs_harness import assess
from cpcs_harness.cli import releases
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence import digest
from cpcs_harness.evidence.releases import COLUMNS, releases_in


def said(*arguments):
    done = CliRunner().invoke(releases.command, [*map(str, arguments)], standalone_mode=False)
    assert done.exception is None
    return done.output, done.return_value


@pytest.fixture(autouse=True)
def committed(monkeypatch):
    monkeypatch.setattr(digest, "commit_of", lambda _root: "5c" * 20)
    monkeypatch.setattr(assess, "altered_here", lambda _suites: [])


def test_its_row_has_it_known_and_what_was_altered_is_named(tmp_path, monkeypatch):
    path = tmp_path / "releases.csv"
    path.write_text(",".join(COLUMNS) + "\n")
    assert said("--list", path)[0].startswith("Installed is no release in the list: digest ")
    assert said("--list", path)[1] == 1

    row, _ = said("--row", "9.9")
    path.write_text(path.read_text() + row)
    assert list(releases_in(path).values()) == ["9.9"]
    assert said("--list", path)[0].startswith("Installed is release 9.9: digest ")
    assert said("--list", path)[1] == 0

    monkeypatch.setattr(assess, "altered_here", lambda _suites: ["byte code of expect.py"])
    output, status = said("--list", path)
    assert (status, "Altered: byte code of expect.py" in output) == (1, True)


def test_without_a_commit_nothing_is_listed(monkeypatch):
    monkeypatch.setattr(digest, "commit_of", lambda _root: "")
    done = CliRunner().invoke(releases.command, ["--row", "9.9"], standalone_mode=False)

    assert isinstance(done.exception, UsageProblem)
