"""Judges a recorded run: the checks under pytest, the roll-up, and the reports."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from cpcs_harness._content import CATALOGUE, ROOT
from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.account import AccountRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.errors import HarnessError, UsageProblem
from cpcs_harness.evidence.digest import LIBRARIES, JudgedBy, sources_of
from cpcs_harness.evidence.events import KnownJourney
from cpcs_harness.evidence.garbage import given_back, seldom_looked_for
from cpcs_harness.evidence.install import altered_byte_code, altered_libraries
from cpcs_harness.evidence.reference_build import REFERENCE, name_of_reference
from cpcs_harness.evidence.releases import Recognition, recognition
from cpcs_harness.judging.account import Ledger
from cpcs_harness.judging.contradictions import Found, contradictions_in
from cpcs_harness.judging.directly import can_judge, judge_directly
from cpcs_harness.judging.judgement import RULINGS, Judgement
from cpcs_harness.judging.known_bads import known_bads
from cpcs_harness.judging.rulings import RuledRun, load_rulings
from cpcs_harness.judging.suite import Suite
from cpcs_harness.reporters import write_all
from cpcs_harness.rollup import assess
from cpcs_harness.rollup.account import account_record
from cpcs_harness.rollup.assessment import NOT_LOOKED
from cpcs_harness.rollup.proven import with_proofs
from cpcs_harness.rollup.ruled import Ruled
from cpcs_harness.times import real_now

CHECKS_LOG = "checks.log"
ALLURE = "allure-results"
UNUSED = (
    *("debugging", "doctest", "faulthandler", "junitxml", "legacypath", "logging", "pastebin"),
    *("pytester_assertions", "setuponly", "setupplan", "stepwise", "subtests", "threadexception"),
    *("unittest", "unraisableexception"),
)
"""Plugins of pytest's own that checks have no use for; each takes time to be set up. Those whose fixtures a check of
somebody else's catalogue may ask for are left."""
WITHOUT = (*(word for name in UNUSED for word in ("-p", f"no:{name}")), "--assert=plain", "-s")
"""What takes time and gives nothing: these, the rewriting of asserts, and files in which what a check prints is caught,
which here goes to the log of the checks at once."""
FOR_OTHER_TESTS = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")
"""What a tester has set for tests of their own; it must not leave out checks of ours."""


def judge(folder: Path, catalogue: Path = CATALOGUE, *, reports: bool = True) -> Assessment:
    """Run a catalogue's suites on a run's records, and write what comes of it; gives the assessment."""
    # what is wrong with evidence or catalogue is said here, and not by pytest
    return judge_opened(Judgement.of(folder, installed_journeys, catalogue), reports=reports)


@seldom_looked_for()
def judge_opened(
    judgement: Judgement, *, reports: bool = True, rulings: Path | None = None, recorded: bool = True
) -> Assessment:
    """Judge a run that was opened for it; `rulings` is a file that whoever judges hands in, and believes.

    Of one that was not `recorded` by whoever judges it, it is looked whether its evidence contradicts itself. Two
    processes judge it: after recording, there is no memory for a second.
    Raises UsageProblem for rulings that cannot be used.
    """
    folder = judgement.folder
    suite = Suite.of(judgement.catalogue)
    ruled = ruled_of(judgement, rulings)  # what is wrong with rulings is said before the checks are run
    allure = ("-p", "allure_pytest.plugin", "--alluredir", str(folder / ALLURE), "--clean-alluredir")
    with given_back():
        beside = () if recorded else ("--cpcs-two-processes",)
        run_checks(judgement, [suite.folder], (*(allure if reports else ()), *beside))
        account = account_of(judgement)
        judgement.forget_views()
    found = NOT_LOOKED if recorded else contradictions_in(judgement.evidence, suite.judged_by, suite.folder)
    assessment = assessment_of(judgement, suite, account, ruled, found)
    if not reports:
        return assessment
    _take_back(assessment, folder / ALLURE, suite)
    return _written(judgement, assessment)


def _take_back(assessment: Assessment, results: Path, suite: Suite) -> None:
    """Have Allure's results hold nothing against a candidate that follows from a cause, as the assessment does."""
    from cpcs_harness.judging.allure import take_back  # Allure is loaded only to judge

    failed = {check.nodeid for _, _, check in assessment.checks() if check.verdict == Verdict.FAIL}
    shown = {check.nodeid: check.message for _, _, check in assessment.checks() if check.nodeid not in failed}
    take_back(results, suite.folder.name, shown)


def judge_criteria(folder: Path, suite: Suite, criteria: Sequence[str]) -> Assessment:
    """Judge these criteria of a run, or all where none is named, in the requirements that name one of them.

    What these are judged by besides is left out, and not shown. Writes no report.
    """
    judgement = Judgement.begin(folder, installed_journeys, suite.catalogue, criteria)
    if criteria and can_judge(suite):
        judge_directly(judgement, suite, criteria)
    else:
        run_checks(judgement, suite.files_of(criteria) or [suite.folder], ())
    return assessment_of(judgement, suite)


def run_checks(judgement: Judgement, places: Sequence[Path], options: Sequence[str]) -> None:
    """Run the checks in these files or folders, in this process; raises HarnessError when pytest itself could not."""
    folder, catalogue = judgement.folder, judgement.catalogue
    beside = str(catalogue.suites.resolve().parent)
    arguments = ["-c", str(ROOT / "pytest.toml"), "--rootdir", beside, "--confcutdir", beside]
    arguments += [*WITHOUT, "-q", "--color=no", "--cpcs-checks-only", f"--cpcs-run={folder}"]
    arguments += [f"--cpcs-catalogue={catalogue.file}"]
    log = folder / CHECKS_LOG
    with (
        log.open("w", encoding="utf-8") as told,
        contextlib.redirect_stdout(told),
        contextlib.redirect_stderr(told),
        _without(*FOR_OTHER_TESTS),
    ):
        status = pytest.main([*arguments, *options, *map(str, places)])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise HarnessError(
            f"the checks could not be run (pytest ended {status}); {log} says why:\n{_tail(log)}"
        )


def conclude(judgement: Judgement, suite: Suite) -> Assessment:
    """Roll up, and write every report beside the evidence; raises UsageProblem where that is another run's by now."""
    return _written(judgement, assessment_of(judgement, suite, account_of(judgement)))


def _written(judgement: Judgement, assessment: Assessment) -> Assessment:
    if judgement.evidence.run != judgement.evidence.run_on_disk():
        raise UsageProblem(
            f"{judgement.folder} was judged while another run wrote its evidence there: no report was written"
        )
    if Path(judgement.catalogue.file) == CATALOGUE:  # known-bad candidates are of this catalogue alone
        assessment = with_proofs(assessment, known_bads())
    write_all(assessment, judgement.evidence, judgement.folder)
    return assessment


def account_of(judgement: Judgement) -> AccountRecord | None:
    """Account for everything that reached the harness; None where the catalogue does not say what a system sends."""
    return account_record(judgement.views.read(Ledger).entries) if judgement.catalogue.traffic else None


def ruled_of(judgement: Judgement, given: Path | None = None) -> Ruled:
    """Read the rulings that lie with a run, and those that whoever judges hands in.

    Raises UsageProblem for a file that cannot be used, or is not there though it was handed in.
    """
    catalogue, now = judgement.catalogue, real_now()
    if given is not None and not given.is_file():
        raise UsageProblem(f"{given} is not there: --rulings names a file of rulings")
    beside = judgement.folder / RULINGS
    if given is None and not beside.exists():
        return Ruled()
    known = catalogue.criteria, catalogue.vocabulary.pathways, now
    ours = load_rulings(catalogue.reference / RULINGS, *known) if catalogue.reference else ()
    run = RuledRun.of(judgement.evidence, ours, name_of_reference(catalogue.reference or REFERENCE))
    rulings = load_rulings(beside, *known, run)
    return Ruled((*(load_rulings(given, *known, run, given=True) if given else ()), *rulings), run)


def assessment_of(
    judgement: Judgement,
    suite: Suite,
    account: AccountRecord | None = None,
    ruled: Ruled | None = None,
    found: Found = NOT_LOOKED,
) -> Assessment:
    """Roll up what the checks came to; without `ruled`, with the rulings that lie with the run."""
    catalogue = judgement.catalogue
    results = sorted(judgement.results, key=lambda result: (result.nodeid, result.pathway))
    return assess(
        catalogue,
        judgement.evidence,
        results,
        ruled or ruled_of(judgement),
        judgement.journeys,
        suite.judged_by,
        suite.due,
        account,
        found,
        judgement.only,
    )


def recognised(judged: Judgement, releases: Mapping[str, str]) -> Recognition:
    """Say whether what is installed here recognises a run that it judged, by a list of releases."""
    planned = JudgedBy.from_plan(judged.evidence.plan)
    suites = judged.catalogue.suites
    return recognition(Suite.of(judged.catalogue).judged_by, planned, releases, altered_here(suites))


def altered_here(suites: Path) -> list[str]:
    """Name what of this install is not what it was installed as: byte code that judges, and libraries."""
    byte_code = altered_byte_code(sources_of(suites))
    return [*(f"byte code of {source}" for source in byte_code), *altered_libraries(LIBRARIES)]


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
