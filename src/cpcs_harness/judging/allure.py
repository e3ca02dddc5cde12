"""Allure's results: one for each check, by what it judges, with what a failure rests on, and none of fixtures."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allure_commons.model2 import Label, Link, Parameter, Status, StatusDetails
from allure_commons.types import AttachmentType, LabelType, LinkType, Severity

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.catalogue import Catalogue, Criterion
from cpcs_harness.judging.judgement import Judgement
from cpcs_harness.judging.results import RESULT, CheckResult
from cpcs_harness.reporters.plain import as_text
from cpcs_harness.reporters.text import one_line, visible

LISTENER = "allure_listener"
"""Under what name Allure's plugin has pytest call its listener."""
ENVIRONMENT = "environment.properties"
"""What Allure shows of a run as a whole, beside its results."""
ATTACHED = 6
"""Exchanges of one failure that are attached; the report has the others."""
_OF_FIXTURES = ("pytest_fixture_setup", "pytest_fixture_post_finalizer")


class ResultsAlone:
    """Allure's listener as pytest is to call it: with all of its hooks but those of fixtures."""

    def __init__(self, listener: Any) -> None:
        listener._update_fixtures_children = _note_nothing  # else each fixture begins a file that nobody ends
        for name in dir(listener):
            if name.startswith("pytest_") and name not in _OF_FIXTURES:
                setattr(self, name, getattr(listener, name))


class InOurWords:
    """Writes over what Allure makes of a check by itself: which criterion it judges, and what came of it.

    Allure takes each exception but an AssertionError for a broken test; here a failure is one, and broken what broke.
    """

    def __init__(self, listener: Any, judgement: Judgement) -> None:
        self._listener, self._judgement = listener, judgement

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, None, None]:
        """Entitle a result by its criterion, once Allure has begun it, whether or not its evidence is there."""
        try:
            return (yield)
        finally:
            criterion = self._criterion(item)
            if criterion is not None and (result := self._result(item)) is not None:
                _entitle(result, criterion, item, self._judgement.catalogue)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Say what a check came to as the verdict has it, and attach what a failure rests on."""
        report = yield
        told = [value for name, value in report.user_properties if name == RESULT]
        result = self._result(item)
        if told and result is not None and report.when != "teardown":
            check = CheckResult.from_json(json.loads(str(told[-1])))
            _tell(result, check)
            if check.verdict == Verdict.FAIL:
                self._attach(check, result.uuid)
        return report

    def _criterion(self, item: pytest.Item) -> Criterion | None:
        marker = item.get_closest_marker("criterion")
        return self._judgement.catalogue.criteria.get(marker.args[0]) if marker else None

    def _result(self, item: pytest.Item) -> Any:
        uuid = self._listener._cache.get(
            item.nodeid
        )  # Allure offers no other way to a result that it has begun
        return self._listener.allure_logger.get_test(uuid) if uuid else None

    def _attach(self, check: CheckResult, uuid: str) -> None:
        """Attach request and response of what a failure rests on, as text."""
        evidence = self._judgement.evidence
        for id in [id for id in dict.fromkeys(check.exchanges) if evidence.has(id)][:ATTACHED]:
            self._listener.allure_logger.attach_data(
                uuid4(), as_text(id, evidence), id, AttachmentType.TEXT, parent_uuid=uuid
            )


def write_in_our_words(plugins: pytest.PytestPluginManager, judgement: Judgement) -> None:
    """Have Allure, where it is loaded and writes results, write those of checks alone, as what they are here."""
    if plugins.has_plugin(LISTENER):
        listener: Any = plugins.unregister(name=LISTENER)
        plugins.register(ResultsAlone(listener), LISTENER)
        plugins.register(InOurWords(listener, judgement), f"{LISTENER}_in_our_words")
        write_environment(Path(listener.config.option.allure_report_dir), judgement)


def take_back(folder: Path, suites: str, taken: Mapping[str, str]) -> None:
    """Have results say that nothing is shown where a failure was taken back afterwards.

    `suites` is the name of the folder of suites; `taken` says why, by node id, as an assessment names checks.
    """
    for path in folder.glob("*-result.json") if taken else ():
        result = json.loads(path.read_text(encoding="utf-8"))
        why = taken.get(_node_id(result, suites))
        if why is not None and result["status"] == Status.FAILED:
            told = {"message": visible(why), "trace": visible(why)}
            changed = result | {"status": Status.SKIPPED, "statusDetails": told}
            path.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")


def _node_id(result: Mapping[str, Any], suites: str) -> str:
    module, _, function = str(result["fullName"]).partition("#")
    file = module.removeprefix(f"{suites}.").replace(".", "/")
    return f"{file}.py::{function}" + "".join(f"[{given['value']}]" for given in result.get("parameters", ()))


def write_environment(folder: Path, judgement: Judgement) -> None:
    """Write what was judged, by what and when recorded, into the folder of Allure's results."""
    plan, first = judgement.evidence.plan, judgement.evidence.events[0]
    told = {
        "candidate": f"{plan.declaration['name']} {plan.declaration['version']}",
        "supplier": plan.declaration["supplier"],
        "pathways": ", ".join(plan.pathways),
        "gate": plan.gate,
        "harness": f"{plan.harness.version} {plan.harness.commit}",
        "catalogue": judgement.catalogue.vocabulary.title,
        "recorded": first["at"],
        "seed": plan.seed,
        "run": judgement.evidence.run,
    }
    (folder / ENVIRONMENT).write_text(_properties(told), encoding="ascii")


def _properties(told: Mapping[str, object]) -> str:
    """Write Java's properties: one line each, with nothing in a value that would begin another, or a key of its own."""
    lines = []
    for name, value in told.items():
        text = one_line(str(value), 400).replace("\\", "\\\\")
        units = text.encode("utf-16-be")
        pairs = (int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2))
        lines.append(f"{name} = " + "".join(chr(unit) if unit < 0x7F else f"\\u{unit:04x}" for unit in pairs))
    return "\n".join(lines) + "\n"


def severity(criterion: Criterion, catalogue: Catalogue) -> Severity:
    """Rank a failure: a should, a must of our own model, a must, and a must of a hazard that reports tell first."""
    if not criterion.is_must:
        return Severity.MINOR
    if criterion.certainty == "modelled":
        return Severity.NORMAL
    first = [hazard for hazard in catalogue.hazards if hazard.told_first]
    return Severity.BLOCKER if any(criterion.id in hazard.criteria for hazard in first) else Severity.CRITICAL


def _entitle(result: Any, criterion: Criterion, item: pytest.Item, catalogue: Catalogue) -> None:
    turn = item.callspec.params.get("cpcs_pathway") if hasattr(item, "callspec") else None
    result.name = f"{criterion.id} {one_line(criterion.text, 200)}"
    result.description = "\n\n".join(
        [
            one_line(getattr(getattr(item, "function", None), "__doc__", "") or item.name),
            f"Criterion: {one_line(criterion.text)}",
            f"Risk: {one_line(criterion.risk)}",
            f"Source: {one_line(f'{criterion.source.document}, {criterion.source.section}')}",
            f"To do: {one_line(criterion.to_do or 'see what the finding says')}",
        ]
    )
    result.parameters[:] = [Parameter(name="judged in", value=str(turn))]
    result.labels.append(Label(LabelType.SEVERITY, str(severity(criterion, catalogue).value)))
    pathway = getattr(turn, "pathway", "")
    for requirement in catalogue.requirements_of(criterion.id):
        if requirement.pathway == pathway:
            place = f"../report.html#{requirement.id}.{criterion.id}"
            result.links.append(Link(LinkType.LINK, place, f"{requirement.id} in report.html"))


_STATUS = {
    Verdict.PASS: Status.PASSED,
    Verdict.NOT_SHOWN: Status.SKIPPED,
    Verdict.NOT_APPLICABLE: Status.SKIPPED,
    Verdict.ERROR: Status.BROKEN,
}


def _tell(result: Any, check: CheckResult) -> None:
    """Set status and words: what the candidate did wrong has failed; what a setting or the harness did is broken."""
    ours = Status.FAILED if check.blame in (None, "candidate") else Status.BROKEN
    result.status = _STATUS.get(check.verdict, ours)
    words = visible(str(check.finding) if check.finding else check.message)
    if words:
        result.statusDetails = StatusDetails(message=words, trace=words)


def _note_nothing(_item: pytest.Item) -> None:
    pass
