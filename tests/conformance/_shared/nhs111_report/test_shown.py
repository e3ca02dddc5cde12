"""What counts as a report shown as it was sent, and what does not."""

from dataclasses import replace

import pytest

from cpcs_harness._content.conformance._shared.nhs111_report.shown import faults_of, telephone_faults
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Caller
from cpcs_harness.people.plain import plain


@pytest.fixture(scope="module")
def issued():
    return Issuer(1, make_environment(1)).issue("j", "urgent-medicines").report


def screen(report):
    """Show a report as it was sent."""
    person = report.person
    telephones = [
        {"use": "callback", "number": person.callback},
        {"use": "home", "number": person.home_telephone},
    ]
    return {
        "case_reference": report.case_reference,
        "case_id": report.case_id,
        "created": plain(report.created),
        "patient": {
            "given": person.given,
            "family": person.family,
            "birth_date": person.birth_date.isoformat(),
            "gender": person.gender,
            "nhs_number": person.nhs_number,
            "nhs_number_verified": True,
            "telephones": telephones,
        },
        "callback_number": person.callback,
        "disposition": {"code": report.disposition_code, "text": report.disposition_text},
        "practice": {"ods": person.practice.ods, "name": person.practice.name},
        "sections": [{"title": one.title, "text": one.text} for one in report.sections],
    }


def test_what_is_shown_as_it_was_sent_has_no_fault(issued):
    assert faults_of(plain(issued), screen(issued)) == []


def test_nothing_shown_is_a_fault(issued):
    assert faults_of(plain(issued), {}) == ["nothing was shown"]


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("created", "2020-01-01T00:00:00Z"),
        ("created", "this morning"),
        ("callback_number", "01632 960999"),
        ("case_id", "ANOTHER"),
        ("disposition", {"code": "Dx99", "text": ""}),
        ("practice", {"ods": "", "name": ""}),
        ("sender", {"ods": "FA101", "name": ""}),
        ("sender", {"ods": "", "name": "Somebody Else"}),
        ("sections", []),
        ("patient", {}),
        ("patient", None),
    ],
)
def test_what_is_not_as_it_was_sent_is_a_fault(issued, place, shown):
    assert faults_of(plain(issued), screen(issued) | {place: shown})


def test_another_way_of_writing_is_none(issued):
    shown = screen(issued)
    number = shown["patient"]["nhs_number"]
    shown["patient"] |= {
        "gender": issued.person.gender[0].upper(),
        "birth_date": str(issued.person.birth_date),
    }
    shown["patient"]["nhs_number"] = f"{number[:3]} {number[3:6]} {number[6:]}"
    shown["callback_number"] = f"+44 {issued.person.callback[1:]}"
    shown["sections"] = [{"title": "More", "text": ""}, *shown["sections"]]
    shown["sections"][1]["text"] = shown["sections"][1]["text"].replace(" ", "\n")

    assert faults_of(plain(issued), shown) == []


@pytest.mark.parametrize("number", ["unverified", "zeros", "short", "bad-check", "absent"])
def test_only_a_number_that_was_sent_so_is_verified(issued, number):
    faults = faults_of(plain(replace(issued, number=number)), screen(issued))

    assert f"an NHS number that was sent as {number} is shown as verified" in faults


@pytest.mark.parametrize(("known", "due"), [("month", 7), ("year", 4), ("unknown", 0)])
def test_a_birth_date_is_shown_as_far_as_it_was_sent(issued, known, due):
    report, shown = replace(issued, birth_known=known), screen(issued)

    assert any("birth date" in fault for fault in faults_of(plain(report), shown))
    shown["patient"]["birth_date"] = issued.person.birth_date.isoformat()[:due]
    assert faults_of(plain(report), shown) == []


def test_the_sender_is_not_the_practice(issued):
    report, shown = replace(issued, names_practice=False), screen(issued)
    shown["practice"] = {"ods": "", "name": issued.sender_name}
    assert faults_of(plain(report), shown)

    shown["practice"] = {"ods": None, "name": "Not known"}
    assert faults_of(plain(report), shown) == []


def test_a_caller_is_shown_with_number_name_and_relationship(issued):
    report = plain(replace(issued, caller=Caller("20", "Carer", "Jo Attwell", "0113 496 0123")))
    telephones = [{"use": "callback", "number": "01134960123"}]
    shown = screen(issued) | {
        "informant": {"relationship": "carer", "name": "Jo Attwell", "telephones": telephones}
    }
    assert telephone_faults(report, shown) == []

    shown["informant"] |= {"telephones": []}
    assert telephone_faults(report, shown) == ["the caller's number 01134960123 is not shown as theirs"]


def test_sections_out_of_order_are_a_fault(issued):
    shown = screen(issued)
    shown["sections"].reverse()

    assert faults_of(plain(issued), shown)
