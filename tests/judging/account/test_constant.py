"""Texts that are the same whoever the patient is: letterheads and disclaimers, and nothing that one patient has."""

import pytest

from cpcs_harness.judging.account import Entry, State, Subject, constants
from cpcs_harness.judging.account.constant import HELD, LENGTH, TEXTS
from sent import call

MAIL = b"From: a@nhs.net\nTo: b@nhs.net\nSubject: CPCS consultation\nContent-Type: text/plain\n\n%s\n"
RFC822 = [("content-type", "message/rfc822")]


def patient(number):
    return Subject(f"journey-{number}", "", f"Ann Lee {number}")


def entry(body, *people, service="mys", headers=()):
    sent = call(service, "send", body=body, headers=headers)
    return Entry(sent, service, "a message", people, State.ACCOUNTED, "why")


def said(entries):
    return [(one.text, one.patients, one.of) for one in constants(entries)]


def test_a_letterhead_is_given_and_what_one_patient_has_is_not():
    entries = [
        entry({"head": "Alder Pharmacy", "advice": f"Rest for {number} days"}, patient(number))
        for number in range(3)
    ]

    assert said(entries) == [("Alder Pharmacy", 3, 3)]


def test_one_odd_message_in_ten_hides_nothing_and_two_do():
    entries = [entry({"head": "Alder Pharmacy"}, patient(number)) for number in range(9)]

    assert said([*entries, entry({}, patient(9))]) == [("Alder Pharmacy", 9, 10)]
    assert said([*entries[:8], entry({}, patient(8)), entry({}, patient(9))]) == []


def test_two_messages_about_one_patient_show_nothing():
    assert said([entry({"head": "Alder Pharmacy"}, patient(1))] * 2) == []
    assert said([entry({"head": "Alder Pharmacy"})] * 2) == []


def test_kinds_are_told_apart_by_channel_and_workflow():
    bodies = {"head": "Alder Pharmacy"}
    entries = [
        entry(bodies, patient(number), service="mesh", headers=[("mex-workflowid", f"WORKFLOW_{number}")])
        for number in range(2)
    ]

    assert said(entries) == []
    assert [
        one.kind
        for one in constants([*entries, *entries[:1], entry(bodies, patient(1)), entry(bodies, patient(2))])
    ] == ["mys (a message)"]


@pytest.mark.parametrize(
    ("body", "headers", "text"),
    [
        (b"<a><b title='For Action'/>For <i>you alone</i> at home</a>", (), "you alone"),
        (MAIL % b"Name: Ann\nKeep  it\tsafe", RFC822, "Keep it safe"),
        (MAIL % b"Name: Ann", RFC822, "CPCS consultation"),
    ],
)
def test_texts_of_each_form_are_read(body, headers, text):
    entries = [entry(body, patient(number), headers=headers) for number in range(2)]

    assert text in [said for said, _, _ in said(entries)]


@pytest.mark.parametrize("text", ["FA101", "2026-11-29", "01632 960901", "Y12345 12", ""])
def test_codes_dates_and_numbers_are_no_texts(text):
    assert said([entry({"value": text}, patient(number)) for number in range(2)]) == []


def test_what_is_given_is_bounded():
    one = {"texts": ["long words " * LENGTH] + [f"text of number {number}" for number in range(TEXTS + 1)]}

    found = said([entry(one, patient(number)) for number in range(2)])

    assert len(found) == HELD
    assert max(len(text) for text, _, _ in found) <= LENGTH
