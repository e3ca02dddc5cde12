"""Who was issued, with which credentials, is held against what seed and challenge give."""

from datetime import UTC, datetime, timedelta

import pytest

from altered_run import LABELLED, ONE, SEED, found_in, of
from cpcs_harness.evidence import digest
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.contradictions.people import _differences
from cpcs_harness.people.age import Age
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.plain import plain
from cpcs_harness.people.seeded_secrets import secrets_of


def test_a_condition_that_was_not_drawn_is_none_of_the_seeds(altered):
    def edit(lines):
        of(lines, "issued")[0]["data"]["report"]["written"]["disposition"] = "by hand"

    assert any("report.written.disposition" in told for told in altered(edit))


def test_where_people_are_made_otherwise_they_are_not_compared(whole, monkeypatch):
    monkeypatch.setattr(digest, "_people_digest", lambda *_: "another")
    monkeypatch.setattr("cpcs_harness.judging.contradictions.find.people_digest", lambda: "another")

    (said,) = found_in(whole).not_compared

    assert "were not compared with what seed and challenge give" in said


def test_nothing_else_that_is_issued_hangs_on_the_moment_or_on_an_age():
    """Whatever did would be called a contradiction in a run that nobody altered."""
    moment = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
    names = (ONE, ""), (LABELLED, fixture("people")[LABELLED][0]), ("urgent-medicine-supplied", "")

    def made(now, age):
        issuer = Issuer(SEED, secrets_of(SEED), list(all_journeys()), further=fixture("people"))
        return [plain(issuer.issue(name, "minor-illness", 1, now, label, age=age)) for name, label in names]

    later, aged = made(moment + timedelta(days=200, seconds=3), None), made(moment, Age(17))
    for one, other in zip([*made(moment, None)] * 2, [*later, *aged], strict=True):
        assert list(_differences(one, other)) == []


def other_patient(lines):
    of(lines, "issued")[0]["data"]["person"]["given"] = "Wilhelmina"


def other_words(lines):
    words = of(lines, "issued")[0]["data"]["words"]
    words[next(name for name, value in words.items() if isinstance(value, str))] = "canned"


def other_seed(lines):
    lines[0]["data"]["seed"] = SEED + 1


def no_challenge(lines):
    lines[0]["data"]["challenge"] = None


def other_day(lines):
    of(lines, "issued")[0]["data"]["report"]["created"] = "2026-01-01T00:00:00.000Z"


def not_planned(lines):
    lines[0]["data"]["journeys"] = [one for one in lines[0]["data"]["journeys"] if one["id"] != ONE]


def no_people(lines):
    of(lines, "issued")[0]["data"] = {"journey": ONE}


@pytest.mark.parametrize(
    "edit", [other_patient, other_words, other_seed, no_challenge, other_day, not_planned, no_people]
)
def test_people_that_the_seed_does_not_give_are_noticed(altered, edit):
    assert any("was issued otherwise than seed and challenge give it" in told for told in altered(edit))


def test_the_event_that_differs_and_its_key_are_named(altered):
    (told,) = altered(other_patient)

    assert told.startswith("i3 (person.given) was issued otherwise")


@pytest.mark.parametrize("name", ["nhs_number", "postcode"])
def test_what_was_sent_of_somebody_else_is_noticed(altered, name):
    def edit(lines):
        of(lines, "exchange", service="nhs111")[1]["data"]["facts"]["report"]["person"][name] = "9990000000"

    assert any("was sent of nobody who was issued to its journey" in told for told in altered(edit))


@pytest.mark.parametrize("name", ["api_key", "kid", "dos_password", "mesh_shared_key", "cis2_client_id"])
def test_other_credentials_are_noticed(altered, name):
    def edit(lines):
        of(lines, "environment")[0]["data"][name] = "another"

    assert any(told == f"{name} is no credential that the seed gives" for told in altered(edit))


def test_those_of_a_suppliers_environment_have_no_seed(altered):
    def edit(lines):
        lines[0]["data"]["reference"] = ""
        of(lines, "environment")[0]["data"]["api_key"] = "another"

    assert altered(edit) == ()
