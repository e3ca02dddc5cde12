"""Conditions that criteria were judged under: by what was sent, and by what checks looked at of it."""

from types import SimpleNamespace

import pytest

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.plain import plain
from cpcs_harness.rollup.conditions import RecordedConditions, judged_under

BOLD, LINES = Condition("markup", "bold"), Condition("markup", "lines")
ENVIRONMENT = make_environment(1)


def report(name, **row):
    settings = {name: settings_of(conditions(), row)}
    return plain(Issuer(1, ENVIRONMENT, [name], settings=settings).issue(name, "urgent-medicines").report)


def event(id, journey, **data):
    return SimpleNamespace(id=id, journey=journey, data=SimpleNamespace(**data))


@pytest.fixture
def sent():
    """A run in which one journey was sent two reports, and another one."""
    one, two, three = report("one", markup="bold"), report("two"), report("three", **{"family name": "none"})
    exchanges = [
        event("e1", "several", service="nhs111", facts={"report": one}),
        event("e2", "several", service="nhs111", facts={"report": two}),
        event("e3", "single", service="nhs111", facts={"report": three}),
        event("e4", "single", service="pds", facts={}),
    ]
    screens = [
        event("o1", "several", about=one["document_id"], action=""),
        event("o2", "several", about="", action=""),
        event("o3", "single", about="", action=""),
    ]
    evidence = SimpleNamespace(of=lambda kind: exchanges if kind.__name__ == "Exchange" else screens)
    return RecordedConditions(evidence)


@pytest.mark.parametrize(
    ("looked_at", "has", "lacks"),
    [
        (["e1"], BOLD, LINES),
        (["e2"], LINES, BOLD),
        (["o1"], BOLD, LINES),
        (["o3"], Condition("family name", "none"), BOLD),
    ],
)
def test_what_was_looked_at_is_of_the_report_that_it_is_about(sent, looked_at, has, lacks):
    found = sent.of(looked_at)

    assert has in found
    assert lacks not in found


def test_a_step_of_a_journey_with_several_reports_is_about_none_that_it_does_not_name(sent):
    assert sent.of(["o2", "e4", "nothing"]) == frozenset()


def test_what_was_never_sent_is_told(sent):
    assert BOLD not in sent.never()
    assert Condition("markup", "comments") in sent.never()


def test_what_a_system_may_refuse_meets_nothing(sent):
    assert all(Condition("family name", "none") not in pair for pair in sent.pairs)
    assert any(BOLD in pair for pair in sent.pairs)
    assert not [pair for pair in sent.never_met() if pair in sent.pairs]


def test_a_criterion_is_judged_under_what_its_checks_came_to_a_verdict_on(sent):
    def check(verdict, *looked_at):
        return SimpleNamespace(verdict=verdict, looked_at=looked_at)

    criteria = [
        SimpleNamespace(id="X-01", checks=[check(Verdict.PASS, "e1"), check(Verdict.NOT_SHOWN, "e2")]),
        SimpleNamespace(id="X-01", checks=[check(Verdict.FAIL, "e3")]),
        SimpleNamespace(id="X-02", checks=[check(Verdict.ERROR, "e1")]),
    ]

    judged = judged_under(sent, criteria)

    assert list(judged) == ["X-01"]
    assert judged["X-01"] == sent.of(["e1", "e3"])
