"""A journey that the harness kept waiting is carried out once more, with new people."""

import time
from types import SimpleNamespace

import pytest

from cpcs_harness.errors import OwnConnectionError
from cpcs_harness.evidence.events import Issued, JourneyEnded
from cpcs_harness.evidence.events.plan import PlannedSitting
from cpcs_harness.evidence.lateness import Late
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.journeys.journey import Journey, JourneyPathway, JourneyStopped, Patience
from cpcs_harness.journeys.patience import PartEnded
from cpcs_harness.journeys.sittings import Sittings
from cpcs_harness.people import issue
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer

LATE: list[Late] = []


class Punctual(Journey):
    id, title = "punctual", "Nothing is late"
    pathways = (JourneyPathway("minor-illness", "mi"),)

    def run(self, stage):
        pass


class KeptWaiting(Punctual):
    id = "kept-waiting"

    def run(self, stage):
        LATE.append(Late(time.time(), time.time(), "it was late", stage.issued.journey))


class KeptWaitingOnce(Punctual):
    id = "kept-waiting-once"

    def run(self, stage):
        if stage.issued.journey == self.id:
            LATE.append(Late(time.time(), time.time(), "it was late", stage.issued.journey))
            raise JourneyStopped("worklist ended unanswered")


class Stopped(Punctual):
    id = "stopped"

    def run(self, stage):
        raise JourneyStopped("worklist ended unanswered")


class InPart(Punctual):
    id = "in-part"

    def run(self, stage):
        raise PartEnded


class TooSlowForItself(Punctual):
    id = "too-slow-for-itself"
    broken: Exception = ConnectionResetError("read timed out")

    def run(self, stage):
        LATE.append(Late(time.time(), time.time(), "it was late", stage.issued.journey))
        raise self.broken


class TooSlowForItsMesh(TooSlowForItself):
    id = "too-slow-for-its-mesh"
    broken = OwnConnectionError("read timed out")


class Broken(Punctual):
    id = "broken"

    def run(self, stage):
        raise ConnectionResetError("read timed out")


class BrokenAndLate(Punctual):
    id = "broken-and-late"

    def run(self, stage):
        LATE.append(Late(time.time(), time.time(), "it was late", stage.issued.journey))
        raise KeyError("referral")


@pytest.fixture(scope="module")
def environment():
    return make_environment(seed=7)


@pytest.fixture
def carried_out(tmp_path, environment):
    """Carries journeys out in one sitting; gives the evidence."""
    LATE.clear()

    def carried_out(*kinds):
        journeys = {kind.id: kind.in_pathway(kind.pathways[0]) for kind in kinds}
        recorder = Recorder(tmp_path / "run", Register())
        sittings = Sittings(
            recorder,
            journeys,
            Issuer(7, environment, list(journeys)),
            lambda _issued: None,
            lambda issued, _another: SimpleNamespace(issued=issued),
            Patience(),
            late=LATE,
        )
        sittings.run([PlannedSitting(1, "real", tuple(journeys))])
        recorder.log.close()
        return Evidence.load(tmp_path / "run")

    return carried_out


def ended(evidence):
    return {event.journey: (event.data.status, event.data.blame) for event in evidence.of(JourneyEnded)}


def test_a_journey_that_was_kept_waiting_is_tried_once_more(carried_out):
    evidence = carried_out(KeptWaiting, Punctual)

    assert set(ended(evidence)) == {"kept-waiting", "kept-waiting/2", "punctual"}


def test_the_second_attempt_has_new_people(carried_out):
    issued = {event.journey: event.data.held for event in carried_out(KeptWaiting).of(Issued)}

    first, second = issued["kept-waiting"], issued["kept-waiting/2"]
    assert (first["attempt"], second["attempt"]) == (1, 2)
    assert first["person"]["nhs_number"] != second["person"]["nhs_number"]
    assert first["report"]["case_id"] != second["report"]["case_id"]


def test_what_stopped_a_journey_that_was_kept_waiting_is_the_environments(carried_out):
    evidence = carried_out(KeptWaitingOnce, Stopped)

    assert ended(evidence) == {
        "kept-waiting-once": ("stopped", "environment"),
        "kept-waiting-once/2": ("finished", None),
        "stopped": ("stopped", "candidate"),
    }
    reasons = {event.journey: event.data.reason for event in evidence.of(JourneyEnded)}
    assert reasons["kept-waiting-once"] == "worklist ended unanswered; but it was late"


def test_a_journey_of_which_a_part_is_run_has_finished_with_it(carried_out):
    assert ended(carried_out(InPart)) == {"in-part": ("finished", None)}


def test_a_connection_of_its_own_that_the_harness_was_too_slow_for_is_the_environments(carried_out):
    stopped = ended(carried_out(TooSlowForItself, TooSlowForItsMesh, Broken, BrokenAndLate))

    assert stopped["too-slow-for-itself"] == stopped["too-slow-for-its-mesh"] == ("stopped", "environment")
    assert stopped["broken"] == stopped["broken-and-late"] == ("stopped", "harness")


def test_without_people_for_it_nothing_is_tried_again(carried_out, monkeypatch):
    monkeypatch.setattr(issue, "SLOTS", 3)

    assert set(ended(carried_out(KeptWaiting, Punctual))) == {"kept-waiting", "punctual"}


def test_journeys_of_one_length_begin_in_an_order_of_the_seed():
    def order(seed, ids):
        return Sittings._shuffled(SimpleNamespace(issuer=SimpleNamespace(seed=seed)), ids)

    ids = [f"journey-{number}" for number in range(20)]
    assert order(1, ids) == order(1, ids[::-1])
    assert sorted(order(1, ids)) == sorted(ids)
    assert order(1, ids) != order(2, ids)
