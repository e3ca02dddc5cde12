"""In a part of a journey nothing is sent, done or answered about patients, and in steps, that are left out."""

from dataclasses import fields, replace
from types import SimpleNamespace

import pytest

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.evidence.events import Pause
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.journeys.part import LEFT_OUT, NOT_SENT, QUIET, Course, JourneyPart, PartOfStage
from cpcs_harness.journeys.patience import PartEnded, Patience
from cpcs_harness.journeys.stage import Stage
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Sent

SENDING = ("nhs111", "nhs111_fhir", "adaptor", "nhs111_email", "gp_email", "gp_itk3")


class Asked(list):
    """Who sends, and the candidate: writes down what each was asked."""

    def __getattr__(self, name):
        def asked(*given):
            self.append((name, *given))
            return Sent("e1", 200) if name in SENDING else True

        return asked

    def act(self, action, _actor, referral, given, _seconds):
        self.append((action, referral, given))
        return Outcome("done", observation={"referrals": []})


@pytest.fixture
def part(tmp_path):
    """Give a part of a stage in which `treated` is treated; `asked` is what it had done."""
    recorder, environment, asked = Recorder(tmp_path / "run", Register()), make_environment(1), Asked()
    issuer = Issuer(1, environment, ["a"])
    whole = Stage(
        issued=issuer.issue("a", "minor-illness"),
        driver=asked,
        world=SimpleNamespace(recorder=recorder, environment=environment),
        patience=Patience(),
        senders=asked,
        controls=None,
        issue_another=lambda label, premises, age: issuer.issue(
            "a", "minor-illness", label=label, premises=premises, age=age
        ),
        declaration=SimpleNamespace(
            pace=SimpleNamespace(step_seconds=1.0, arrival_seconds=0.0, poll_seconds=1.0)
        ),
    )
    made = PartOfStage.of(whole, JourneyPart("a", ("treated",)))
    assert {one.name: getattr(made, one.name) for one in fields(Stage)} == vars(whole)
    yield made, asked
    recorder.log.close()


SENDS = [
    lambda stage, one: stage.send(report=one.report),
    lambda stage, one: stage.send_fhir(one.report),
    lambda stage, one: stage.publish(one.report),
    lambda stage, one: stage.send_111_email(one.report),
    lambda stage, one: stage.send_gp_email(one.gp_referral),
    lambda stage, one: stage.send_gp_itk3(one.gp_referral),
]


@pytest.mark.parametrize("send", SENDS, ids=SENDING)
def test_nobody_who_is_left_out_is_referred(part, send):
    stage, asked = part
    left_out, treated = stage.another("left out"), stage.another("treated")

    assert send(stage, left_out) is NOT_SENT
    assert asked == []
    assert send(stage, treated).status == 200
    assert send(stage, stage.issued).status == 200
    assert len(asked) == 2


def test_nothing_is_done_about_who_is_left_out_and_nothing_about_another_in_their_place(part):
    stage, asked = part
    left_out, treated = stage.another("left out"), stage.another("treated")
    stage.referral = "the journey's own"

    assert stage.do("complete", about=left_out.report.document_id) is LEFT_OUT
    assert stage.do("complete", about=left_out.gp_referral.document_id) is LEFT_OUT
    assert stage.do("complete", referral="") is LEFT_OUT
    assert asked == []
    stage.do("complete", referral="R2", about=treated.report.document_id)
    stage.do("complete")
    assert [referral for _, referral, _ in asked] == ["R2", "the journey's own"]


def test_nothing_is_done_on_a_stage_of_who_is_left_out(part):
    """Journeys make one for a patient, with what the worklist called the referral: nothing, where it was not there."""
    stage, asked = part
    left_out, treated = stage.another("left out"), stage.another("treated")
    theirs = replace(stage, issued=left_out, referral="")

    assert theirs.do("supply_medicine") is LEFT_OUT
    assert theirs.send() is NOT_SENT
    assert asked == []
    replace(stage, issued=treated, referral="R2").do("supply_medicine")
    theirs.do("supply_medicine", referral="R3")
    assert [referral for _, referral, _ in asked] == ["R2", "R3"]


def test_nothing_comes_back_about_who_is_left_out(part):
    stage, asked = part
    out, treated = (stage.another(label).person.nhs_number for label in ("left out", "treated"))

    assert not stage.report_undelivered(out, "14")
    assert not stage.bounce_email(out, "full")
    stage.answer_gp_reports({out: ("20013",), treated: ("30002",)})
    assert asked == [("responses", "a", {treated: ("30002",)})]
    assert stage.report_undelivered(treated, "14")
    assert stage.bounce_email(treated, "full")


def test_the_worklist_is_looked_at_for_those_alone_who_are_to_be_on_it(part):
    stage, asked = part
    left_out, treated = stage.another("left out"), stage.another("treated")

    assert stage.look_for([left_out.report]) == {}
    assert asked == []
    stage.look_for([left_out.report, treated.report])
    stage.look_for([])
    assert [action for action, *_ in asked] == ["worklist", "worklist"]


def test_a_journey_ends_when_the_step_after_its_last_one_begins(part):
    stage, asked = part
    stage.course = Course(JourneyPart("a", ("treated",), until="Second"))

    stage.step("First")
    another = replace(stage, referral="R2")
    another.step("Second")
    stage.do("complete")
    with pytest.raises(PartEnded):
        stage.step("Third")
    assert [action for action, *_ in asked] == ["complete"]


def test_what_comes_by_itself_after_the_last_step_is_waited_for(part):
    stage, _asked = part
    stage.course = Course(JourneyPart("a", (), until="First"))
    stage.step("First")
    late, waits = iter([True, False, True]), []

    def wait(_seconds):
        waits.append(stage.recorder.log.count)
        if next(late, False):
            stage.note(Pause(1.0))

    stage.wait = wait
    with pytest.raises(PartEnded):
        stage.step("Second")

    assert waits[-1] == waits[0] + 2
    assert waits.count(waits[-1]) == QUIET + 1


def test_only_in_some_steps_something_is_done(part):
    stage, asked = part
    stage.course = Course(JourneyPart("a", (), steps=("First", "Third")))

    stage.step("First")
    stage.do("complete")
    stage.step("Second")
    assert stage.do("complete") is LEFT_OUT
    assert [send(stage, stage.issued) for send in SENDS] == [NOT_SENT] * len(SENDS)
    assert stage.look_for([stage.issued.report]) == {}
    assert stage.answer_gp_reports() == []
    assert not stage.report_undelivered(stage.issued.person.nhs_number, "14")
    assert not stage.bounce_email(stage.issued.person.nhs_number, "full")
    assert stage.browse("https://elsewhere", None).problem
    stage.pause(10_000.0)
    assert len(asked) == 1
    stage.step("Third")
    stage.do("complete")
    assert len(asked) == 2
    with pytest.raises(PartEnded):
        stage.step("Fourth")
