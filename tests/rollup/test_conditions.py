"""Conditions that criteria were judged under: by what was sent, and by what checks looked at of it."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.judging.things.conditions import RecordedConditions
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.plain import plain
from cpcs_harness.rollup.conditions import conditions_record, judged_under
from cpcs_harness.rollup.limits import _untried


def check(verdict, *looked_at, over=(), asked=()):
    return SimpleNamespace(verdict=verdict, looked_at=looked_at, passed_over=over, asked_alone=asked)


CRITERIA = [
    SimpleNamespace(id="X-01", checks=[check(Verdict.PASS, "e1"), check(Verdict.NOT_SHOWN, "e2")]),
    SimpleNamespace(id="X-01", checks=[check(Verdict.FAIL, "e3")]),
    SimpleNamespace(id="X-02", checks=[check(Verdict.ERROR, "e1")]),
]
BOLD, LINES = Condition("markup", "bold"), Condition("markup", "lines")
ENVIRONMENT = make_environment(1)


def report(name, **row):
    settings = {name: settings_of(conditions(), row)}
    return plain(Issuer(1, ENVIRONMENT, [name], settings=settings).issue(name, "urgent-medicines").report)


def event(id, journey, **data):
    return SimpleNamespace(id=id, seq=int(id[1:]), journey=journey, data=SimpleNamespace(**data))


@pytest.fixture
def sent():
    """A run in which one journey was sent two reports, and another one."""
    one, two, three = (
        report("one", markup="bold"),
        report("two", **{"local id": "given"}),
        report("three", **{"family name": "none"}),
    )
    exchanges = [
        event("e1", "several", service="nhs111", operation="", facts={"report": one}),
        event("e2", "several", service="nhs111", operation="", facts={"report": two}),
        event("e3", "single", service="nhs111", operation="", facts={"report": three}),
        event("e4", "single", service="pds", operation="", facts={}),
    ]
    screens = [
        event("o1", "several", about=one["document_id"], action=""),
        event("o2", "several", about="", action=""),
        event("o3", "single", about="", action=""),
    ]
    events = {"Exchange": exchanges, "Observation": screens}
    return RecordedConditions(SimpleNamespace(of=lambda kind: events.get(kind.__name__, [])))


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


def test_what_was_never_tried_is_told(sent):
    assert BOLD not in sent.never()
    assert Condition("markup", "comments") in sent.never()


def test_what_a_system_may_refuse_meets_nothing(sent):
    assert all(Condition("family name", "none") not in pair for pair in sent.pairs)
    assert any(BOLD in pair for pair in sent.pairs)
    assert not [pair for pair in sent.never_met() if pair in sent.pairs]


def test_what_a_check_passed_over_it_was_not_judged_under(sent):
    over = SimpleNamespace(id="X-03", checks=[check(Verdict.PASS, "e1", "e3", over=("e1",))])

    assert judged_under(sent, [over])["X-03"] == sent.of(["e3"])


def test_what_was_asked_counts_for_all_but_what_it_was_answered(sent):
    asked = SimpleNamespace(id="X-04", checks=[check(Verdict.PASS, "e1", "e3", asked=("e1", "e3"))])
    answer = replace(sent.things[0], answers=frozenset({"e1"}))
    sent.__dict__["things"] = (answer, *sent.things[1:])

    assert judged_under(sent, [asked])["X-04"] == sent.of(["e3"])
    assert BOLD in sent.of(["e1"])


def test_a_criterion_is_judged_under_what_its_checks_came_to_a_verdict_on(sent):
    judged = judged_under(sent, CRITERIA)

    assert list(judged) == ["X-01"]
    assert judged["X-01"] == sent.of(["e1", "e3"])


def told(sent, **asked):
    """Give the record of a run, by a catalogue whose criterion X-01 is for some conditions."""
    catalogue = SimpleNamespace(criteria={"X-01": SimpleNamespace(conditions=asked)})
    return conditions_record(sent.evidence, [SimpleNamespace(criteria=CRITERIA)], catalogue)


def test_a_record_numbers_conditions_in_the_order_of_their_dimensions(sent):
    record = told(sent)

    assert (record.things, list(record.judged)) == ({"report by ITK": 3}, ["X-01"])
    assert [Condition(*record.conditions[number]) for number in record.judged["X-01"]] == [
        one for one in conditions().all() if one in sent.of(["e1", "e3"])
    ]
    assert set(record.never_tried) < set(record.never_judged)
    assert record.under("X-01").startswith(f"{len(record.judged['X-01'])} of ")
    assert "; never under NHS number: unverified, all zeros" in record.under("X-01")
    assert "method" not in record.under("X-01")  # no consultation was recorded


def test_what_a_criterion_is_for_and_was_not_judged_under_is_lost(sent):
    record = told(sent, **{"report by ITK": ("markup", "family name")})

    assert record.named(record.lost["X-01"]) == (
        "markup: content within content, comments, processing instructions"
    )
    assert told(sent, **{"report by ITK": ("family name",)}).lost == {}


def test_a_limit_says_what_was_not_tried(sent):
    said = " ".join(_untried(told(sent, **{"report by ITK": ("markup",)})))

    assert "Nothing that was recorded had these conditions: " in said
    assert "Tried, and judged by no criterion that is for them: NHS number" in said
    assert "Not judged under every condition that they are for: X-01." in said
    assert _untried(None) == []


def test_a_run_that_sent_nothing_has_no_record():
    nothing = SimpleNamespace(of=lambda kind: [])

    assert conditions_record(nothing, [], SimpleNamespace(criteria={})) is None
