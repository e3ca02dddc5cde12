"""What pytest gives a check of another catalogue is there where the harness judges too."""

import subprocess
import sys

from checkout import ROOT
from cpcs_harness.assess import WITHOUT
from cpcs_harness.evidence.log import Log
from made_up import DECLARED, plan

CHECK = """
from cpcs_harness.judging import criterion

@criterion("PDS-05")
def test_asks_for_what_pytest_gives(evidence, tmp_path, monkeypatch, recwarn, capsys):
    monkeypatch.setenv("WHERE", str(tmp_path))
"""


def test_a_check_has_the_fixtures_of_pytest(tmp_path):
    log = Log(tmp_path / "run" / "evidence")
    log.write("plan", plan(declaration=DECLARED).as_json())
    log.finish()
    suite = tmp_path / "suite"
    suite.mkdir()
    (suite / "test_checks.py").write_text(CHECK)
    options = ["-c", str(ROOT / "pytest.toml"), f"--rootdir={suite}", *WITHOUT, "-q"]
    options += ["--cpcs-checks-only", f"--cpcs-run={tmp_path / 'run'}"]
    command = [sys.executable, "-m", "pytest", *options, str(suite)]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)

    assert "1 passed" in done.stdout, done.stdout + done.stderr
