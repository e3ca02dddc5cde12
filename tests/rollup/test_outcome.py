"""The gate and the exit status: never better than what was shown."""

from types import SimpleNamespace

import pytest

from assessed import check, criterion, requirement
from cpcs_harness.assessment.level import PathwayRecord
from cpcs_harness.evidence.events import JourneyEnded
from cpcs_harness.rollup.outcome import outcome_of
from cpcs_harness.rollup.requirements import level_record
from made_up import plan


def evidence_of(*, finished=True, **recorded):
    return SimpleNamespace(
        finished=finished,
        of=lambda kind: [SimpleNamespace(data=data) for data in recorded.get(kind.kind, [])],
    )


BROKEN_JOURNEY = JourneyEnded("stopped", "it broke", "harness")
BROKEN_MOCK = SimpleNamespace(facts={"harness_error": "x"})
FINISHED, CUT = evidence_of(), evidence_of(finished=False)


def decide(
    verdicts,
    *,
    gate="essential",
    pending="fail",
    as_of="2026-01-01",
    evidence=FINISHED,
    level="essential",
    by=None,
    criteria=(),
    contradictions=(),
):
    requirements = [requirement(verdict, *criteria, level=level, by=by) for verdict in verdicts]
    levels = {
        name: level_record(
            name,
            "2021-10-01" if name == "essential" else None,
            as_of,
            [one for one in requirements if one.level == name],
        )
        for name in ("essential", "required", "desirable")
    }
    planned = plan(gate=gate, pending=pending, as_of=as_of)
    return outcome_of(planned, [PathwayRecord("p", "P", levels)], requirements, evidence, (), contradictions)


@pytest.mark.parametrize(
    ("verdicts", "more", "status"),
    [
        pytest.param(["met", "met_on_model"], {}, 0, id="all met"),
        pytest.param(["met", "not_met"], {}, 1, id="one not met"),
        pytest.param(["met", "not_shown"], {}, 1, id="one not shown"),
        pytest.param(["met", "query"], {}, 1, id="one in query"),
        pytest.param(["met", "declared"], {}, 1, id="one declared only"),
        pytest.param(
            ["met", "declared", "awaiting"], {"pending": "ignore"}, 0, id="waiting left out, as asked"
        ),
        pytest.param(["met", "not_shown"], {"pending": "ignore"}, 1, id="not shown is not waiting"),
        pytest.param(["met", "error"], {}, 3, id="the harness broke"),
        pytest.param(["not_met"], {"gate": "none"}, 0, id="no gate"),
        pytest.param(["error"], {"gate": "none"}, 3, id="no gate, but broken"),
        pytest.param(["met"], {"evidence": CUT}, 1, id="cut off"),
        pytest.param(["met"], {"as_of": "2021-09-30"}, 1, id="nothing due yet is not a gate met"),
        pytest.param(["not_met"], {"level": "required"}, 1, id="a gate that asks for nothing there"),
        pytest.param(
            ["not_met"], {"level": "required", "gate": "required", "by": "2022-01-31"}, 1, id="future, due"
        ),
    ],
)
def test_the_exit_status(verdicts, more, status):
    outcome = decide(verdicts, **more)

    assert outcome.exit_status == status
    assert outcome.met == (status == 0 and more.get("gate") != "none")


@pytest.mark.parametrize("gate", ["essential", "none"])
def test_evidence_that_contradicts_itself_meets_no_gate(gate):
    outcome = decide(["met"], gate=gate, contradictions=["pds: 4 exchanges were counted, and 3 are there"])

    assert (outcome.met, outcome.exit_status) == (False, 2)
    assert outcome.sentence.startswith("The evidence contradicts itself, as if altered")


def test_what_was_left_out_is_said():
    assert "left out" in decide(["met", "awaiting"], pending="ignore").sentence
    assert "cut off" in decide(["met"], evidence=CUT).sentence
    assert "due on 2021-09-30" in decide(["met"], as_of="2021-09-30").sentence


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"criteria": [criterion("error")]}, id="in a check of a should"),
        pytest.param({"criteria": [criterion("fail", check("error"))]}, id="beside a failure"),
        pytest.param(
            {"evidence": evidence_of(journey_ended=[BROKEN_JOURNEY])},
            id="in a journey",
        ),
        pytest.param(
            {"evidence": evidence_of(exchange=[BROKEN_MOCK])},
            id="in a mock",
        ),
    ],
)
def test_a_harness_that_broke_anywhere_is_never_lost(more):
    assert decide(["met"], **more).exit_status == 3


def test_what_the_toolkit_does_not_ask_for_gates_nothing():
    met, beyond = requirement("met"), requirement("not_met", level="context")
    level = level_record("essential", "2021-10-01", "2026-01-01", [met])
    levels = dict.fromkeys(("essential", "required", "desirable"), level)
    planned = plan(gate="desirable")

    outcome = outcome_of(planned, [PathwayRecord("p", "P", levels)], [met, beyond], FINISHED)

    assert (outcome.met, outcome.exit_status) == (True, 0)
