"""Practices' e-mails in every form: each is another message, and a mail program reads the same words from all."""

import email
import email.policy
import html
import re
from dataclasses import fields, replace
from datetime import date

import pytest

from cpcs_harness._content.mocks.gp_practice.email import referral_message
from cpcs_harness._content.mocks.gp_practice.email_form import PAPERS
from cpcs_harness.people.drawn.email import FIELDS, ODD_LETTERS, EmailForm

VALUES = [(field, value) for field, values in FIELDS.items() for value in values]


@pytest.fixture(scope="module")
def referral(admit):
    issued = admit().gp_referral
    # A day of one digit: 02 Mar and 2 March are then two spellings.
    born = replace(issued.person, birth_date=date(1980, 3, 2))
    return replace(issued, person=born, notes=f"{issued.notes}\n{ODD_LETTERS}")


def read(message):
    return email.message_from_bytes(message, policy=email.policy.default)


def texts(message):
    """Give each text of a message; ISO-8859-1 stands for Windows-1252, as in every browser."""
    for part in read(message).walk():
        if part.get_content_maintype() == "text":
            charset = {"iso-8859-1": "windows-1252"}.get(
                part.get_content_charset(), part.get_content_charset()
            )
            text = part.get_payload(decode=True).decode(charset)
            yield (
                html.unescape(re.sub(r"<[^<>]*>", " ", text))
                if part.get_content_subtype() == "html"
                else text
            )


def test_the_form_has_the_fields_that_are_drawn_and_the_plain_one_is_the_first_of_each():
    assert [one.name for one in fields(EmailForm)] == list(FIELDS)
    assert EmailForm() == EmailForm(**{field: values[0] for field, values in FIELDS.items()})


@pytest.mark.parametrize(("field", "value"), VALUES)
def test_every_form_says_the_same_and_is_another_message(referral, field, value):
    formed = replace(referral, form=EmailForm(**{field: value}))
    message = referral_message(formed)

    assert (message != referral_message(referral)) == (value != FIELDS[field][0])
    for text in texts(message):
        words = " ".join(text.split())
        for due in (referral.reference, referral.person.family, referral.complaint, ODD_LETTERS):
            assert " ".join(due.split()) in words
    assert read(message)["Subject"].endswith(f"CPCS referral {referral.reference}")
    assert ("Message-ID" in read(message)) == (value is not False)


@pytest.mark.parametrize("body", FIELDS["body"])
@pytest.mark.parametrize("encoding", FIELDS["encoding"])
@pytest.mark.parametrize("besides", FIELDS["besides"])
def test_texts_keep_their_letters_in_each_encoding(referral, body, encoding, besides):
    form = EmailForm(charset="iso-8859-1", body=body, encoding=encoding, besides=besides)
    message = referral_message(replace(referral, form=form))

    found = list(texts(message))
    assert len(found) == (2 if body == "alternative" else 1)
    assert all(ODD_LETTERS in text for text in found)
    assert max(map(len, message.split(b"\r\n"))) < 998 or encoding == "8bit"


def test_what_is_signed_or_has_something_hanging_on_it_says_so(referral):
    kinds = {
        value: read(referral_message(replace(referral, form=EmailForm(besides=value)))).get_content_type()
        for value in FIELDS["besides"]
    }

    mixed = dict.fromkeys(("picture", "papers"), "multipart/mixed")
    assert kinds == {"nothing": "text/plain", "signature": "multipart/signed", **mixed}


def test_papers_hang_on_it_by_name(referral):
    mail = read(referral_message(replace(referral, form=EmailForm(besides="papers"))))

    assert [part.get_filename() for part in mail.iter_attachments()] == list(PAPERS)


@pytest.mark.parametrize("birth", FIELDS["birth"])
def test_a_birth_date_is_written_as_people_do_and_is_the_same_day(referral, birth):
    born = date(1980, 3, 2)
    formed = replace(referral, person=replace(referral.person, birth_date=born), form=EmailForm(birth=birth))
    due = {
        "words": "02 Mar 1980",
        "whole words": "2 March 1980",
        "slashes": "02/03/1980",
        "two digits": "02/03/80",
        "ISO": "1980-03-02",
    }

    assert f"Date of birth: {due[birth]}" in " ".join(next(texts(referral_message(formed))).split())
