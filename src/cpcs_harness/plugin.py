"""The pytest plugin: gives checks their evidence, and turns what they raise into verdicts.

`NotMet` is a failed test, `NotShown` a skipped one with its reason, and anything else an error: ours, never
the candidate's. Where no recorded run is given, the plugin runs the journeys itself before collection.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cpcs_harness._content import CATALOGUE
from cpcs_harness.assess import assessment_of, conclude, installed_journeys
from cpcs_harness.catalogue import Catalogue
from cpcs_harness.errors import Exit, NotApplicable, NotMet, NotShown, UsageProblem
from cpcs_harness.judging.check import Check, Turn, title_of, turns_of
from cpcs_harness.judging.judgement import Judgement
from cpcs_harness.judging.results import RESULT, CheckResult
from cpcs_harness.judging.suite import Suite
from cpcs_harness.judging.two_processes import TwoProcesses, worthwhile
from cpcs_harness.judging.views import EvidenceView

_JUDGEMENT = pytest.StashKey[Judgement]()
_CHECK = pytest.StashKey[Check]()
ALLURE = "allure_pytest.plugin"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the options of an assessment."""
    group = parser.getgroup("cpcs", "CPCS conformance")
    group.addoption("--cpcs-run", metavar="DIR", help="judge a recorded run; no candidate is troubled")
    group.addoption(
        "--candidate", metavar="FILE", help="the candidate's declaration; without it the reference"
    )
    group.addoption(
        "--out", metavar="DIR", default="out", help="where evidence and reports go (default: out)"
    )
    group.addoption("--gate", default="", help="a level of the catalogue (default: its first), or none")
    group.addoption("--pending", default="fail", help="fail | ignore: criteria that await a person")
    group.addoption(
        "--seed", type=int, help="of the run's people; a new one each run, but 1 for the reference"
    )
    group.addoption(
        "--cpcs-catalogue",
        metavar="FILE",
        help="the catalogue of the suites, where it is not the installed one",
    )
    group.addoption(
        "--cpcs-checks-only", action="store_true", help="leave roll-up and exit status to the caller"
    )
    group.addoption(
        "--cpcs-two-processes", action="store_true", help="have a second process judge as well, if worthwhile"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", "criterion(id): the criterion of the catalogue that a check judges")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Run the journeys, unless a recorded run was given; test workers get the controller's folder."""
    config = session.config
    workerinput = getattr(config, "workerinput", None)
    try:
        folder = workerinput["cpcs_run"] if workerinput else config.getoption("--cpcs-run")
        folder = folder or _assess_first(config)
        config.stash[_JUDGEMENT] = Judgement.of(Path(folder), installed_journeys, _catalogue(config))
    except UsageProblem as wrong:
        pytest.exit(str(wrong), returncode=Exit.USAGE)
    if config.pluginmanager.hasplugin(ALLURE):
        from cpcs_harness.judging.allure import write_in_our_words  # who wants none need not load it

        write_in_our_words(config.pluginmanager, config.stash[_JUDGEMENT])
    if config.getoption("--cpcs-two-processes") and worthwhile(config.stash[_JUDGEMENT]):
        config.pluginmanager.register(TwoProcesses(config.stash[_JUDGEMENT]))


def _catalogue(config: pytest.Config) -> Path:
    return Path(config.getoption("--cpcs-catalogue") or CATALOGUE)


def _assess_first(config: pytest.Config) -> str:
    """Carry the journeys out as the options say; gives the run's folder."""
    from cpcs_harness.run.candidate import fresh_seed
    from cpcs_harness.run.plan import Asked  # the engine's heavy half is not needed to judge
    from cpcs_harness.run.record import record

    declaration = config.getoption("--candidate")
    path = Path(declaration) if declaration else None
    seed = config.getoption("--seed")
    asked = Asked(
        gate=config.getoption("--gate"),
        pending=config.getoption("--pending"),
        seed=fresh_seed(path) if seed is None else seed,
        catalogue=_catalogue(config),
    )
    return str(record(asked, path, Path(config.getoption("--out"))))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where the run is."""
    node.workerinput["cpcs_run"] = str(node.config.stash[_JUDGEMENT].folder)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Judge a check once in each planned pathway that uses its criterion, and there in each of its modes."""
    marker = metafunc.definition.get_closest_marker("criterion")
    if marker is not None and "evidence" in metafunc.fixturenames:
        turns = turns_of(metafunc.config.stash[_JUDGEMENT], marker.args[0])
        metafunc.parametrize("cpcs_pathway", turns, scope="function", ids=[str(turn) for turn in turns])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out checks of criteria that no planned pathway uses, and label the others."""
    unused = [item for item in items if item.get_closest_marker("criterion") and not _pathway_of(item)]
    items[:] = [item for item in items if item not in unused]
    config.hook.pytest_deselected(items=unused)
    if config.pluginmanager.hasplugin(ALLURE):
        _label(items, config.stash[_JUDGEMENT].catalogue)


def _pathway_of(item: pytest.Item) -> str:
    """Give the pathway that a check is to judge; empty where pytest had none to parametrise it with."""
    return _turn_of(item).pathway


def _turn_of(item: pytest.Item) -> Turn:
    callspec = getattr(item, "callspec", None)
    turn = callspec.params.get("cpcs_pathway") if callspec else None
    return turn if isinstance(turn, Turn) else Turn("")


def _label(items: list[pytest.Item], catalogue: Catalogue) -> None:
    """Label checks for Allure: pathway, component, requirement, criterion."""
    for item in items:
        marker, pathway = item.get_closest_marker("criterion"), _pathway_of(item)
        if marker is None or not pathway:
            continue
        served = [
            requirement
            for requirement in catalogue.requirements_of(marker.args[0])
            if requirement.pathway == pathway
        ]
        served += [
            requirement
            for requirement in catalogue.context_in(pathway)
            if marker.args[0] in requirement.criteria
        ]
        words = catalogue.vocabulary
        labels = [("epic", words.pathways[pathway].title), ("tag", marker.args[0])]
        labels += [("feature", words.component_title(requirement.component)) for requirement in served]
        labels += [("story", f"{requirement.id} ({requirement.level})") for requirement in served]
        for kind, label in labels:
            item.add_marker(pytest.mark.allure_label(label, label_type=kind))


@pytest.fixture
def cpcs_pathway() -> Turn:
    """Name the pathway that is judged; parametrised by the plugin."""
    raise NotShown("a check without a criterion has no pathway", blame="harness")


@pytest.fixture
def evidence(request: pytest.FixtureRequest, cpcs_pathway: Turn) -> EvidenceView:
    """Give the evidence of the journeys that the criterion needs, in one pathway."""
    return _check_of(request.node).given()


def _check_of(item: pytest.Function) -> Check:
    """Give the check that a test is, the same each time."""
    if _CHECK not in item.stash:
        judgement, marker = item.config.stash[_JUDGEMENT], item.get_closest_marker("criterion")
        item.stash[_CHECK] = Check(
            judgement,
            item.nodeid.removeprefix(f"{judgement.catalogue.suites.name}/"),
            marker.args[0] if marker else "",
            title_of(item.function),
            _turn_of(item),
            partial(_call, item),
        )
    return item.stash[_CHECK]


def _call(item: pytest.Function, view: EvidenceView) -> None:
    """Call a check with some view of the evidence."""
    given = {name: item.funcargs[name] for name in item._fixtureinfo.argnames}
    item.obj(**{**given, "evidence": view})


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Judge by a check; whatever else is a test is called as pytest does."""
    check = pyfuncitem.stash.get(_CHECK, None)
    if check is None or check.view is None:
        return None
    check.judge(check.view)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Map what a check raised: NotMet failed, NotShown skipped with its reason, the rest an error."""
    raised, judges = call.excinfo.value if call.excinfo else None, item.get_closest_marker("criterion")
    if judges is not None and isinstance(raised, (NotShown, NotApplicable)):
        vars(item)["repr_failure"] = lambda _: ""  # the traceback that pytest would lay out is replaced below
    report = yield
    if judges is None or not isinstance(item, pytest.Function) or (call.when != "call" and raised is None):
        return report
    result = replace(_check_of(item).result(raised, passed=report.passed), seconds=call.duration)
    if isinstance(raised, (NotShown, NotApplicable)):
        report.outcome = "skipped"
        report.longrepr = (
            str(item.path),
            item.reportinfo()[1] or 0,
            f"{result.verdict.replace('_', ' ')}: {raised}",
        )
    elif isinstance(raised, NotMet):
        report.longrepr = f"{result.criterion}\n{raised}"
    elif raised is not None:
        report.when = "setup"  # pytest calls what fails there an error, and what fails in the call a failure
    report.user_properties.append((RESULT, json.dumps(result.as_json())))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect results in the controlling process; a worker's arrive here too."""
    for name, value in report.user_properties:
        if name == RESULT and Judgement.current is not None:
            Judgement.current.add(CheckResult.from_json(json.loads(str(value))))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Roll the results up, write the reports, and exit with the assessment's own status."""
    judgement = session.config.stash.get(_JUDGEMENT, None)
    left_to_others = session.config.getoption("--cpcs-checks-only") or hasattr(session.config, "workerinput")
    came_to_an_end = session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    if judgement is None or left_to_others or not came_to_an_end:
        return
    recorded_before = bool(session.config.getoption("--cpcs-run"))
    suite = Suite.of(judgement.catalogue)
    assessment = assessment_of(judgement, suite) if recorded_before else conclude(judgement, suite)
    session.exitstatus = Exit(assessment.outcome.exit_status)
