"""What a candidate's self-test, and what came to the services by it, says of its settings."""

from types import SimpleNamespace

import pytest

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.run.preflight import look_at_services, self_test
from recorded import SETTINGS, Evidence, refused_for

OFFERED = ["sign_in", "self_test"]
WELL = Outcome("done", observation={"services": [{"service": "oauth", "result": "answered", "message": ""}]})


@pytest.fixture
def evidence(monkeypatch):
    """What is recorded meanwhile."""
    found = Evidence()
    monkeypatch.setattr(self_test.Evidence, "load", lambda _folder: found)
    return found


def look(evidence, outcome=WELL, meanwhile=lambda: None, offered=OFFERED):
    """Look at a candidate that serves two pharmacies; `meanwhile` is done while it tests itself."""

    class Driver:
        def act(self, action, *_):
            assert action == "self_test"
            meanwhile()
            return outcome

    recorder = SimpleNamespace(
        write=lambda data, journey: evidence.add(data, journey), log=SimpleNamespace(sync=lambda: None)
    )
    world = SimpleNamespace(
        register=SimpleNamespace(belongs_to_run=lambda *_: None),
        environment=SimpleNamespace(
            premises=[SimpleNamespace(ods="FA101"), SimpleNamespace(ods="FA102")],
        ),
        recorder=recorder,
    )
    return look_at_services(Driver(), world, None, SETTINGS, offered)


def test_a_candidate_without_a_self_test_is_no_worse_for_it(evidence):
    (looked,) = look(evidence, offered=["sign_in"])

    assert looked.ok
    assert "not offered" in looked.said


def test_all_that_was_tried_is_named(evidence):
    (looked,) = look(evidence, meanwhile=lambda: evidence.called("oauth"))

    assert looked.ok
    assert "oauth" in looked.said


def test_a_setting_that_a_service_refused_is_told_by_its_key(evidence):
    (looked,) = look(evidence, meanwhile=lambda: evidence.called("oauth", **refused_for("pds.kid")))

    assert (looked.ok, looked.key, looked.file) == (False, "pds.kid", "provision.json")


def test_a_pharmacy_that_is_not_served_is_told(evidence):
    looked = look(evidence, Outcome("refused", "not served here"))

    assert {each.key for each in looked} == {"premises[0].ods", "premises[1].ods"}


FAILED = Outcome(
    "done",
    observation={
        "services": [{"service": "oauth", "result": "failed", "message": "the answer cannot be read"}]
    },
)


def test_what_the_candidate_says_of_a_service_that_it_reached_is_told_and_left_to_the_run(evidence):
    (looked,) = look(evidence, FAILED, lambda: evidence.called("oauth"))

    assert (looked.ok, looked.key) == (True, "")
    assert "the answer cannot be read" in looked.said
    assert "It was reached, and refused no setting" in looked.said


def test_a_service_that_refused_a_setting_once_is_told_by_its_keys(evidence):
    def meanwhile():
        evidence.called("oauth")
        evidence.called("oauth", **refused_for("pds.kid"))

    (looked,) = look(evidence, FAILED, meanwhile)

    assert (looked.ok, looked.key) == (False, "pds.token_url")


def test_a_service_that_nobody_reached_is_not_said_to_have_been(evidence):
    failed = {"service": "oauth", "result": "failed", "message": "no answer"}
    (looked,) = look(evidence, Outcome("done", observation={"services": [failed]}))

    assert not looked.ok
    assert "It was reached" not in looked.said
