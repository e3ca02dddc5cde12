"""A confirmation decides where whoever judges believed it, on this run or build; all others say why they do not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cpcs_harness.evidence.events import About
from cpcs_harness.judging.rulings import Party, RuledRun, Ruling
from cpcs_harness.judging.rulings.ruled_run import key
from made_up import at, plan

ENDED = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)
HEAD, DIGEST = "ab" * 32, "5c" * 32
RUN = RuledRun("Sycamore", ("9",), HEAD, ENDED, set().__contains__)
ASSURER = Ruling(
    "X-01", None, "confirmed", "A", "assurer", "2026-11-28", "seen", "Example assurance team",
    candidate="Sycamore", build="9", run=HEAD, given=True,
)  # fmt: skip
OURS = replace(
    ASSURER, whose="the project itself", party=Party.PROJECT, reference=DIGEST, candidate="", build="", run="",
    given=False,
)  # fmt: skip
REFERENCE = replace(RUN, candidate="The reference", reference=DIGEST, ours=frozenset({key(OURS)}))


@pytest.mark.parametrize(
    ("ruling", "run"),
    [
        pytest.param(ASSURER, RUN, id="on the run"),
        pytest.param(replace(ASSURER, run=""), RUN, id="on the build"),
        pytest.param(OURS, REFERENCE, id="ours, on the reference"),
        pytest.param(
            replace(ASSURER, ruling="refused", given=False), RUN, id="a refusal that lay with the run"
        ),
        pytest.param(
            replace(ASSURER, ruling="refused", party=Party.SUPPLIER), RUN, id="a supplier's refusal"
        ),
        pytest.param(
            replace(ASSURER, build=""), replace(RUN, builds=("",)), id="on a run that told no build"
        ),
    ],
)
def test_it_decides(ruling, run):
    assert run.concerns(ruling)
    assert run.why_not(ruling) == ""


@pytest.mark.parametrize(
    ("ruling", "run", "told"),
    [
        pytest.param(replace(ASSURER, given=False), RUN, "it lay with the run, unsigned", id="forged"),
        pytest.param(replace(ASSURER, party=Party.SUPPLIER), RUN, "the supplier's own", id="the supplier's"),
        pytest.param(replace(ASSURER, run=DIGEST), RUN, "on another run (head 5c5c", id="another run"),
        pytest.param(replace(ASSURER, build="8"), RUN, "on build 8, and the run is of 9", id="another build"),
        pytest.param(ASSURER, replace(RUN, builds=("9", "10")), "is of 9 and 10", id="a build that changed"),
        pytest.param(
            replace(ASSURER, build="8", ruling="refused"), RUN, "on build 8", id="a refusal of another build"
        ),
        pytest.param(
            replace(OURS, reference="0" * 64), REFERENCE, "`cpcs rulings` shows", id="ours, on another build"
        ),
        pytest.param(
            OURS, replace(REFERENCE, ours=frozenset()), "carries no such ruling", id="ours, as somebody says"
        ),
    ],
)
def test_it_does_not_and_says_why(ruling, run, told):
    assert run.concerns(ruling)
    assert told in run.why_not(ruling)


@pytest.mark.parametrize(
    ("ruling", "run"),
    [
        pytest.param(ASSURER, replace(RUN, candidate="Rowan"), id="a relabelled product"),
        pytest.param(OURS, RUN, id="ours, on another candidate"),
        pytest.param(ASSURER, replace(RUN, known_bad="forgets"), id="on a known-bad candidate"),
        pytest.param(OURS, replace(REFERENCE, known_bad="forgets"), id="ours, on a known-bad candidate"),
    ],
)
def test_it_is_not_on_this_candidate(ruling, run):
    assert not run.concerns(ruling)


class Recorded:
    """What is read of the evidence of a run."""

    head = HEAD
    events = ({"at": "2026-11-28T15:00:00.000Z"},)

    def __init__(self, *said, **planned):
        self.plan = plan(**planned)
        self._said = [at(number, About({"build": build})) for number, build in enumerate(said)]

    def of(self, kind):
        assert kind is About
        return self._said

    def has(self, name):
        return name == "e1"


def test_builds_are_what_the_candidate_said_and_the_reference_is_known_by_its_name():
    assert RuledRun.of(Recorded("9", "9")).builds == ("9",)
    assert RuledRun.of(Recorded("9", "10")).builds == ("9", "10")
    assert RuledRun.of(Recorded(None)).builds == ("",)
    assert RuledRun.of(Recorded("9", reference=DIGEST), reference="n").reference == DIGEST
    assert RuledRun.of(Recorded("9", reference=DIGEST), reference="The reference").reference == ""
