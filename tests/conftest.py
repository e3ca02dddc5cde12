"""How the tests run: what is skipped is told by name, what is long begins first, what is deep waits to be asked for.

A reason to skip that starts with "missing:" is what CI should have, and fails there: `missing: chromium`. Anything else
is only listed.
"""

import gc
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from by_turns import turn
from explore import times
from once import once

MISSING = "missing:"
SECONDS = 900
OBJECTS = 10_000
"""New ones, after which Python looks for garbage: at its usual 700 that takes a tenth of all processor time."""
os.environ.pop("GITHUB_ACTIONS", None)  # there `cpcs` would add annotations to what tests read


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and _reason(report).startswith(MISSING):
        report.outcome = "failed"
        report.longrepr = f"{_reason(report)} (CI=true, and CI is to have it: .ci/run installs it)"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    report = yield
    if report.skipped:  # pytest-xdist would tell nobody
        report.outcome = "failed"
        report.longrepr = f"{_reason(report)} (skip the tests, by `pytestmark`, not the file)"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Look for no garbage among some ten thousand tests while they are collected, nor among them afterwards.

    And seldom, while they run, for what they make.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(OBJECTS)


def pytest_configure():
    turn()  # before there are workers, which have it from here


def pytest_collection_modifyitems(config, items):
    """Let the longest files begin, or one worker ends with them alone; leave out the deep where they are not due."""
    items.sort(key=_minutes, reverse=True)
    if times() == 1:
        config.hook.pytest_deselected(items=[item for item in items if "deep" in item.keywords])
        items[:] = [item for item in items if "deep" not in item.keywords]


def _minutes(item):
    """Give about how many minutes a test's file takes, where it says that it is long."""
    long = item.get_closest_marker("long")
    return long.kwargs.get("minutes", 1) if long else 0


def pytest_report_header():
    every = "all" if times() > 1 else f"third {turn() + 1} of 3, by the day"
    return f"of what is tried by turns: {every} (make test-deep: all)"


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("skipped")
    for report in sorted(skipped, key=lambda one: one.nodeid):
        terminalreporter.write_line(f"{report.nodeid}: {_reason(report)}")


def _reason(report):
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return str(report.longrepr)


@pytest.fixture(scope="session")
def assessed(tmp_path_factory):
    """The reference service, assessed once for all workers: the finished process, and the folder it wrote, to read."""
    folder = once(tmp_path_factory, "assessed", _assess)
    done = json.loads((folder / "done.json").read_text(encoding="utf-8"))
    return subprocess.CompletedProcess(**done), folder / "out"


def _assess(folder):
    command = [sys.executable, "-P", "-m", "cpcs_harness", "assess"]
    done = _assessed_before(command, folder) or subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=SECONDS
    )
    (folder / "done.json").write_text(json.dumps(vars(done)), encoding="utf-8")


def _assessed_before(command, folder):
    """Give a copy of what `make assess` did in CI, which is the same command; .ci/run says where that lies."""
    out = os.environ.get("CPCS_ASSESSED")
    if not out:
        return None
    shutil.copytree(out, folder / "out", ignore=shutil.ignore_patterns("ci"))
    said = {name: Path(out, "ci", f"assess.{name}") for name in ("status", "out", "err")}
    status = int(said["status"].read_text()) if said["status"].exists() else 0  # written where it is another
    return subprocess.CompletedProcess(command, status, said["out"].read_text(), said["err"].read_text())
