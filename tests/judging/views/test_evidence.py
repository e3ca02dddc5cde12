"""What a check may look at where not every journey was run: those that were, together and one by one."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.check import Check, Turn
from cpcs_harness.judging.views import EvidenceView


@dataclass(frozen=True)
class Journey:
    """A journey of which only its calls are known."""

    id: str
    calls: list[SimpleNamespace]


def call(name, **facts):
    return SimpleNamespace(id=name, service="pds", operation="read_patient", sorted_by=facts.get)


CALLS = [
    call("application's", access_mode="application-restricted"),
    call("worker's", access_mode="healthcare-worker"),
    call("of no token"),
]


MODES = ("application-restricted", "healthcare-worker")


class Run:
    """Journeys that were run, each by its name alone."""

    def __init__(self, *names):
        self.issued = dict.fromkeys(names)

    def journey(self, name, _looked_at):
        return SimpleNamespace(id=name)


def view(run, *needed):
    return EvidenceView(Run(*run), "p", needed)


def test_the_journeys_that_were_run_are_looked_at():
    assert [journey.id for journey in view("ac", "a", "b", "c").journeys] == ["a", "c"]


def test_where_none_was_run_nothing_is_shown():
    with pytest.raises(NotShown, match="journey a, b was not run"):
        view("c", "a", "b").journeys  # noqa: B018 - reading it raises


def test_each_journey_is_given_by_itself():
    assert [[journey.id for journey in one.journeys] for one in view("ac", "a", "b", "c").one_by_one()] == [
        ["a"],
        ["c"],
    ]


def test_one_journey_is_not_looked_at_twice():
    assert view("a", "a", "b").one_by_one() == []


def judge(check, evidence):
    """Have a check look at each journey by itself, as is done where all of them show too little."""
    judging = Check(
        SimpleNamespace(only=("ONE-01",)), "test_file.py::test", "ONE-01", "", Turn("urgent"), check
    )
    judging._judge_one_by_one(evidence)


def test_a_failure_that_one_journey_shows_is_a_failure_though_another_stopped_before():
    def check(evidence):
        for journey in evidence.journeys:
            if journey.id == "a":
                raise NotShown("it stopped early")
            raise NotMet("this", "that")

    with pytest.raises(NotMet):
        judge(check, view("ab", "a", "b"))


def test_a_journey_by_itself_that_shows_nothing_or_breaks_says_no_more():
    def check(evidence):
        if evidence.journeys[0].id == "a":
            raise NotShown("it stopped early")
        raise ZeroDivisionError

    judge(check, view("ab", "a", "b"))


@pytest.mark.parametrize(
    ("mode", "seen"),
    [
        ("", ["application's", "worker's", "of no token"]),
        ("application-restricted", ["application's", "of no token"]),
        ("healthcare-worker", ["worker's", "of no token"]),
    ],
)
def test_what_came_in_another_mode_is_not_there(mode, seen):
    run = SimpleNamespace(issued=["a"], calls=CALLS, journey=lambda name, _looked_at: Journey(name, CALLS))
    evidence = EvidenceView(run, "p", ["a"], mode=mode, modes=MODES if mode else ())

    assert [one.id for one in evidence.of_run("pds")] == seen
    assert [one.id for journey in evidence.journeys for one in journey.calls] == seen


@pytest.mark.parametrize("mode", ["healthcare-worker", "application-restricted"])
@pytest.mark.parametrize("calls", [CALLS[2:], []], ids=["of no token", "nothing"])
def test_what_came_in_another_mode_alone_shows_nothing_of_this_one(mode, calls):
    (other,) = (one for one in CALLS if one.sorted_by("access_mode") not in (mode, None))
    run = SimpleNamespace(
        issued=["a"], calls=[], journey=lambda name, _looked_at: Journey(name, [other, *calls])
    )

    with pytest.raises(NotShown, match=f"journey a: nothing was asked in mode {mode}"):
        EvidenceView(run, "p", ["a"], mode=mode, modes=MODES).journeys  # noqa: B018 - reading it raises


def test_modes_that_are_no_access_modes_hide_no_exchange():
    run = SimpleNamespace(issued=["a"], calls=CALLS, journey=lambda name, _looked_at: Journey(name, CALLS))

    (journey,) = EvidenceView(run, "p", ["a"], mode="itk3", modes=("nhsmail", "itk3")).journeys

    assert journey.calls == CALLS


def test_one_journey_by_itself_is_looked_at_in_the_same_mode():
    evidence = EvidenceView(Run("a", "b"), "p", ["a", "b"], mode="healthcare-worker", modes=MODES)

    assert [(one.mode, one.modes) for one in evidence.one_by_one()] == [("healthcare-worker", MODES)] * 2
