"""Each known-bad candidate is caught by the criterion meant for it, and each automated criterion catches one."""

import re

import pytest

from cpcs_harness.judging.known_bads import known_bads
from cpcs_harness.prove import workers
from cpcs_harness.prove.proof import uncaught
from cpcs_harness.prove.workers import prove
from explore import times

pytestmark = pytest.mark.long(minutes=5)

BADS = [
    bad for bad in known_bads() if bad.catches and not bad.needs_broker
]  # those: end_to_end/test_adaptor.py


WORKERS, MOST_WORKERS = 3, 10
"""Fewer than `cpcs prove` has of itself on two cores, as assessments whose verdicts are compared run beside them here;
more where nothing else is left to do."""


@pytest.fixture(scope="module")
def proofs():
    """Every known-bad candidate, run once; in `make test-deep` in whole journeys.

    A check that hides one patient's fault behind another patient is not noticed in a part that has the one alone.
    """
    with pytest.MonkeyPatch.context() as patched:
        if times() > 1:
            patched.setattr(workers, "parts", dict)
        return {proof.fault: proof for proof in prove(workers=WORKERS, most_workers=MOST_WORKERS)}


@pytest.mark.parametrize("bad", BADS, ids=[bad.name for bad in BADS])
def test_a_known_bad_candidate_is_caught(proofs, bad):
    proof = proofs[bad.name]

    assert not proof.error
    assert set(bad.catches) <= set(proof.caught_by), (
        f"{bad.says} It was caught by {proof.caught_by or 'nothing'}."
    )


PYTHON = re.compile(r"""\[['"\]]|\(['"]|\{['"]|', '|\\x[0-9a-f]|object at 0x|datetime\.""")
"""What a message looks like where a value stands in it as Python writes it."""
QUOTED = re.compile("“[^”]*”|`[^`]*`")
"""What came, or is due, as it stands there, and names of keys."""


@pytest.mark.parametrize("bad", BADS, ids=[bad.name for bad in BADS])
def test_what_was_found_is_said_in_words_with_what_to_do(proofs, bad):
    for found in proofs[bad.name].findings:
        assert found.todo, found
        said = [QUOTED.sub("", text) for text in (found.expected, found.todo)]
        assert not [text for text in said if PYTHON.search(text)], found


def test_every_automated_criterion_catches_one(proofs):
    assert uncaught(list(proofs.values())) == []
