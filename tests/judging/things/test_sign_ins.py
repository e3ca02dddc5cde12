"""Sign-ins read back: from what CIS2's page was told, from the roles that somebody had, and from what came of it."""

from dataclasses import fields, replace
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps import cis2
from cpcs_harness._content.conformance.journeys._steps.sign_ins import THING, sign_in
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.evidence.events import Exchange, Issued, Observation, Steered
from cpcs_harness.judging.things.sign_ins import sign_ins
from cpcs_harness.people.plain import plain
from recorded_things import event, issued_with, run, values_of

ADDRESS = "https://cis2.example/authorize?client_id=c&state=s1&nonce=n1"
OTHER = SimpleNamespace(ods="FX999", name="Other Chemist")


def exchange(seq, **parts):
    empty = dict.fromkeys((one.name for one in fields(Exchange)), "")
    return event(seq, Exchange(**empty | {"facts": {}} | parts))


class Candidate:
    """Stands for a stage whose candidate sends people to CIS2 and takes them back, and notes what becomes of it."""

    def __init__(self, issued, logout="https://own.example/logout"):
        self.issued, self.worker = issued, issued.care_worker
        self.events = [event(1, Issued(plain(issued)))]
        self.spoiled, self.is_back = "", False
        self.controls = SimpleNamespace(
            employ=self.employ,
            spoil_id_token=self.spoil,
            end_session=lambda worker: self.steer("end_session"),
        )
        self.declaration = SimpleNamespace(cis2=SimpleNamespace(logout_uri=logout))

    def other_premises(self):
        return OTHER

    def add(self, make, *arguments, **parts):
        self.events.append(make(len(self.events) + 1, *arguments, **parts))

    def steer(self, what, **how):
        self.add(event, Steered(what, self.worker.user_id, how))

    def employ(self, worker):
        roles = worker.roles
        self.steer("employ", roles=[one.role_id for one in roles], at=[one.ods for one in roles])

    def spoil(self, _worker, how):
        self.spoiled = how
        self.steer("spoil_id_token", how=how)

    def do(self, action, **given):
        shown = {"address": ADDRESS} if action == "sign_in" and not self.is_back else {}
        actor = {"ods": self.issued.premises.ods}
        self.add(event, Observation(action, actor, None, "", given, "done", None, None, shown))
        return SimpleNamespace(observation=shown, status="done")

    def browse(self, address, worker, role, authenticator):
        start = {"target": address.removeprefix("https://cis2.example")}
        self.add(exchange, service="cis2", operation="authorize", request=SimpleNamespace(start=start))
        facts = {"spoiled": self.spoiled} if self.spoiled else {}
        self.add(exchange, service="cis2", operation="token", facts=facts)
        self.is_back = True
        self.steer("browse", role=role, authenticator=authenticator)


@pytest.fixture
def signed_in(monkeypatch):
    """Have somebody sign in with a row; gives the fields that are read back."""

    def signed_in(candidate, **row):
        def stage_with(stage, issued, **_):
            stage.issued, stage.worker = issued, issued.care_worker
            return stage

        monkeypatch.setattr(
            "cpcs_harness._content.conformance.journeys._steps.sign_ins.replace", replaced(stage_with)
        )
        monkeypatch.setattr(cis2, "look_up", lambda stage: stage.do("find_patient"))
        sign_in(candidate, row)
        return [one.facts for one in sign_ins(run(*candidate.events))]

    return signed_in


def replaced(stage_with):
    return lambda held, **parts: (
        stage_with(held, **parts) if isinstance(held, Candidate) else replace(held, **parts)
    )


@pytest.mark.parametrize(("dimension", "value"), values_of(THING))
def test_what_is_recorded_says_which_value_was_drawn(signed_in, dimension, value):
    issued = issued_with(THING, **{dimension: value})

    [found] = signed_in(Candidate(issued), **issued.drawn[THING])

    assert Condition(dimension, value) in conditions_of(found, conditions(), THING)


def test_a_system_that_cannot_be_told_of_a_sessions_end_has_its_people_sign_out(signed_in):
    issued = issued_with(THING, **{"end of the session": "CIS2 says that it has ended"})

    [found] = signed_in(Candidate(issued, logout=""), **issued.drawn[THING])

    assert found["end"] == "signed out"


def test_who_never_went_to_the_page_has_signed_in_in_no_way():
    issued = issued_with(THING)
    candidate = Candidate(issued)
    candidate.do("sign_in")

    assert list(sign_ins(run(*candidate.events))) == []


def test_a_sign_in_without_an_end_or_in_a_role_elsewhere_has_no_such_condition():
    candidate = Candidate(issued_with(THING))
    candidate.employ(candidate.worker.with_roles((OTHER.ods, OTHER.name)))
    candidate.do("sign_in")
    candidate.browse(ADDRESS, candidate.worker, candidate.worker.roles[0].role_id, "AAL3_FIDO2")

    [found] = sign_ins(run(*candidate.events))

    assert (found.facts["roles"], found.facts["end"]) == ("", "")
    assert len(found.events) == 3
