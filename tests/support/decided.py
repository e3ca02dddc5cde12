"""A criterion, a requirement of it, and what checks of it said, of which tests have verdicts made."""

from dataclasses import replace

from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.catalogue import Criterion, Requirement, Source
from cpcs_harness.evidence.events import JourneyEnded
from cpcs_harness.judging.results import CheckResult
from cpcs_harness.rollup.criteria import Judged, verdict_of

MUST = Criterion(
    "X-01", "text", "must", "published", "wire", "automated", Source("doc"), "risk", needs=("j",)
)
SHOULD = replace(MUST, strength="should")
MODELLED = replace(MUST, certainty="modelled")
CELL = Requirement("MI-X-E", "minor-illness", "pds", "essential", "text", Source("doc"), criteria=("X-01",))
FINISHED = {"j": JourneyEnded("finished", None, None)}


def check(verdict, **more):
    return CheckResult("t.py::test", "X-01", "minor-illness", "title", Verdict(verdict), "expected a", **more)


def judged(*results, criterion=MUST, rulings=(), ended=FINISHED, modelled=frozenset(), declared=False):
    return Judged(criterion, results, rulings, ended, modelled, declared)


def decide(one, options=(), requirement=CELL):
    return verdict_of(one, requirement, options).verdict
