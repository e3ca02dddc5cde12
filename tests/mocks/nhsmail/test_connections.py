"""Connections to NHSmail without a message: what was said over them is recorded, and no password."""

import base64
import imaplib
import queue
import smtplib
import socket
import ssl
from email.message import EmailMessage

import pytest

from cpcs_harness._content.mocks.nhsmail.commands import Commands
from cpcs_harness._content.mocks.nhsmail.smtp import NHSmail
from cpcs_harness.mockkit.silent import KEPT

SECONDS = 10


@pytest.fixture
def at(nation):
    return nation.candidate_endpoints()["nhsmail"]


@pytest.fixture
def trusting(world):
    return ssl.create_default_context(cadata=world.environment.ca_pem)


@pytest.fixture
def premises(world):
    return world.environment.premises[0]


@pytest.fixture
def noted(nation, monkeypatch):
    """Give what is noted next: what a connection brought, what came, and who had logged in."""
    told = queue.Queue()
    monkeypatch.setattr(nation.services[NHSmail].silent, "_note", told.put)

    def noted():
        one = told.get(timeout=SECONDS)
        return one.brought, one.first, one.account

    return noted


@pytest.fixture
def smtp(at, trusting, premises):
    """Log in by SMTP."""

    def smtp():
        client = smtplib.SMTP(at["host"], at["port"], local_hostname="localhost", timeout=SECONDS)
        client.starttls(context=trusting)
        client.login(premises.email, premises.email_password)
        return client

    return smtp


@pytest.fixture
def imap(at, trusting):
    return imaplib.IMAP4_SSL(at["imap_host"], at["imap_port"], ssl_context=trusting, timeout=SECONDS)


def mail(premises):
    message = EmailMessage()
    message["From"], message["To"] = premises.email, "practice@nhs.net"
    message.set_content("Nothing.\n.\nVRFY is no command here.\n")
    return message


GREETING = "ehlo localhost\nSTARTTLS\nehlo localhost\nAUTH PLAIN"


def test_who_only_logs_in_is_recorded_without_the_password(smtp, noted, premises):
    smtp().quit()

    assert noted() == ("commands", f"{GREETING}\nquit", premises.email)


def test_what_is_asked_and_who_is_addressed_is_recorded(smtp, noted, premises):
    with smtp() as client:
        client.docmd("VRFY", "Ann Lee")
        client.mail(premises.email)
        client.rcpt("stranger@example.org")

    said = f"{GREETING}\nVRFY Ann Lee\nmail FROM:<{premises.email}>\nrcpt TO:<stranger@example.org>\nQUIT"
    assert noted() == ("commands", said, premises.email)


def test_mail_is_recorded_by_itself_and_what_was_said_beside_it_here(smtp, noted, premises):
    with smtp() as client:
        client.send_message(mail(premises))
        client.noop()
        client.rset()
    with smtp() as client:
        client.send_message(mail(premises))
        client.docmd("NOOP", "Ann Lee")

    assert noted() == ("commands", "NOOP Ann Lee", premises.email)


def test_a_message_that_breaks_off_leaves_whom_it_was_for(smtp, noted, premises):
    client = smtp()
    client.mail(premises.email)
    client.rcpt("stranger@example.org")
    client.docmd("DATA")
    client.send("Ann Lee\r\n")
    client.close()

    said = f"{GREETING}\nmail FROM:<{premises.email}>\nrcpt TO:<stranger@example.org>\nDATA"
    assert noted() == ("commands", said, premises.email)


def test_who_leaves_without_a_word_and_who_speaks_no_smtp_is_recorded(at, noted):
    for content in (b"", b"Ann Lee\r\n", b"Ann Lee"):
        with socket.create_connection((at["host"], at["port"]), timeout=SECONDS) as connection:
            connection.sendall(content)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass

    assert [noted() for _ in range(3)] == [("nothing", "", ""), *[("commands", "Ann Lee", "")] * 2]


def test_what_is_said_by_imap_before_a_log_in_is_recorded(imap, noted):
    imap.xatom("ID", '("name" "Ann Lee")')
    imap.logout()

    brought, first, account = noted()
    said = [line.partition(" ")[2] for line in first.split("\n")]
    assert (brought, said, account) == ("commands", ["CAPABILITY", 'ID ("name" "Ann Lee")', "LOGOUT"], "")


def test_a_session_that_logs_in_is_recorded_as_one(imap, at, trusting, noted, premises, seen):
    imap.login(premises.email, premises.email_password)
    imap.logout()
    imaplib.IMAP4_SSL(at["imap_host"], at["imap_port"], ssl_context=trusting, timeout=SECONDS).logout()

    assert noted()[1].endswith("LOGOUT")
    assert seen.last("nhsmail", "read_mailbox")["data"]["facts"]["account"] == premises.email


def test_what_is_put_into_a_mailbox_is_recorded(imap, premises, seen):
    imap.login(premises.email, premises.email_password)
    imap.append("INBOX", None, None, b"Subject: copy\r\n\r\nAnn Lee\r\n")
    imap.logout()

    put = seen.last("nhsmail", "append")
    assert seen.body(put) == b"Subject: copy\r\n\r\nAnn Lee\r\n"
    assert (put["data"]["request"]["start"]["mailbox"], put["data"]["facts"]["account"]) == (
        "INBOX",
        premises.email,
    )


def test_plain_bytes_in_place_of_tls_are_recorded(at, noted):
    with socket.create_connection((at["imap_host"], at["imap_port"]), timeout=SECONDS) as connection:
        connection.sendall(b"Ann Lee\n")

    assert noted() == ("bytes", "Ann Lee\n", "")


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["AUTH PLAIN AGFubgBsZWU=", "QUIT"], b"AUTH PLAIN\nQUIT"),
        (["AUTH PLAIN", "AGFubgBsZWU=", "QUIT"], b"AUTH PLAIN\nQUIT"),
        (["auth login", "YW5u", "bGVl", "QUIT"], b"AUTH login\nQUIT"),
        (["AUTH LOGIN YW5u", "bGVl", "QUIT"], b"AUTH LOGIN\nQUIT"),
        (["AUTH LOGIN", "YW5u", "bGVl", "Ann Lee"], b"AUTH LOGIN\nAnn Lee"),
        (["AUTH NONE", "VRFY Ann Lee"], b"AUTH NONE\nVRFY Ann Lee"),
    ],
)
def test_of_a_log_in_the_way_alone_is_kept(lines, kept):
    commands = Commands()
    for line in lines:
        commands.said(f"{line}\r\n".encode())

    assert commands.unrecorded == kept
    assert base64.b64encode(b"ann") not in commands.unrecorded


def test_however_much_is_said_little_is_kept():
    commands = Commands()
    for _ in range(1000):
        commands.said(b"x" * 100_000)

    assert len(commands.unrecorded) <= KEPT
