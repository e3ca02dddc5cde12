"""Judges a recorded run: the checks under pytest, the roll-up, and the reports."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpcs_harness._content import CATALOGUE, ROOT
from cpcs_harness.assessment import Assessment
from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.digest import installed
from cpcs_harness.evidence.events import KnownJourney
from cpcs_harness.judging.criterion import checks_in
from cpcs_harness.judging.judgement import RULINGS, Judgement
from cpcs_harness.judging.rulings import load_rulings
from cpcs_harness.reporters import write_all
from cpcs_harness.rollup import assess

CHECKS_LOG = "checks.log"
ALLURE = "allure-results"
FOR_OTHER_TESTS = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")
"""What a tester has set for tests of their own; it must not leave out checks of ours."""


def judge(folder: Path, catalogue: Path = CATALOGUE, *, reports: bool = True) -> Assessment:
    """Run a catalogue's suites on a run's records, and write what comes of it; gives the assessment."""
    judgement = run_checks(folder, catalogue, allure=reports)
    return conclude(judgement) if reports else assessment_of(judgement)


def run_checks(folder: Path, catalogue: Path, *, allure: bool) -> Judgement:
    """Run every check in this process; raises HarnessError when pytest itself could not."""
    # what is wrong with evidence or catalogue is said here, and not by pytest
    suites = Judgement.of(folder, installed_journeys, catalogue).catalogue.suites.resolve()
    beside = str(suites.parent)
    arguments = ["-c", str(ROOT / "pytest.toml"), "--rootdir", beside, "--confcutdir", beside]
    arguments += ["-q", "--color=no", "--cpcs-checks-only", f"--cpcs-run={folder}"]
    arguments += [f"--cpcs-catalogue={catalogue}"]
    if allure:
        arguments += ["-p", "allure_pytest.plugin", "--alluredir", str(folder / ALLURE), "--clean-alluredir"]
    log = folder / CHECKS_LOG
    with (
        log.open("w", encoding="utf-8") as told,
        contextlib.redirect_stdout(told),
        contextlib.redirect_stderr(told),
        _without(*FOR_OTHER_TESTS),
    ):
        status = pytest.main([*arguments, str(suites)])
    judgement = Judgement.current
    if judgement is None or status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise HarnessError(
            f"the checks could not be run (pytest ended {status}); {log} says why:\n{_tail(log)}"
        )
    return judgement


def conclude(judgement: Judgement) -> Assessment:
    """Roll up, and write every report beside the evidence."""
    assessment = assessment_of(judgement)
    write_all(assessment, judgement.evidence, judgement.folder)
    return assessment


def assessment_of(judgement: Judgement) -> Assessment:
    """Roll up what the checks came to."""
    catalogue = judgement.catalogue
    pathways = catalogue.vocabulary.pathways
    rulings = load_rulings(judgement.folder / RULINGS, catalogue.criteria, pathways)
    results = sorted(judgement.results, key=lambda result: (result.nodeid, result.pathway))
    due = {criterion: len(checks) for criterion, checks in checks_in(catalogue.suites).items()}
    judged_by = installed(catalogue.suites, catalogue.digest)
    return assess(catalogue, judgement.evidence, results, rulings, judgement.journeys, judged_by, due)


def installed_journeys(suites: Path) -> dict[str, KnownJourney]:
    """Give the journeys of a folder of suites, for a run whose plan does not say enough of them."""
    from cpcs_harness.journeys.index import all_journeys  # what drives a candidate is not needed otherwise

    return {
        name: KnownJourney(name, journey.pathway, journey.title)
        for name, journey in all_journeys(suites).items()
    }


@contextlib.contextmanager
def _without(*names: str) -> Iterator[None]:
    held = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(held)


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-15:])
