"""To whom an e-mail goes, and by what its receiver knows it."""

from email.message import EmailMessage

import pytest

from cpcs_harness._content.conformance._shared.mails import envelope_recipients, message_id, recipients
from made_up import SeenCall, seen_message


def mail(*to, named="", number="<1@nhs.net>"):
    message = EmailMessage()
    message["To"] = named or ", ".join(to)
    if number:
        message["Message-ID"] = number
    request = seen_message({"rcpt_to": list(to)}, message.as_bytes())
    return SeenCall(facts={"account": "Own@nhs.net"}, request=request)


def test_whom_a_mail_is_submitted_for_is_who_stands_in_the_envelope():
    assert envelope_recipients(mail("B@nhs.net", "a@nhs.net", named="c@nhs.net")) == [
        "b@nhs.net",
        "a@nhs.net",
    ]


def test_whom_a_mail_goes_to_is_envelope_and_names_but_not_the_sender():
    assert recipients(mail("b@nhs.net", "own@nhs.net", named="C@nhs.net")) == ["b@nhs.net", "c@nhs.net"]


@pytest.mark.parametrize(("number", "due"), [("<1@nhs.net>", "<1@nhs.net>"), ("", "")])
def test_a_mail_is_known_by_its_message_id(number, due):
    assert message_id(mail("a@nhs.net", number=number)) == due
