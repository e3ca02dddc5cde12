"""Each known-bad candidate is caught by the criterion meant for it, and each automated criterion catches one."""

import pytest

from cpcs_harness.prove import KnownBad, known_bads, prove, uncaught

BADS = [
    bad for bad in known_bads() if bad.catches and not bad.needs_broker
]  # those: end_to_end/test_adaptor.py


FAULTS = '''
import nothing_that_exists


@wrong(catches=("GPN-90", "GPN-91"), condition="second patient", needs_broker=True)
class SendsWithoutASubject(GpEmail):
    """Sends the e-mail to the practice without a subject."""


@wrong(catches=())
def answers_nothing(service):
    """Answers nothing."""


class _Helper(GpEmail):
    """Is no fault."""
'''


@pytest.fixture(scope="module")
def proofs():
    """Every known-bad candidate, run once."""
    return {proof.fault: proof for proof in prove(workers=3)}


@pytest.mark.parametrize("bad", BADS, ids=[bad.name for bad in BADS])
def test_a_known_bad_candidate_is_caught(proofs, bad):
    proof = proofs[bad.name]

    assert not proof.error
    assert set(bad.catches) <= set(proof.caught_by), (
        f"{bad.says} It was caught by {proof.caught_by or 'nothing'}."
    )


def test_every_automated_criterion_catches_one(proofs):
    assert uncaught(list(proofs.values())) == []


def test_a_third_of_the_faults_show_only_under_a_condition():
    assert len([bad for bad in BADS if bad.condition]) * 3 >= len(BADS)


def test_a_known_bad_candidate_is_one_marked_class_which_is_read_and_not_run(tmp_path):
    (tmp_path / "gp").mkdir()
    (tmp_path / "gp" / "notification.py").write_text(FAULTS)
    (tmp_path / "_wrong.py").write_text("not Python at all")

    assert known_bads(tmp_path) == [
        KnownBad("answers_nothing", "Answers nothing.", ()),
        KnownBad(
            "sends_without_a_subject",
            "Sends the e-mail to the practice without a subject.",
            ("GPN-90", "GPN-91"),
            "second patient",
            needs_broker=True,
        ),
    ]
