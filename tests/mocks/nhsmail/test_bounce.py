"""Mailboxes that refuse, and what comes back of those that are unknown or full."""

import email
from types import SimpleNamespace

import pytest

from cpcs_harness._content.mocks.nhsmail import bounce
from cpcs_harness.evidence.register import Register

SERVICES = [
    {"email": "pharmacy.fx503@nhs.net", "mailbox": "refuses"},
    {"email": "pharmacy.fx504@nhs.net", "mailbox": "unknown"},
    {"email": "pharmacy.fx509@nhs.net", "mailbox": "full"},
    {"email": "pharmacy.fx501@nhs.net"},
    {"name": "without an address"},
]
SENT = b"From: a@nhs.net\r\nTo: pharmacy.fx509@nhs.net\r\nSubject: CPCS\r\nMessage-ID: <one@nhs.net>\r\n\r\nhello\r\n"


@pytest.fixture
def world():
    from datetime import UTC, datetime

    clock = SimpleNamespace(now=lambda: datetime(2026, 11, 28, tzinfo=UTC))
    return SimpleNamespace(
        directory={"LS14AB": SimpleNamespace(services=SERVICES)}, clock=clock, register=Register()
    )


def test_a_mailbox_is_as_the_directory_has_it(world):
    states = [bounce.state_of(world, f"Pharmacy.FX{number}@nhs.net") for number in (501, 503, 504, 509, 999)]

    assert states == ["", "refuses", "unknown", "full", ""]


def test_only_what_was_taken_comes_back(world):
    back = bounce.undelivered(world, [f"pharmacy.fx{number}@nhs.net" for number in (501, 503, 504)])

    assert list(back) == ["pharmacy.fx504@nhs.net"]


def test_a_report_names_what_was_sent_and_why_it_failed(world):
    failed = bounce.undelivered(world, ["pharmacy.fx509@nhs.net"])
    raw = bounce.report(world, SENT, failed, "pharmacy.fa101@nhs.net", "onward")

    message = email.message_from_bytes(raw)
    assert message.get_content_type() == "multipart/report"
    assert message.get_param("report-type") == "delivery-status"
    text = raw.decode()
    for part in ("Status: 5.2.2", "Action: failed", "Message-ID: <one@nhs.net>"):
        assert part in text
    assert world.register.match([f"Message-ID: {message['Message-ID']}"])[0] == "onward"


@pytest.mark.parametrize(
    ("number", "kind", "brings"), [(509, "message/rfc822", True), (504, "text/rfc822-headers", False)]
)
def test_a_full_mailbox_brings_back_the_whole_and_an_unknown_one_the_head(world, number, kind, brings):
    failed = bounce.undelivered(world, [f"pharmacy.fx{number}@nhs.net"])

    raw = bounce.report(world, SENT, failed, "pharmacy.fa101@nhs.net", "onward")

    assert [part.get_content_type() for part in email.message_from_bytes(raw).get_payload()][-1] == kind
    assert b"Message-ID: <one@nhs.net>" in raw
    assert (b"hello" in raw) is brings
