"""The people whose exemption is checked: of the ages that the table says, on whatever day a run is."""

from datetime import date
from functools import partial
from types import SimpleNamespace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checkout import ROOT
from cpcs_harness._content.conformance.journeys._steps import exemptions
from cpcs_harness.journeys.stage import Stage
from cpcs_harness.people.age import Age, years_on
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer

PEOPLE = exemptions.table()["people"]
FREE_BY_AGE = {"child", "sixty", "sixty-since-yesterday"}


@given(day=st.dates(date(2026, 1, 1), date(2099, 12, 31)))
def test_only_those_who_are_to_be_are_exempt_by_age(day):
    ages = {label: years_on(Age(**row["age"]).born(day), day) for label, row in PEOPLE.items()}

    assert {label for label, age in ages.items() if not 16 <= age < 60} == FREE_BY_AGE


def test_what_is_declared_is_a_reason_of_the_control_api():
    api = yaml.safe_load((ROOT / "docs/reference/control-api.yaml").read_text("utf-8"))
    words = api["components"]["schemas"]["ExemptionKind"]["description"]
    known = {word.strip(" .,;") for word in words.replace("for whoever pays", "").split()}

    assert {kind for row in PEOPLE.values() for kind in row.get("declares", ())} <= known


@pytest.fixture(scope="module")
def issuer():
    return Issuer(7, make_environment(7))


def stage_of(issuer, first_of_all):
    """A stage whose first further patient has accents."""
    asked = []

    def another(label, at, age):
        asked.append(label)
        issued = issuer.issue("exemption-checked", "urgent-medicines", label=label, premises=at, age=age)
        given = first_of_all if len(asked) == 1 else "Jo"
        person = SimpleNamespace(given=given, family="Attwell")
        return SimpleNamespace(person=person, label=label, premises=issued.premises)

    premises = issuer.environment.premises
    stage = SimpleNamespace(another=another, premises=premises, issued=SimpleNamespace(premises=premises[0]))
    stage.another_in_plain_letters = partial(Stage.another_in_plain_letters, stage)
    return stage, asked


def test_whoever_has_an_accent_is_passed_over(issuer):
    stage, asked = stage_of(issuer, "Zoë")

    exemptions.issued_as(stage, "found", PEOPLE["found"])

    assert asked == ["found", "found 2"]


def test_who_is_elsewhere_goes_to_the_other_pharmacy(issuer):
    stage, _ = stage_of(issuer, "Ann")
    alone = SimpleNamespace(premises=stage.premises[:1], issued=stage.issued)

    issued = exemptions.issued_as(stage, "elsewhere", PEOPLE["elsewhere"])

    assert issued.premises == stage.premises[1]
    assert exemptions.places(alone) == [stage.premises[0]]
