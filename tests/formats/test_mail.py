"""E-mails are read whatever they hold."""

from cpcs_harness.formats.mail import read_mail


def test_a_charset_of_escapes_that_are_none_is_read_as_text():
    mail = read_mail(b"Subject: s\r\nContent-Type: text/plain; charset=unicode_escape\r\n\r\nC:\\qath")

    assert "qath" in mail.text
