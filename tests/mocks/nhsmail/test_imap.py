"""NHSmail's mailboxes over IMAP, with clients that others wrote: imaplib and IMAPClient."""

import contextlib
import imaplib
import smtplib
import socket
import ssl
from email.message import EmailMessage

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from cpcs_harness._content.mocks.nhsmail.smtp import NHSmail
from cpcs_harness.evidence.events import Answered, Exchange
from cpcs_harness.evidence.reader import Evidence

SECONDS = 10


@pytest.fixture
def at(nation):
    said = nation.candidate_endpoints()["nhsmail"]
    return said["imap_host"], said["imap_port"]


@pytest.fixture
def tls(world):
    return ssl.create_default_context(cadata=world.environment.ca_pem)


@pytest.fixture
def premises(issued):
    return issued.premises


@pytest.fixture
def connect(at, tls):
    opened = []

    def connect():
        client = imaplib.IMAP4_SSL(*at, ssl_context=tls, timeout=SECONDS)
        opened.append(client)
        return client

    yield connect
    for client in opened:
        with contextlib.suppress(OSError):  # some have logged out
            client.shutdown()


@pytest.fixture
def inbox(connect, premises):
    """The pharmacy's inbox, open, with nothing in it but what the test puts there."""
    client = connect()
    client.login(premises.email, premises.email_password)
    client.select()
    for number in found(client, "ALL"):
        client.store(number, "+FLAGS", "\\Deleted")
    client.expunge()
    return client


@pytest.fixture
def mail(issued, premises):
    message = EmailMessage()
    message["From"], message["To"] = issued.person.practice.email, premises.email
    message["Subject"] = "CPCS referral"
    message["Message-ID"] = f"<{issued.gp_referral.message_id.lower()}@nhs.net>"
    message.set_content(f"NHS number: {issued.person.nhs_number}\n", cte="base64")
    return message.as_bytes()


def found(client, *criteria):
    return client.search(None, *criteria)[1][0].decode().split()


def whole(fetched):
    """Give the message out of what imaplib makes of FETCH."""
    return next(part[1] for part in fetched[1] if isinstance(part, tuple))


def test_what_was_delivered_is_unseen_until_it_is_fetched(inbox, nation, premises, mail):
    nation[NHSmail].deliver(premises.email, mail)
    inbox.noop()

    (number,) = found(inbox, "UNSEEN")
    assert whole(inbox.fetch(number, "(BODY.PEEK[])")) == mail
    assert found(inbox, "UNSEEN") == [number]
    assert whole(inbox.fetch(number, "(RFC822)")) == mail
    assert found(inbox, "UNSEEN") == []


def test_flags_are_kept_from_session_to_session(inbox, connect, nation, premises, mail):
    nation[NHSmail].deliver(premises.email, mail)
    inbox.noop()
    (number,) = found(inbox, "UNSEEN")
    inbox.store(number, "+FLAGS.SILENT", "\\Seen")
    inbox.logout()

    other = connect()
    other.login(premises.email.upper(), premises.email_password)
    other.select("INBOX", readonly=True)

    assert found(other, "UNSEEN") == []
    assert b"\\Seen" in other.fetch("1:*", "(FLAGS)")[1][-1]


def test_a_fetched_message_belongs_to_its_journey(inbox, nation, premises, mail, issued, seen):
    nation[NHSmail].deliver(premises.email, mail)
    inbox.noop()
    inbox.fetch(found(inbox, "ALL")[0], "(BODY.PEEK[])")

    event = seen.last("nhsmail", "read_mailbox")
    data = event["data"]
    assert (event["journey"], data["rule"]) == (issued.journey, f"NHS number {issued.person.nhs_number}")
    assert data["facts"] == {
        "account": premises.email,
        "tls": "TLSv1.3",
        "seen": [f"<{issued.gp_referral.message_id.lower()}@nhs.net>"],
        "logged_in": True,
    }
    assert (data["protocol"], data["direction"]) == ("imap", "from-candidate")
    assert seen.body(event, "response") == mail


def test_one_exchange_is_recorded_for_each_message_that_is_read(inbox, nation, premises, mail, seen):
    for _ in range(3):
        nation[NHSmail].deliver(premises.email, mail)
    inbox.noop()
    before = len(seen.exchanges("nhsmail", "read_mailbox"))

    inbox.fetch("1:*", "(FLAGS UID RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[HEADER])")
    assert len(seen.exchanges("nhsmail", "read_mailbox")) == before

    inbox.fetch("1:*", "(UID BODY[TEXT])")
    assert len(seen.exchanges("nhsmail", "read_mailbox")) == before + 3


def test_a_look_that_fetches_nothing_belongs_to_the_run(inbox, nation, premises, seen):
    before = len(seen.exchanges("nhsmail", "read_mailbox"))
    inbox.logout()

    events = seen.exchanges("nhsmail", "read_mailbox")[before:]
    assert [(event["journey"], event["data"]["facts"]["seen"]) for event in events] == [("run", [])]
    assert events[0]["data"]["facts"]["account"] == premises.email


def test_a_wrong_password_is_refused_and_recorded_for_the_run(connect, premises, seen):
    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
        connect().login(premises.email, "not-the-password")

    event = seen.last("nhsmail", "read_mailbox")
    assert (event["journey"], event["data"]["facts"]["logged_in"]) == ("run", False)
    assert event["data"]["facts"]["account"] == premises.email
    assert "not-the-password" not in str(event)


def test_nobody_reads_anothers_mailbox(connect, world, premises, issued):
    other = next(one for one in world.environment.premises if one != premises)
    for name, password in (
        (other.email, premises.email_password),
        (issued.person.practice.email, premises.email_password),
        ("", ""),
    ):
        with pytest.raises(imaplib.IMAP4.error):
            connect().login(name, password)


def test_each_pharmacy_has_a_mailbox_of_its_own(connect, world, nation, mail):
    first, second = world.environment.premises[:2]
    client = connect()
    client.login(second.email, second.email_password)
    before = int(client.select()[1][0])

    nation[NHSmail].deliver(first.email, mail)

    assert int(client.select()[1][0]) == before


def test_what_is_submitted_by_smtp_can_be_read(inbox, nation, premises, mail, tls):
    said = nation.candidate_endpoints()["nhsmail"]
    with smtplib.SMTP(said["host"], said["port"], timeout=SECONDS) as client:
        client.starttls(context=tls)
        client.login(premises.email, premises.email_password)
        client.sendmail(premises.email, [premises.email], mail)
    inbox.noop()

    assert (
        whole(inbox.fetch(found(inbox, "ALL")[-1], "(RFC822)")).replace(b"\r\n", b"\n").strip()
        == mail.strip()
    )


def test_tls_comes_first(at):
    with socket.create_connection(at, timeout=SECONDS) as plain:
        plain.sendall(b"a LOGIN x y\r\n")

        assert not plain.recv(1000).startswith(b"* OK")


def test_imapclient_reads_the_mailbox(at, tls, nation, premises, mail, inbox):
    nation[NHSmail].deliver(premises.email, mail)
    with IMAPClient(*at, ssl_context=tls, timeout=SECONDS) as client:
        client.login(premises.email, premises.email_password)
        client.select_folder("INBOX")
        (uid,) = client.search("UNSEEN")
        fetched = client.fetch([uid], ["BODY.PEEK[]", "FLAGS", "ENVELOPE"])[uid]
        assert (fetched[b"BODY[]"], fetched[b"ENVELOPE"].subject) == (mail, b"CPCS referral")

        client.set_flags([uid], ["\\Seen"])

        assert client.search("UNSEEN") == []


def test_imapclient_is_told_of_a_wrong_password(at, tls, premises):
    client = IMAPClient(*at, ssl_context=tls, timeout=SECONDS)
    with pytest.raises(LoginError):
        client.login(premises.email, "wrong")
    client.shutdown()


def test_whoever_idles_is_told_of_a_delivery(at, tls, nation, premises, mail, inbox):
    with IMAPClient(*at, ssl_context=tls, timeout=SECONDS) as client:
        client.login(premises.email, premises.email_password)
        client.select_folder("INBOX")
        client.idle()
        nation[NHSmail].deliver(premises.email, mail)

        assert (1, b"EXISTS") in client.idle_check(timeout=SECONDS)

        client.idle_done()


def test_when_each_exchange_was_answered_is_recorded(connect, inbox, nation, premises, mail, world):
    def recorded(kind):
        world.recorder.log.flush()
        return Evidence.load(world.recorder.log.path.parent).of(kind)

    before = len(recorded(Exchange))
    nation[NHSmail].deliver(premises.email, mail)
    refused = connect()
    with pytest.raises(imaplib.IMAP4.error):
        refused.login(premises.email, "another password")
    inbox.noop()
    inbox.fetch(found(inbox, "ALL")[0], "(RFC822)")
    idle = connect()
    idle.login(premises.email, premises.email_password)
    idle.logout()

    answered = {event.data.exchange: event for event in recorded(Answered)}
    # sessions of other tests may end meanwhile, and whoever hangs up is not answered
    asked = [event for event in recorded(Exchange)[before:] if event.id in answered]
    commands = [event.data.request.start["method"].split()[0] for event in asked]
    assert sorted(commands) == ["FETCH", "LOGIN", "LOGOUT"]
    for event in asked:
        times = answered[event.id]
        assert (times.journey, times.data.gone) == (event.journey, False)
        assert 0 <= times.data.read_ms <= event.data.elapsed_ms <= times.data.written_ms
