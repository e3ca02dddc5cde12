"""A row of a worklist is somebody's who was referred; what an earlier run or the supplier's own data left is free."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.nhs111.test_nobodys_rows import (
    test_each_row_is_about_a_referral_that_somebody_made as check,
)
from cpcs_harness.errors import NotMet
from made_up import observed

PERSON = {"given": "Zoë", "family": "O'Brien", "nhs_number": "9990000018"}
ISSUED = {"person": PERSON, "report": {"case_reference": "CR1", "case_id": "CI1"}}
ROW = {
    "case_reference": "CR1", "case_id": "CI1", "nhs_number": "9990000018", "patient_name": "O'BRIEN, Zoë",
    "received": "2026-11-25T10:30:00Z",
}  # fmt: skip
STRANGE = {"case_reference": "X1", "case_id": "", "nhs_number": "9990000026", "patient_name": "Sam Smith"}


def judged(*rows, earlier=(), given=None, facts=None):
    """Judge a run in which each worklist had one row."""
    lists = [observed(number, "worklist", {"referrals": [row]}) for number, row in enumerate(rows, 9)]
    seen = [observed(1, "sign_in", {}, given=given or {}), *lists]
    calls = [SimpleNamespace(direction="to-candidate", facts=facts)] if facts else []
    run = SimpleNamespace(issued={"j": ISSUED}, also={}, calls=calls, seen=seen, earlier=frozenset(earlier))
    run.read = lambda how: how(run)
    journey = SimpleNamespace(observations=lambda action: seen[1:])
    evidence = SimpleNamespace(views=run, looked_at=[], each=lambda: iter([journey]))
    check(evidence)
    return evidence.looked_at


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"case_reference": "cr 1", "case_id": "", "nhs_number": ""},
        {"case_reference": "", "case_id": "", "nhs_number": "999 000 0018"},
        {"case_reference": "", "case_id": "", "nhs_number": ""},
        STRANGE | {"received": "2026-11-24T23:00:00Z"},
        STRANGE | {"received": None},
    ],
)
def test_who_was_referred_and_what_was_there_before_passes(change):
    assert judged(ROW | change)


@pytest.mark.parametrize(
    "change", [STRANGE, STRANGE | {"nhs_number": ""}, STRANGE | {"case_reference": "", "nhs_number": ""}]
)
def test_whom_nobody_referred_does_not(change):
    with pytest.raises(NotMet, match="nobody's referral"):
        judged(ROW | change)


def test_what_was_keyed_in_sent_or_left_by_an_earlier_run_passes():
    assert judged(ROW | STRANGE, given={"patient": {"nhs_number": "9990000026"}})
    assert judged(ROW | STRANGE, facts={"document": {"case": "X1"}})
    assert judged(ROW | STRANGE, earlier=["9990000026"])


def test_a_row_that_comes_again_hides_none_that_differs_in_what_it_goes_by():
    known = ROW | {"case_reference": "", "nhs_number": ""}

    assert judged(ROW, known, ROW, known)
    for others in ((ROW, known, ROW), (ROW, ROW | STRANGE | {"received": "2026-11-24T23:00:00Z"})):
        with pytest.raises(NotMet, match="nobody's referral"):
            judged(*others, ROW | STRANGE)
