"""What became of known-bads: which proof holds, and which criterion caught none."""

from cpcs_harness.judging.known_bads import known_bads
from cpcs_harness.prove.proof import Proof, uncaught

BADS = [bad for bad in known_bads() if bad.catches and not bad.needs_broker]


def test_a_proof_holds_where_all_that_are_due_caught_the_fault():
    assert Proof("bad", ("A-01",), ("A-01", "B-01")).holds
    assert not Proof("bad", ("A-01", "B-01"), ("A-01",)).holds
    assert not Proof("bad", ("A-01",), ("A-01",), "it broke").holds


def test_where_each_fault_is_caught_by_what_it_names_no_criterion_is_left():
    assert uncaught([Proof(bad.name, bad.catches, bad.catches) for bad in BADS]) == []


def test_a_criterion_that_caught_none_is_named():
    named = "CIS-02"
    proofs = [Proof(bad.name, bad.catches, tuple(set(bad.catches) - {named})) for bad in BADS]

    assert uncaught(proofs) == [named]
