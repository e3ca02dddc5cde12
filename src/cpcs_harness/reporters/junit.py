"""junit.xml: what a pipeline reads; a suite for each requirement, a case for each check and each open criterion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.requirement import CheckRecord, CriterionRecord, RequirementRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.reporters.exchanges import Evidence
from cpcs_harness.reporters.text import one_line, visible
from cpcs_harness.reporters.words import CRITERION

_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_UNTOLD = (Verdict.ERROR, Verdict.QUERY, Verdict.NOT_SHOWN, Verdict.AWAITING, Verdict.DECLARED)
"""Verdicts of a criterion that its own checks need not tell."""
_OF_CHECK = {
    Verdict.PASS: "",
    Verdict.FAIL: "failure",
    Verdict.NOT_SHOWN: "skipped",
    Verdict.NOT_APPLICABLE: "skipped",
    Verdict.ERROR: "error",
}
_OF_CRITERION = {
    Verdict.FAIL: "failure",
    Verdict.ERROR: "error",
    Verdict.PASS: "",
    Verdict.CONFIRMED: "",
    Verdict.WARNING: "",
}
_OF_REQUIREMENT = {Verdict.ERROR: "error", Verdict.NOT_MET: "failure", Verdict.MET: ""}
"""Results in JUnit's words; what is not here is skipped, and no word is a pass."""


@dataclass(frozen=True)
class _Case:
    """One testcase; `result` is failure, error, skipped or nothing for a pass."""

    classname: str
    name: str
    result: str
    line: str
    text: str
    properties: Mapping[str, str]
    note: str = ""
    seconds: float = 0.0


def render(assessment: Assessment, _evidence: Evidence) -> bytes:
    """Write the assessment as JUnit XML."""
    root = etree.Element("testsuites", name=_legal(assessment.vocabulary.title))
    totals = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    suites = [
        _suite(requirement, list(_cases(requirement)), assessment.started)
        for requirement in assessment.requirements
    ]
    suites += [
        _suite(requirement, _harmless(_cases(requirement)), assessment.started)
        for requirement in assessment.context
    ]
    seconds = 0.0
    for suite in suites:
        seconds += float(suite.get("time", "0"))
        if not assessment.harness.as_planned:
            _property(suite[0], "judging", assessment.harness.sentence)
        root.append(suite)
        for count in totals:
            totals[count] += int(suite.get(count, "0"))
    for count, value in totals.items():
        root.set(count, str(value))
    root.set("time", _time(seconds))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _harmless(cases: Iterable[_Case]) -> list[_Case]:
    """Let what no gate asks for break no pipeline."""
    return [replace(case, result="skipped") if case.result == "failure" else case for case in cases]


def _suite(requirement: RequirementRecord, cases: Sequence[_Case], started: str) -> etree._Element:
    results = [case.result for case in cases]
    suite = etree.Element(
        "testsuite",
        name=_legal(f"{requirement.id} {requirement.component} {requirement.level}"),
        tests=str(len(cases)),
        failures=str(results.count("failure")),
        errors=str(results.count("error")),
        skipped=str(results.count("skipped")),
        time=_time(sum(case.seconds for case in cases)),
        timestamp=_legal(started),
    )
    wanted = ("verdict", "reason", "pathway", "component_title", "text")
    _properties(suite, {name: getattr(requirement, name) for name in wanted})
    for case in cases:
        suite.append(_element(case))
    return suite


def _cases(requirement: RequirementRecord) -> Iterator[_Case]:
    if not requirement.criteria:
        reason = requirement.untested or requirement.reason
        result = _OF_REQUIREMENT.get(requirement.verdict, "skipped")
        yield _Case(requirement.id, f"{requirement.id} as a whole", result, reason, reason, {})
    for criterion in requirement.criteria:
        classname = f"{requirement.id}.{criterion.id}"
        told = {check.verdict for check in criterion.checks}
        for check in criterion.checks:
            yield _check_case(classname, criterion, check)
        if not criterion.checks or (criterion.verdict in _UNTOLD and criterion.verdict not in told):
            yield _criterion_case(classname, criterion)


def _check_case(classname: str, criterion: CriterionRecord, check: CheckRecord) -> _Case:
    result = _OF_CHECK[check.verdict]
    found, note = check.finding, ""
    line = f"expected {found.expected}; received {found.received}" if found else check.message
    if result == "failure" and criterion.verdict == Verdict.WARNING:
        result, note = "", f"warning, which fails nothing: {check.message}"
    if result == "failure" and criterion.verdict != Verdict.FAIL:
        # A must that fails on our own model is for a person to decide: no pipeline should break on it.
        result = "skipped"
        line = f"{CRITERION[criterion.verdict].said.lower()}: {line}"
    return _Case(
        classname,
        check.nodeid,
        result,
        line,
        f"{criterion.text}\nrisk     {criterion.risk}\n{check.message}"
        if result == "failure"
        else check.message,
        {"title": check.title, **_about(criterion), "exchanges": " ".join(check.exchanges)},
        note,
        check.seconds,
    )


def _criterion_case(classname: str, criterion: CriterionRecord) -> _Case:
    result = _OF_CRITERION.get(criterion.verdict, "skipped")
    line = f"{CRITERION[criterion.verdict].said.lower()}: {criterion.reason}"
    name = f"{criterion.id} {one_line(criterion.text, 120)}"
    return _Case(classname, name, result, line, criterion.reason, _about(criterion))


def _about(criterion: CriterionRecord) -> dict[str, str]:
    return {name: getattr(criterion, name) for name in ("verdict", "strength", "certainty", "stands_on")} | {
        "criterion": criterion.text
    }


def _element(case: _Case) -> etree._Element:
    named = {"classname": _legal(case.classname), "name": _legal(case.name), "time": _time(case.seconds)}
    element = etree.Element("testcase", named)
    _properties(element, case.properties)
    if case.result:
        outcome = etree.SubElement(element, case.result, message=_legal(one_line(case.line, 400)))
        if case.result != "skipped":
            outcome.set("type", "NotMet" if case.result == "failure" else "HarnessError")
        outcome.text = _legal(case.text)
    if case.note:
        etree.SubElement(element, "system-out").text = _legal(case.note)
    return element


def _properties(element: etree._Element, values: Mapping[str, str]) -> None:
    listed = etree.SubElement(element, "properties")
    for name, value in values.items():
        if value:
            _property(listed, name, value)


def _property(listed: etree._Element, name: str, value: str) -> None:
    etree.SubElement(listed, "property", name=name, value=_legal(value))


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", visible(text))
