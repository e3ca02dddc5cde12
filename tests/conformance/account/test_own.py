"""A patient's own details outside the body are found through encodings, and told with the place."""

import base64
from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.account import _own
from cpcs_harness.errors import NotMet
from cpcs_harness.judging.account import Sign, Subject, Told

ANN = Subject("first", "", "Ann Lee")
PERSON = {"birth_date": "1961-02-03", "address": ["12 Mill Lane", "Leeds"]}
RUN = SimpleNamespace(issued={"first": {"person": PERSON}}, also={})
ABOUT_ANN = Told({ANN: (Sign("NHS number", "9991410546", "body"), Sign("name", "Ann Lee", "body"))})
AT = "2026-11-28T10:00:00Z"


def call(service="mys", target="/Claim", headers=(), body=b"", operation="submit_claim"):
    request = SimpleNamespace(start={"method": "POST", "target": target}, headers=headers, body=body)
    return SimpleNamespace(
        id="e7", where="exchange e7", service=service, operation=operation, at=AT, request=request
    )


def test_what_stands_in_the_body_alone_is_right():
    _own.in_place(RUN, call(body=b"Ann Lee, 9991410546"), ABOUT_ANN)


@pytest.mark.parametrize(
    ("target", "headers", "said"),
    [
        ("/Claim?of=999%20141%200546", (), "in the address"),
        ("/Claim", (("User-Agent", "agent/1 (Ann Lee)"),), "header User-Agent"),
        ("/Claim", (("X-Trace", base64.b64encode(b"born 1961-02-03").decode()),), "birth date"),
        ("/Claim", (("X-Where", "12 mill lane"),), "address"),
    ],
)
def test_a_detail_outside_the_body_is_told_with_its_place(target, headers, said):
    with pytest.raises(NotMet, match=said):
        _own.in_place(RUN, call(target=target, headers=headers), ABOUT_ANN)


def test_who_signs_in_and_when_it_was_sent_say_nothing_of_the_patient():
    headers = (("Authorization", "Basic 9991410546"), ("Date", "Fri, 3 Feb 1961"))
    _own.in_place(RUN, call(headers=headers), ABOUT_ANN)


MAIL = (
    b"Subject: %s\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    b"--x\r\nContent-Type: text/plain\r\n\r\nAnn Lee\r\n"
    b"--x\r\nContent-Type: application/pdf\r\n"
    b"Content-Disposition: attachment; filename*=utf-8''%s\r\n\r\nx\r\n--x--\r\n"
)


@pytest.mark.parametrize(
    ("subject", "name", "said"),
    [
        (b"=?utf-8?b?QW5uIExlZQ==?=", b"report.pdf", "header Subject"),
        (b"A report", b"Ann%20Lee.pdf", "header Content-Disposition"),
    ],
)
def test_subject_and_names_of_files_of_an_email_are_read(subject, name, said):
    with pytest.raises(NotMet, match=said):
        _own.in_place(RUN, call("nhsmail", "", body=MAIL % (subject, name)), ABOUT_ANN)


def test_an_email_within_an_email_may_have_a_subject_of_its_own():
    within = b"Content-Type: message/rfc822\r\n\r\nSubject: Ann Lee\r\n\r\nAnn Lee\r\n"
    _own.in_place(RUN, call("nhsmail", "", body=within), ABOUT_ANN)


def test_a_baby_was_born_on_a_day_on_which_other_things_were():
    born = {"first": {"person": {**PERSON, "birth_date": "2026-11-20"}}}
    run = SimpleNamespace(issued=born, also={})
    _own.in_place(run, call(headers=(("X-Since", "2026-11-20"),)), ABOUT_ANN)
