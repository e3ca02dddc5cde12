"""Which row of a worklist is about a referral: by case first, then by patient, however it is written."""

from dataclasses import replace

import pytest

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.worklist import row_of, rows_of
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer


@pytest.fixture(scope="module")
def issued():
    return Issuer(7, make_environment(seed=7)).issue("journey-1", "minor-illness")


def seen(*rows):
    return Outcome("done", observation={"referrals": list(rows)})


def test_a_row_is_known_by_its_case_before_its_patient(issued):
    report = issued.report
    by_number = {"referral": "1", "nhs_number": report.person.nhs_number}
    by_case = {"referral": "2", "case_reference": report.case_reference}

    assert row_of(report, seen(by_number, by_case)) == by_case
    assert row_of(report, seen(by_number)) == by_number


@pytest.mark.parametrize("between", [" ", "-"])
def test_what_stands_between_digits_does_not_count(issued, between):
    number = issued.report.person.nhs_number
    row = {"referral": "1", "nhs_number": between.join((number[:3], number[3:6], number[6:]))}

    assert row_of(issued.report, seen(row)) == row


def test_a_reference_that_stands_at_two_patients_is_told_apart_by_whose_it_is(issued):
    referral = issued.gp_referral
    reference, number = referral.reference, referral.person.nhs_number
    other = {"referral": "1", "case_reference": reference, "nhs_number": "9990000018"}
    own = {"referral": "2", "case_reference": reference, "nhs_number": number}

    assert row_of(referral, seen(other, own)) == own
    assert row_of(referral, seen(other)) == other  # the number may be shown in another way


def test_a_practices_referral_is_known_by_its_reference(issued):
    referral = issued.gp_referral
    row = {"referral": "1", "case_reference": referral.reference.lower()}

    assert row_of(referral, seen({"referral": "2"}, row)) == row


@pytest.mark.parametrize("rows", [None, "none", [3, "x"], [{"referral": "1", "nhs_number": None}]])
def test_whatever_a_candidate_shows_breaks_nothing(issued, rows):
    assert row_of(issued.report, Outcome("done", observation={"referrals": rows})) is None


def test_rows_go_by_document_and_leave_out_what_is_not_there(issued):
    report = issued.report
    missing = replace(
        report,
        document_id="other",
        case_reference="X",
        case_id="Y",
        person=replace(report.person, nhs_number="Z"),
    )
    row = {"referral": "1", "case_id": report.case_id}

    assert rows_of([report, missing], seen(row)) == {report.document_id: row}
