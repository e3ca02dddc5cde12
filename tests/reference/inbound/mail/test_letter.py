"""Practices' e-mails as mail systems send them: every character, every label, and what cannot be read is said."""

from types import SimpleNamespace

import pytest

from reference.inbound.mail.letter import read
from reference.inbound.mail.referral import GpMailReferral, birth_date, labelled

LINES = (
    "Reference: R-1\nPatient given name: Siân\nPatient family name: O\u2019Whitlow\nNotes: “worse” \u2013 £2"
)
PREMISES = SimpleNamespace(ods="FA101")


def letter(body, media="text/plain; charset=utf-8", subject="CPCS referral R-1", encoding="8bit"):
    head = f"From: sedge@nhs.net\r\nSubject: {subject}\r\nMessage-ID: <m1@nhs.net>\r\nMIME-Version: 1.0\r\n"
    kind = f"Content-Type: {media}\r\n" if media else ""
    return read(f"{head}{kind}Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body)


@pytest.mark.parametrize(
    ("charset", "sent"),
    [
        ("windows-1252", "windows-1252"),
        ("iso-8859-1", "windows-1252"),
        ("us-ascii", "windows-1252"),
        ("us-ascii", "utf-8"),
        ("utf-8", "windows-1252"),
        ("utf-8", "utf-8-sig"),
        ("", "windows-1252"),
        ("", "utf-8"),
    ],
)
def test_every_character_is_read_whatever_the_charset_is_said_to_be(charset, sent):
    media = f"text/plain; charset={charset}" if charset else ""

    assert letter(LINES.encode(sent), media).text == LINES


def test_the_labels_of_a_bulleted_list_are_read():
    text = "\n".join(f"* {line}" for line in LINES.split("\n"))

    assert labelled(text) == labelled(LINES)
    assert labelled(text)["Reference"] == "R-1"


def test_a_bullet_in_a_text_without_bulleted_labels_stays():
    assert labelled("Notes: two things\n  - the first")["Notes"] == "two things\n- the first"


@pytest.mark.parametrize(
    ("subject", "kinds"),
    [
        ("CPCS referral R-1", ["free-text"]),
        ("[SECURE] CPCS referral R-1", ["free-text"]),
        ("FW: CPCS referral R-1", ["free-text", "forwarded"]),
        ("RE: [SECURE] CPCS referral R-1", ["free-text", "forwarded"]),
        ("[SECURE] Fwd: CPCS referral R-1", ["free-text", "forwarded"]),
    ],
)
def test_a_referral_that_was_handed_on_is_one_and_says_so(subject, kinds):
    reader = GpMailReferral()
    sent = letter(LINES.encode(), subject=subject)

    assert reader.is_referral(sent.subject)
    assert reader.content(sent, PREMISES)["notices"] == kinds


def test_an_answer_to_something_else_is_no_referral():
    assert not GpMailReferral().is_referral("RE: your CPCS referral")


def test_what_cannot_be_read_is_said_to_be_so():
    sent = letter(b"eJ8+IgAA", 'application/ms-tnef; name="winmail.dat"', encoding="base64")

    assert (sent.text, sent.attachments) == ("", ("winmail.dat",))
    assert GpMailReferral().content(sent, PREMISES)["notices"] == ["free-text", "unreadable"]


def test_a_signature_is_no_attachment_that_somebody_misses():
    parts = f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{LINES}\r\n--b\r\n"
    signature = "Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nMIAG\r\n--b--\r\n"
    sent = letter((parts + signature).encode(), "multipart/signed; boundary=b")

    assert (sent.text, sent.attachments) == (LINES, ())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("29/02/84", "1984-02-29"),
        ("1.2.01", "2001-02-01"),
        ("29 Feb 1984", "1984-02-29"),
        ("29/02/85", ""),
        ("31/12/1899", "1899-12-31"),
    ],
)
def test_a_day_of_birth_is_read_as_people_write_it(text, day):
    assert birth_date(text) == day
