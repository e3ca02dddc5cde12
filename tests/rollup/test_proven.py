"""Beside each criterion stands what its checks are proven to catch, and nothing that others catch."""

from dataclasses import dataclass, replace

from assessed import criterion, requirement
from cpcs_harness.assessment.requirement import KnownBadRecord, RequirementRecord
from cpcs_harness.judging.known_bads import KnownBad
from cpcs_harness.rollup.proven import with_proofs

BADS = [
    KnownBad("does_one", "Does one thing\nwrong.\n\nMore of it.", ("X-01", "X-02")),
    KnownBad("does_another", "Does another.", ("X-02",)),
    KnownBad("does_nothing", "Does nothing.", ()),
]
ONE = KnownBadRecord("does_one", "Does one thing wrong.")


@dataclass(frozen=True)
class Made:
    """Of an assessment, what is looked at."""

    requirements: tuple[RequirementRecord, ...]
    context: tuple[RequirementRecord, ...]


def proven():
    """Give what each criterion of a requirement, and of one beyond the Toolkit, is proven with."""
    three = [replace(criterion("pass"), id=id) for id in ("X-01", "X-02", "X-03")]
    found = with_proofs(Made((requirement("met", *three),), (requirement("met", three[0]),)), BADS)
    own = {one.id: one.catches for one in found.requirements[0].criteria}
    return own, [one.catches for one in found.context[0].criteria]


def test_each_criterion_has_those_that_it_is_to_catch_and_no_others():
    own, beyond = proven()

    assert own == {"X-01": (ONE,), "X-02": (ONE, KnownBadRecord("does_another", "Does another.")), "X-03": ()}
    assert beyond == [(ONE,)]


def test_nobody_says_so_of_a_criterion_until_it_is_asked():
    assert criterion("pass").catches is None
