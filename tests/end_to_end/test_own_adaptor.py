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

pytestmark = pytest.mark.long

JOURNEYS = ("nhs111-adaptor-um", "nhs111-adaptor-online-um")
CRITERIA = {"ADP-01", "ADP-02", "ADP-03", "ADP-04"}


@pytest.fixture
def assess(tmp_path, monkeypatch):
    """Assess the reference as a system with an adaptor of its own before it; gives verdict and blame by criterion."""
    declared = candidate.declaration_of

    def behind(path, catalogue, amqp=""):
        plain = declared(path, catalogue, amqp)
        options = {name: ("111-adaptor",) if "N111" in name else held for name, held in plain.options.items()}
        return replace(plain, options=options, adaptor=Adaptor("own"))

    monkeypatch.setattr(candidate, "declaration_of", behind)

    def run(known_bad=None, cell="UM-N111-E"):
        record(Asked(gate="none", only=JOURNEYS, known_bad=known_bad), None, tmp_path / "out")
        judged = {*CRITERIA, "N111-01"}
        requirements = judge_criteria(tmp_path / "out", installed_suite(), sorted(judged)).requirements
        (held,) = (one.criteria for one in requirements if one.id == cell)
        return {one.id: (one.verdict, one.blame) for one in held}

    return run


def test_what_the_adaptor_took_is_looked_for_on_the_screen(assess):
    verdicts = assess()

    assert {verdict for name, (verdict, _) in verdicts.items() if name in CRITERIA} <= {
        "declared",
        "confirmed",
    }
    assert verdicts["N111-01"][0] == "not_applicable"


def test_what_nhs_111_online_sent_is_looked_for_where_online_is_asked_for(assess):
    verdicts = assess(cell="UM-N111O-E")

    assert {verdict for name, (verdict, _) in verdicts.items() if name in CRITERIA} <= {
        "declared",
        "confirmed",
    }
    assert {"ADP-01", "ADP-02"} <= set(verdicts)


def test_what_the_adaptor_refuses_is_the_environments(assess, tmp_path):
    verdicts = assess("demands_security_header")

    assert verdicts["ADP-01"] == ("not_shown", "environment")
    assert not (tmp_path / "out" / RULINGS).exists()  # what was ruled on is the reference without a fault
