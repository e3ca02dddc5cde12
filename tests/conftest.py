"""Tells skipped tests by name; in CI, fails those that were skipped for want of what CI should have.

A reason that starts with "missing:" is such a want: `missing: chromium`. Anything else is only listed.
"""

import os

import pytest

MISSING = "missing:"


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
