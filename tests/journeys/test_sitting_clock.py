"""Candidate, mocks and evidence go to a sitting's moments together, and back; what cannot go is not driven."""

import time
from types import SimpleNamespace

import pytest

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.evidence.events import Issued, JourneyEnded, Observation, Sitting
from cpcs_harness.evidence.events.plan import PlannedSitting
from cpcs_harness.evidence.lateness import Late
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.journeys.journey import Journey, JourneyPathway, Patience
from cpcs_harness.journeys.sitting_clock import SittingClock, set_back_before
from cpcs_harness.journeys.sittings import Sittings
from cpcs_harness.mockkit import World
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.times import Clock

EVE, MORNING = "2028-02-28T23:50:00+00:00", "2028-02-29T00:10:00+00:00"
LATE: list[Late] = []
NO_ACTION = Outcome("cannot", "the control API has no action set_clock (404)")


class Candidate:
    """Takes whatever time it is given, and remembers it; `answers` are given in place of its own, in turn."""

    clock_offset = None

    def __init__(self, *answers):
        self.told, self.answers = [], list(answers)

    def act(self, action, actor, referral, given, seconds):
        self.told.append(given["now"])
        return self.answers.pop(0) if self.answers else Outcome("done", observation={"now": given["now"]})


class Today(Journey):
    id, title = "today", "Now"
    pathways = (JourneyPathway("minor-illness", "mi"),)

    def run(self, stage):
        stage.at.append(stage.world.clock.now().isoformat()[:16])


class OverNight(Today):
    id = "over-night"
    clock = (EVE, MORNING)

    def run(self, stage):
        super().run(stage)
        stage.to_next_moment(stage.issued.journey)
        super().run(stage)


class OverNightToo(OverNight):
    id = "over-night-too"


class KeptWaitingOnce(OverNight):
    id = "kept-waiting"

    def run(self, stage):
        super().run(stage)
        if stage.issued.journey == self.id:
            LATE.append(Late(time.time(), time.time(), "it was late", self.id))


class Interrupted(OverNight):
    id = "interrupted"

    def run(self, stage):
        raise KeyboardInterrupt


class AsksForMore(OverNight):
    id = "asks-for-more"

    def run(self, stage):
        for _ in range(3):
            stage.to_next_moment(stage.issued.journey)


@pytest.fixture(scope="module")
def environment():
    return make_environment(seed=7)


@pytest.fixture
def carried_out(tmp_path, environment):
    """Carries journeys out, a sitting for each group; gives the evidence, the world, and the times they saw."""

    LATE.clear()

    def carried_out(candidate, *groups):
        kinds = {kind.id: kind.in_pathway(kind.pathways[0]) for group in groups for kind in group}
        recorder, seen = Recorder(tmp_path / "run", Register()), []
        world = World(environment, recorder.register, recorder)
        sittings = Sittings(
            recorder,
            kinds,
            Issuer(7, environment, list(kinds)),
            world.admit,
            lambda issued, _another: SimpleNamespace(issued=issued, world=world, at=seen),
            Patience(),
            clock=SittingClock(candidate, world, 5.0),
            late=LATE,
        )
        try:
            sittings.run(
                [
                    PlannedSitting(
                        number, next(iter(group[0].clock), "real"), tuple(kind.id for kind in group)
                    )
                    for number, group in enumerate(groups, 1)
                ]
            )
        finally:
            recorder.log.close()
            carried_out.world = world
        return Evidence.load(tmp_path / "run"), seen

    return carried_out


def ended(evidence):
    return {event.journey: (event.data.status, event.data.blame) for event in evidence.of(JourneyEnded)}


def test_all_journeys_of_a_sitting_go_to_each_moment_together_and_the_clock_back_afterwards(carried_out):
    candidate = Candidate()

    evidence, seen = carried_out(candidate, (Today,), (OverNight, OverNightToo))

    assert candidate.told == [EVE, MORNING, None]
    assert sorted(seen[1:]) == ["2028-02-28T23:50"] * 2 + ["2028-02-29T00:10"] * 2
    assert carried_out.world.clock == Clock()
    assert set(ended(evidence).values()) == {("finished", None)}


def test_the_evidence_has_both_times(carried_out):
    evidence, _ = carried_out(Candidate(), (Today,), (OverNight,))
    issued = {event.journey: event for event in evidence.of(Issued)}

    assert issued["today"].at == issued["today"].clock
    assert issued["over-night"].clock.startswith("2028-02-28T23:50:0")
    assert issued["over-night"].at < "2028"
    assert issued["over-night"].data.held["report"]["created"].startswith("2028-02-28T23:")
    assert [event.data.clock for event in evidence.of(Sitting)] == ["real", EVE]
    assert {event.journey for event in evidence.of(Observation)} == {"run"}


def test_a_candidate_without_the_action_is_not_driven_and_nothing_else_is_lost(carried_out):
    candidate = Candidate(NO_ACTION)

    evidence, seen = carried_out(candidate, (Today,), (OverNight,))

    assert ended(evidence) == {"today": ("finished", None), "over-night": ("stopped", "configuration")}
    assert {event.journey for event in evidence.of(Issued)} == {"today"}
    reason = next(event.data.reason for event in evidence.of(JourneyEnded) if event.journey == "over-night")
    assert reason == (
        "the candidate's clock cannot be moved: set_clock ended cannot: "
        "the control API has no action set_clock (404)"
    )
    assert candidate.told == [EVE]  # nothing was moved: nothing is set back
    assert len(seen) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Outcome("failed", "it is broken"),
        Outcome("unanswered", "it got no answer in 5 s"),
        Outcome("done", observation={"now": "2026-01-01T00:00:00Z"}),
        Outcome("done", observation={"now": "half past nine"}),
    ],
    ids=["failed", "unanswered", "elsewhere", "unreadable"],
)
def test_a_clock_that_may_have_been_moved_is_set_back(carried_out, answer):
    candidate = Candidate(answer)

    evidence, _ = carried_out(candidate, (OverNight,))

    assert ended(evidence) == {"over-night": ("stopped", "candidate")}
    assert candidate.told == [EVE, None]


def test_where_a_later_moment_is_not_reached_all_journeys_stop(carried_out):
    candidate = Candidate(Outcome("done"), Outcome("refused", "no further"))

    evidence, _ = carried_out(candidate, (OverNight, OverNightToo))

    assert set(ended(evidence).values()) == {("stopped", "candidate")}
    assert candidate.told == [EVE, MORNING, None]


def test_an_interrupted_run_sets_the_clock_back(carried_out):
    candidate = Candidate()

    with pytest.raises(KeyboardInterrupt):
        carried_out(candidate, (Interrupted,))

    assert candidate.told == [EVE, None]
    assert carried_out.world.clock == Clock()


@pytest.mark.parametrize(("actions", "told"), [(["set_clock"], [None]), (["sign_in"], []), (None, [])])
def test_a_clock_that_a_run_of_before_left_is_set_back_by_who_can(environment, actions, told):
    candidate = Candidate()
    candidate.about = lambda: {"actions": actions}

    set_back_before(candidate, environment, 5.0)

    assert candidate.told == told


def test_a_second_attempt_begins_at_the_first_moment_again(carried_out):
    candidate = Candidate()

    evidence, seen = carried_out(candidate, (KeptWaitingOnce,))

    assert candidate.told == [EVE, MORNING, EVE, MORNING, None]
    assert seen == ["2028-02-28T23:50", "2028-02-29T00:10"] * 2
    assert set(ended(evidence)) == {"kept-waiting", "kept-waiting/2"}


def test_nothing_is_moved_once_the_run_is_over(environment, tmp_path):
    recorder, candidate = Recorder(tmp_path / "run", Register()), Candidate()
    clock = SittingClock(candidate, World(environment, recorder.register, recorder), 5.0)
    clock.end()

    assert clock.move(EVE).blame == "environment"
    assert candidate.told == []
    recorder.log.close()


def test_who_asks_for_more_moments_than_there_are_is_a_fault_of_the_suite(carried_out):
    evidence, _ = carried_out(Candidate(), (AsksForMore,))

    assert ended(evidence) == {"asks-for-more": ("stopped", "harness")}
