"""Whoever RTEC is to find is called by plain letters, whatever names are drawn: it can be asked about no others."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys.token_printed import TokenPrinted
from cpcs_harness.journeys.stage import Stage

AGE = {"years": 41, "days": 100}


@pytest.fixture
def stage():
    """A stage that makes people up: the first are called by an accented letter."""
    drawn = iter(["Amélie", "Zoë", "Eilidh", "Renée"])

    def another(label, at=None, age=None):
        return SimpleNamespace(label=label, person=SimpleNamespace(given=next(drawn), family="Ellery"))

    made = SimpleNamespace(another=another, issued=SimpleNamespace(label=""))
    made.another_in_plain_letters = lambda *given, **named: Stage.another_in_plain_letters(
        made, *given, **named
    )
    return made


def test_who_is_to_be_found_by_rtec_has_a_name_that_it_can_be_asked_about(stage):
    found = TokenPrinted()._patient(stage, {"label": "found", "age": AGE, "rtec": "HC2"})

    assert found.person.given == "Eilidh"


def test_others_are_called_as_they_are_drawn(stage):
    assert TokenPrinted()._patient(stage, {"label": "other", "age": AGE}).person.given == "Amélie"
    assert TokenPrinted()._patient(stage, {"label": ""}) is stage.issued
