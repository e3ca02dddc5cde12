"""Whoever is sent what cannot be taken draws conditions too: each damage is done to every row that a seed gives."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cpcs_harness._content import CATALOGUE
from cpcs_harness._content.conformance.journeys.nhs111.unlawful_messages import DAMAGES, HOSTILE
from cpcs_harness._content.mocks.nhs111.sender import HTTP_DAMAGES, message
from cpcs_harness.conditions.draws import settings_of, settings_of_journeys
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.things import REPORT
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.issue import Issuer

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
ENVIRONMENT = make_environment(1)
KNOWN = conditions().of_messages[REPORT]
VALUES = [(one.id, value.id) for one in KNOWN.dimensions.values() for value in one.values]
WRITTEN = ("not-xml", "truncated", "utf-16", "latin-1", "invalid-utf-8", "xxe-file", "billion-laughs")
IDS = ("nhs111-unlawful-messages-mi", "nhs111-unlawful-messages-um")


@pytest.mark.parametrize("seed", [1, 2])
def test_each_damage_is_done_under_the_conditions_that_its_patient_draws(seed):
    journeys, further = all_journeys(CATALOGUE.parent / "conformance"), fixture("people")
    settings = settings_of_journeys(journeys, further, seed)
    issuer = Issuer(seed, ENVIRONMENT, sorted(journeys), further=further, settings=settings)

    for id in IDS:
        for damage in sorted({*DAMAGES, *HOSTILE} - set(HTTP_DAMAGES)):
            issued = issuer.issue(id, "urgent-medicines", now=NOW, label=damage)
            forms = ("attachment",) if damage == "attachment-doctype" else ()
            report = replace(issued.report, habits="strict", forms=forms)
            written = message(report, "http://x/", NOW, damage)  # raises where nothing is damaged

            assert written or damage == "empty", damage


@pytest.mark.parametrize(("dimension", "value"), VALUES)
def test_what_is_wrong_with_the_bytes_is_done_under_each_condition(dimension, value):
    settings = {"j": settings_of(conditions(), {dimension: value})}
    report = Issuer(1, ENVIRONMENT, ["j"], settings=settings).issue("j", "urgent-medicines", now=NOW).report

    for damage in WRITTEN:
        assert message(report, "http://x/", NOW, damage), damage  # raises where nothing is damaged
