"""What a broken or hostile IMAP client, or message, does to the mailbox server: nothing beyond its own connection."""

import imaplib
import socket
import ssl
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness._content.mocks.nhsmail.pymapped import LARGEST, LINE
from cpcs_harness._content.mocks.nhsmail.smtp import NHSmail
from explore import explored

SECONDS = 10
BOUNDED = explored(20)
COMMANDS = """
LOGIN SELECT EXAMINE SEARCH FETCH STORE UID COPY MOVE APPEND IDLE DONE STATUS LIST NOOP EXPUNGE AUTHENTICATE PLAIN
CAPABILITY STARTTLS ID INBOX ALL UNSEEN NOT OR 1 1:* *:1 0 -1 4294967296 9:1,2 (FLAGS) BODY[] BODY[ ] RFC822 +FLAGS
BODY.PEEK[1.2.3.MIME] BODY[]<0.0> BINARY[1] \\Seen () ( ) {3} {3+} {0} "a" "" "unended NIL % *
"""
WORDS = st.sampled_from(COMMANDS.split())
LINES = st.one_of(
    st.binary(max_size=200),
    st.lists(WORDS, max_size=8).map(lambda words: " ".join(["a1", *words]).encode()),
)


@pytest.fixture
def at(nation):
    said = nation.candidate_endpoints()["nhsmail"]
    return said["imap_host"], said["imap_port"]


@pytest.fixture
def premises(world):
    return world.environment.premises[0]


@pytest.fixture
def tls(world):
    return ssl.create_default_context(cadata=world.environment.ca_pem)


@pytest.fixture
def connect(at, tls):
    """Connects by TLS, and has read the greeting."""

    def connect():
        client = tls.wrap_socket(socket.create_connection(at, timeout=SECONDS), server_hostname=at[0])
        assert read_line(client).startswith(b"* OK")
        return client

    return connect


@pytest.fixture
def logged_in(connect, premises):
    def logged_in():
        client = connect()
        client.sendall(
            f'l LOGIN "{premises.email}" "{premises.email_password}"\r\nl SELECT INBOX\r\n'.encode()
        )
        while not read_line(client).startswith(b"l OK [READ-WRITE]"):
            pass
        return client

    return logged_in


@pytest.fixture
def still_serves(at, tls, premises, nation, seen):
    """Reads a new message with another client, and finds nothing broken in the evidence."""

    def still_serves():
        nation[NHSmail].deliver(premises.email, b"Subject: still\r\n\r\nhere\r\n")
        with imaplib.IMAP4_SSL(*at, ssl_context=tls, timeout=SECONDS) as client:
            client.login(premises.email, premises.email_password)
            last = client.select()[1][0].decode()
            fetched = client.fetch(last, "(RFC822)")[1]
        assert b"Subject: still\r\n\r\nhere\r\n" in [part[1] for part in fetched if isinstance(part, tuple)]
        broken = [
            event["data"]["facts"].get("harness_error") for event in seen.exchanges("nhsmail", "read_mailbox")
        ]
        assert [one for one in broken if one] == []

    return still_serves


def read_line(client):
    line = b""
    while not line.endswith(b"\n"):
        piece = client.recv(1)
        if not piece:
            break
        line += piece
    return line


def read_all(client):
    """Read until the server closes, or says goodbye to whoever goes on."""
    said = b""
    while piece := client.recv(65536):
        said += piece
    return said


def talk(client, lines):
    """Send lines, and enough to end what they began and the session; give what is said until the server closes."""
    with client:
        try:
            client.sendall(b"".join(line + b"\r\n" for line in lines))
            client.sendall(b"DONE\r\n" + b"z LOGOUT\r\n" * 20)
            return read_all(client)
        except OSError:  # the server has closed already
            return b""


@pytest.mark.parametrize("who", ["connect", "logged_in"])
def test_lines_of_nonsense_end_nothing_but_their_session(who, request, still_serves):
    open_session = request.getfixturevalue(who)

    @BOUNDED
    @given(st.lists(LINES, max_size=6))
    def say(lines):
        talk(open_session(), lines)

    say()

    still_serves()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"a " + b"x" * (2 * LINE) + b"\r\n", id="line"),
        pytest.param(b"x" * (20 * LINE), id="no-end"),
        pytest.param(f"a LOGIN {{{LARGEST + 1}+}}\r\n".encode(), id="literal"),
        pytest.param(b"a LOGIN {999999999999+}\r\n", id="terabyte"),
        pytest.param(b"a LOGIN {" + b"9" * 5000 + b"+}\r\n", id="number"),
        pytest.param(b"a LOGIN {" + b"9" * 5000 + b"}\r\n", id="invited-number"),
        pytest.param(b"a SEARCH " + b"(" * 20_000 + b"\r\n", id="nested"),
        pytest.param(b"a SEARCH " + b"NOT " * 10_000 + b"ALL\r\n", id="nots"),
    ],
)
def test_what_is_too_much_is_refused_or_ended(logged_in, still_serves, sent):
    said = talk(logged_in(), [sent])

    assert b"BAD" in said or b"BYE" in said or not said
    still_serves()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"a LOGIN {10+}\r\nabc", id="literal-cut"),
        pytest.param(b"a LOGIN {10}\r\nabc", id="invited-literal-cut"),
        pytest.param(b"a LOGIN", id="line-cut"),
        pytest.param(b"a IDLE\r\n", id="idle"),
        pytest.param(b"a AUTHENTICATE PLAIN\r\n", id="sasl"),
        pytest.param(b"a AUTHENTICATE PLAIN\r\n\xff\xfe\r\n", id="sasl-nonsense"),
        pytest.param(b"a APPEND INBOX {30000000+}\r\nabc", id="append-cut"),
    ],
)
@pytest.mark.parametrize("who", ["connect", "logged_in"])
def test_connections_may_be_cut_anywhere(who, request, still_serves, sent):
    client = request.getfixturevalue(who)()
    client.sendall(sent)
    reset(client)

    still_serves()


def test_what_is_no_tls_is_shut_out(at, still_serves, capfd):
    for sent in (b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01" + b"\xff" * 300, b""):
        with socket.create_connection(at, timeout=SECONDS) as client:
            client.sendall(sent)
            reset(client)

    still_serves()
    assert capfd.readouterr().err == ""


HOSTILE = [
    b"",
    b"\r\n",
    b"\xff\xfe\x00",
    b"Subject: =?utf-8?b?%%%?=\r\n\r\n",
    b"From: <<<>>> \x00 @\r\nTo: ,,,;:\r\nDate: 99 Foo 99999\r\n\r\nx",
    b"Message-ID: <\r\nReferences: <<>\r\n\r\nx",
    b'Content-Type: multipart/mixed; boundary="\r\n\r\n--',
    b"Content-Type: ;;;=\r\nContent-Transfer-Encoding: \x00\r\n\r\nx",
    b"Content-Type: message/rfc822\r\n\r\n" * 3_000,
    b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(2_000)),
    b"X: " + b"y" * 200_000 + b"\r\n\r\n",
]


@pytest.mark.parametrize("message", HOSTILE, ids=lambda said: f"{len(said)}-{said[:12]!r}")
def test_a_hostile_message_can_be_fetched_and_stops_no_other(
    at, tls, premises, nation, still_serves, message
):
    nation[NHSmail].deliver(premises.email, message)
    with imaplib.IMAP4_SSL(*at, ssl_context=tls, timeout=SECONDS) as client:
        client.login(premises.email, premises.email_password)
        last = client.select()[1][0].decode()

        assert client.fetch(last, "(ENVELOPE BODYSTRUCTURE)")[0] == "OK"
        assert client.search(None, "SUBJECT", "still", "FROM", "nobody")[0] == "OK"
        fetched = client.fetch(last, "(BODY.PEEK[])")[1]

    assert message in [part[1] for part in fetched if isinstance(part, tuple)]
    still_serves()


def reset(client):
    """Close without any politeness."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
