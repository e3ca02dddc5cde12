"""What stands beside a referral is of its case: by reference, case id or patient."""

import pytest

from cpcs_harness._content.conformance.nhs111.test_other_documents import (
    marks_of,
    strays_in_history,
    strays_in_related,
    wrong_rows,
)
from made_up import observed

SENT = {
    "d1": frozenset({"cr1", "9990000018"}),
    "d2": frozenset({"cr9", "9990000018"}),
    "d3": frozenset({"cr3"}),
}
SHOWN = {"case_reference": "CR 1", "case_id": "", "nhs_number": "999 000 0018"}


def screen(**more):
    return observed(9, "open_referral", SHOWN | more)


def history(*names):
    return screen(history=[{"document_id": name, "version": 1} for name in names])


@pytest.mark.parametrize("names", [(), ("D1",), ("d1", "d2"), ("",)])
def test_documents_of_the_case_or_the_patient_pass(names):
    assert strays_in_history(history(*names), marks_of(SHOWN), SENT) == []


@pytest.mark.parametrize("name", ["d3", "never-sent"])
def test_a_document_of_another_case_does_not(name):
    assert strays_in_history(history("d1", name), marks_of(SHOWN), SENT) == [name]


def test_a_related_referral_is_of_the_same_case():
    related = [{"referral": "2", "case_reference": "cr1"}, {"referral": "3", "case_reference": "CR3"}]
    assert strays_in_related(screen(related=related), marks_of(SHOWN)) == ["CR3"]
    assert strays_in_related(screen(related=None), marks_of(SHOWN)) == []


REPORT = {"version": 2, "created": "2026-07-01T10:00:00+01:00"}


@pytest.mark.parametrize(
    "said",
    [
        {"version": 2, "created": "2026-07-01T09:00:30Z"},
        {"version": None},
        {"version": "2", "created": "2026-07-01T10:00:00"},
        {"created": "2026-07-01"},
        {"created": "1 July 2026, 10:00"},
        {"created": "01/07/2026"},
        {"version": 1, "document_id": "another", "created": "never"},
    ],
)
def test_a_row_of_the_history_is_as_its_document_was_sent(said):
    assert wrong_rows(screen(history=[{"document_id": "D1", **said}]), {"d1": REPORT}) == []


@pytest.mark.parametrize(
    "said",
    [
        {"version": 3},
        {"version": 2, "created": "2026-07-01T10:00:00Z"},
        {"created": "2026-07-02"},
        {"created": "2 July 2026, 10:00"},
    ],
)
def test_a_row_with_anothers_version_or_time_is_told(said):
    (fault,) = wrong_rows(screen(history=[{"document_id": "D1", **said}]), {"d1": REPORT})

    assert fault.startswith("D1: ")
