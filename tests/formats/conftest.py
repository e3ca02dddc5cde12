"""What the tests of the formats share: a report that no rule finds anything wrong with."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cpcs_harness._content.mocks.nhs111.sender import message
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Caller, Parent

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def issued():
    return Issuer(7, make_environment(seed=7)).issue("a-journey", "urgent-medicines", now=NOW)


@pytest.fixture(scope="session")
def sound(issued):
    """A report with everything that a rule may look at."""
    report = issued.report
    return replace(
        report,
        habits="strict",
        version=2,
        parent=Parent("6F1C3C5A-0000-4000-8000-00000000000A", report.set_id, 1),
        local_id="LOCAL-1",
        caller=Caller("20", "Carer", "Sam Example", "01632 960001"),
        forms=("attachment",),
    )


@pytest.fixture(scope="session")
def withdrawing(sound):
    """The document that takes the sound report back."""
    return replace(
        sound,
        interaction="nullify",
        document_id="6F1C3C5A-0000-4000-8000-00000000000B",
        version=3,
        parent=Parent(sound.document_id, sound.set_id, 2),
        forms=(),
    )


@pytest.fixture(scope="session")
def write():
    """Write a report as it is sent, whole or damaged."""
    return lambda report, damage="": message(report, "https://pharmacy.example/itk", NOW, damage)
