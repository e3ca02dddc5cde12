"""What a candidate does not do costs what needs it; where the harness was late, nothing goes on from it."""

import base64
from types import SimpleNamespace

import pytest

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.evidence import events
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.journeys.patience import JourneyStopped, Patience
from cpcs_harness.journeys.stage import Stage
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer


@pytest.fixture
def stage(tmp_path):
    """Give the stage of a journey; `outcome` of its driver is how each action ends."""
    recorder = Recorder(tmp_path / "run", Register())
    environment = make_environment(1)
    driver = SimpleNamespace(outcome=Outcome("done"))
    driver.act = lambda *_given: driver.outcome
    yield Stage(
        issued=Issuer(1, environment, ["a"]).issue("a", "minor-illness"),
        driver=driver,
        world=SimpleNamespace(recorder=recorder, environment=environment),
        patience=Patience(),
        senders=None,
        controls=None,
        issue_another=None,
        declaration=SimpleNamespace(pace=SimpleNamespace(step_seconds=1.0)),
    )
    recorder.log.close()


@pytest.mark.parametrize("status", ["cannot", "failed", "refused"])
def test_a_journey_goes_on_without_what_later_steps_can_do_without(stage, status):
    stage.driver.outcome = Outcome(status)

    assert stage.try_to("find_patient").status == status
    with pytest.raises(JourneyStopped):
        stage.do("find_patient")


@pytest.mark.parametrize("status", ["unanswered", "malformed"])
def test_a_journey_stops_at_what_was_not_answered(stage, status):
    stage.driver.outcome = Outcome(status, "no whole answer in 30 s")

    with pytest.raises(JourneyStopped, match=f"find_patient ended {status}: no whole answer") as stopped:
        stage.try_to("find_patient")
    assert stopped.value.blame == "candidate"


@pytest.mark.parametrize("status", ["failed", "refused"])
def test_what_was_not_done_when_the_harness_was_late_ends_the_attempt(stage, status):
    stage.driver.outcome, stage.kept_waiting = (
        Outcome(status),
        lambda _since: "the harness stood still for 3.0 s",
    )

    with pytest.raises(
        JourneyStopped, match=r"find_patient ended .*; but the harness stood still"
    ) as stopped:
        stage.try_to("find_patient")
    assert stopped.value.blame == "environment"


@pytest.mark.parametrize("status", ["done", "cannot"])
def test_lateness_ends_no_attempt_in_which_all_was_done_or_is_not_offered(stage, status):
    stage.driver.outcome, stage.kept_waiting = (
        Outcome(status),
        lambda _since: "the harness stood still for 3.0 s",
    )

    assert stage.try_to("find_patient").status == status


def test_steps_that_were_left_unanswered_while_the_harness_was_late_do_not_end_the_run(stage):
    stage.driver.outcome, stage.patience = Outcome("unanswered"), Patience(limit=2)
    stage.kept_waiting = lambda _since: "the harness stood still for 3.0 s"
    for _ in range(5):
        stage.do("worklist", needed=False)

    stage.kept_waiting = lambda _since: ""
    for _ in range(2):
        stage.do("worklist", needed=False)
    with pytest.raises(JourneyStopped, match="2 steps in a row were left unanswered"):
        stage.do("worklist", needed=False)


def test_files_that_come_with_an_answer_are_kept_beside_it(stage):
    content = base64.b64encode(b"Mr A").decode()
    stage.driver.outcome = Outcome(
        "done", observation={"tokens": [{"media": "text/plain", "content": content}]}
    )

    stage.do("print_token", about="D1")

    stage.recorder.log.flush()
    evidence = Evidence.load(stage.recorder.log.path.parent)
    (seen,), (artefact,) = evidence.of(events.Observation), evidence.of(events.Artefact)
    assert evidence.body(artefact.data.content) == b"Mr A"
    assert (artefact.data.observation, artefact.journey) == (seen.id, "a")
    assert seen.data.observation["tokens"][0]["content"] == artefact.data.content.sha256
    assert stage.driver.outcome.observation["tokens"][0]["content"] == content


def test_what_is_done_about_a_referral_says_whom_it_is_about(stage):
    row = {"referral": "r1", "case_id": stage.issued.report.case_id}
    stage.driver.outcome = Outcome("done", observation={"referrals": [row]})
    stage.declaration.pace.arrival_seconds = stage.declaration.pace.poll_seconds = 0.0
    stage.find_on_worklist()

    stage.driver.outcome = Outcome("done")
    stage.do("complete")
    stage.do("complete", about="another")
    stage.do("worklist")

    stage.recorder.log.flush()
    seen = Evidence.load(stage.recorder.log.path.parent).of(events.Observation)[1:]
    assert [one.data.about for one in seen] == [stage.issued.report.document_id, "another", ""]


def test_another_referral_that_is_taken_is_known_by_its_document(stage):
    assert stage.take(stage.issued.gp_referral, {"referral": "g1"}) == "g1"
    stage.do("complete")

    stage.recorder.log.flush()
    (seen,) = Evidence.load(stage.recorder.log.path.parent).of(events.Observation)
    assert (seen.data.referral, seen.data.about) == ("g1", stage.issued.gp_referral.document_id)
