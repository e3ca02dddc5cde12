"""What is looked at in a candidate before a run, without any national service."""

from dataclasses import replace

import pytest

from cpcs_harness.declaration.model import Cis2, Control, Declaration, Itk
from cpcs_harness.drivers.answer import Answer, NoAnswer
from cpcs_harness.run.preflight import candidate, look_at_candidate, problem_of

DECLARED = Declaration("Ours", "Us", "1", ("p",), Control("http://c/control", "t"), Itk("http://c/itk"))
SAID = {"name": "Ours", "supplier": "Us", "version": "1", "build": "7", "actions": ["sign_in"]}


class Driver:
    def __init__(self, said, clock_offset=0.2):
        self.said, self.clock_offset = said, clock_offset

    def about(self):
        return self.said


def answer(status, kind=""):
    return Answer(status, (("content-type", kind),) if kind else (), b"")


@pytest.fixture
def answers(monkeypatch):
    """What addresses answer, by method and address; 405 where nothing is said."""
    said = {}

    def call(method, url, **_):
        found = said.get((method, url), answer(405))
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(candidate, "call", call)
    return said


def wrongs(said=SAID, declared=DECLARED, clock_offset=0.2):
    looked = look_at_candidate(Driver(said, clock_offset), declared)
    return {each.key: each.said for each in looked if not each.ok}


def test_a_candidate_that_is_set_up_well_has_nothing_to_correct(answers):
    looked = look_at_candidate(Driver(SAID), DECLARED)

    assert all(each.ok for each in looked)
    assert problem_of(looked) is None


@pytest.mark.parametrize("key", ["name", "supplier", "version"])
def test_what_answers_is_to_be_what_is_declared(answers, key):
    assert "'another'" in wrongs({**SAID, key: "another"})[key]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"error": "http://c/control/about answered 200 and '<html>'"}, id="a page of a proxy"),
        pytest.param({**SAID, "build": None}, id="no build"),
        pytest.param({**SAID, "actions": "all"}, id="no list of actions"),
    ],
)
def test_a_control_api_that_does_not_say_what_it_should_is_told_by_its_key(answers, said):
    assert list(wrongs(said)) == ["control.url"]


@pytest.mark.parametrize("offset", [-31.0, 3600.0])
def test_a_wrong_clock_is_told(answers, offset):
    assert f"{abs(offset):.0f} s" in wrongs(clock_offset=offset)["the clock of the candidate's machine"]


def test_a_clock_that_is_not_told_is_no_mistake(answers):
    assert wrongs(clock_offset=None) == {}


def test_an_action_that_is_not_offered_is_named_and_no_mistake(answers):
    looked = look_at_candidate(Driver(SAID), DECLARED)

    assert any("submit_claims" in each.said for each in looked)


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(NoAnswer("All connection attempts failed"), id="nobody listens"),
        pytest.param(answer(502), id="a proxy finds nobody"),
        pytest.param(answer(200, "text/html; charset=utf-8"), id="a page of HTML"),
    ],
)
def test_an_address_that_takes_no_messages_is_told_by_its_key(answers, found):
    answers["GET", "http://c/itk"] = found

    assert list(wrongs()) == ["itk.url"]


def test_a_404_to_get_is_lawful_where_something_can_be_posted(answers):
    answers["GET", "http://c/itk"] = answer(404)
    answers["POST", "http://c/itk"] = answer(500, "text/xml")

    assert wrongs() == {}

    answers["POST", "http://c/itk"] = answer(404)

    assert list(wrongs()) == ["itk.url"]


def test_every_declared_address_is_looked_at(answers):
    declared = replace(DECLARED, fhir_url="http://c/fhir/", cis2=Cis2("http://c/back"))
    answers["GET", "http://c/fhir/$process-message"] = answers["POST", "http://c/fhir/$process-message"] = (
        answer(404)
    )
    answers["GET", "http://c/back"] = answer(404)

    assert list(wrongs(declared=declared)) == ["fhir.url", "cis2.redirect_uri"]


@pytest.mark.parametrize("stretch", [1.0, 3.0])
def test_an_address_is_waited_for_as_long_as_the_machine_is_slow(stretch, monkeypatch):
    waited = []
    monkeypatch.setattr(
        candidate, "call", lambda _method, _url, seconds: waited.append(seconds) or answer(405)
    )

    look_at_candidate(Driver(SAID), DECLARED, stretch)

    assert waited == [candidate.SECONDS * stretch]


def test_all_that_is_wrong_is_told_at_once(answers):
    looked = look_at_candidate(Driver({**SAID, "name": "x", "version": "y"}), DECLARED)

    told = str(problem_of(looked))

    assert "candidate.toml (name)" in told
    assert "candidate.toml (version)" in told
    assert "--anyway" in told
