"""A supplier's own 111 Adaptor: the harness sends ITK to it; what it does wrong is the environment's."""

from dataclasses import replace

import pytest

from cpcs_harness.assess import judge_criteria
from cpcs_harness.declaration.model import Adaptor
from cpcs_harness.judging.judgement import RULINGS
from cpcs_harness.prove.workers import installed_suite
from cpcs_harness.run import candidate
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record
from once import once

pytestmark = pytest.mark.long

JOURNEYS = ("nhs111-adaptor-um", "nhs111-adaptor-online-um")
CRITERIA = {"ADP-01", "ADP-02", "ADP-03", "ADP-04"}


AT_ONCE = 0.1
"""Seconds in which a referral is to arrive that never will: each look at the worklist is one."""


@pytest.fixture
def behind_its_own(monkeypatch):
    """Have the reference declared as a system with an adaptor of its own before it; `arrival_seconds` where given."""
    declared = candidate.declaration_of

    def declare(arrival_seconds=None):
        def behind(path, catalogue, amqp=""):
            plain = declared(path, catalogue, amqp)
            options = {
                name: ("111-adaptor",) if "N111" in name else held for name, held in plain.options.items()
            }
            pace = replace(plain.pace, arrival_seconds=arrival_seconds or plain.pace.arrival_seconds)
            return replace(plain, options=options, adaptor=Adaptor("own"), pace=pace)

        monkeypatch.setattr(candidate, "declaration_of", behind)

    return declare


@pytest.fixture
def good(behind_its_own, tmp_path_factory):
    """A run of the reference with nothing wrong; one for all tests of this file."""
    behind_its_own()
    return once(tmp_path_factory, "own-adaptor", recorded)


def recorded(folder, known_bad=None):
    """Record the two journeys through an adaptor."""
    record(Asked(gate="none", only=JOURNEYS, known_bad=known_bad), None, folder)


def verdicts_of(folder, cell="UM-N111-E"):
    """Give verdict and blame by criterion."""
    judged = {*CRITERIA, "N111-01"}
    requirements = judge_criteria(folder, installed_suite(), sorted(judged)).requirements
    (held,) = (one.criteria for one in requirements if one.id == cell)
    return {one.id: (one.verdict, one.blame) for one in held}


def test_what_the_adaptor_took_is_looked_for_on_the_screen(good):
    verdicts = verdicts_of(good)

    assert {verdict for name, (verdict, _) in verdicts.items() if name in CRITERIA} <= {
        "declared",
        "confirmed",
    }
    assert verdicts["N111-01"][0] == "not_applicable"


def test_what_nhs_111_online_sent_is_looked_for_where_online_is_asked_for(good):
    verdicts = verdicts_of(good, cell="UM-N111O-E")

    assert {verdict for name, (verdict, _) in verdicts.items() if name in CRITERIA} <= {
        "declared",
        "confirmed",
    }
    assert {"ADP-01", "ADP-02"} <= set(verdicts)


def test_what_the_adaptor_refuses_is_the_environments(behind_its_own, tmp_path):
    behind_its_own(arrival_seconds=AT_ONCE)
    recorded(tmp_path / "out", "demands_security_header")

    verdicts = verdicts_of(tmp_path / "out")

    assert verdicts["ADP-01"] == ("not_shown", "environment")
    assert not (tmp_path / "out" / RULINGS).exists()  # what was ruled on is the reference without a fault
