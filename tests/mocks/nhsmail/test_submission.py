"""SMTP connections are bounded in number, size, time and memory; whoever goes beyond is told so, and others go on."""

import smtplib
import socket
from email.message import EmailMessage

import pytest

from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness._content.mocks.nhsmail import smtp, submission
from cpcs_harness._content.mocks.nhsmail.smtp import NHSmail
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit.intake import SMALL, Intake, Patience
from cpcs_harness.mockkit.world import World


@pytest.fixture
def world(environment, tmp_path):
    """A world for each test: what one test fills, the next is to find empty."""
    recorder = Recorder(tmp_path / "run", Register())
    world = World(environment, recorder.register, recorder)
    world.intake = Intake(room=1_000_000, patience=Patience(turn=0.05))
    yield world
    recorder.log.close()


@pytest.fixture
def server(world):
    with Nation(world, kinds=(NHSmail,)) as nation:
        said = nation.candidate_endpoints()["nhsmail"]
        yield said["host"], said["port"]


@pytest.fixture
def connected(server):
    """Gives a connection more, with what it was greeted by."""
    clients = []

    def connected():
        client = socket.create_connection(server, timeout=10)
        clients.append(client)
        return client, client.makefile("rb")

    yield connected
    for client in clients:
        client.close()


def mail(size):
    message = EmailMessage()
    message["Subject"] = "Consultation"
    message.set_content(("x" * 70 + "\n") * (size // 71))
    return message.as_string()  # for whose bytes smtplib would not end lines as mail does


def sent(server, size):
    """Send a message of some size; gives the code and text of the reply."""
    with smtplib.SMTP(*server, timeout=10) as client:
        client.ehlo()
        client.mail("a@nhs.net", [f"SIZE={size}"])
        client.rcpt("b@nhs.net")
        try:
            return client.data(mail(size))
        except smtplib.SMTPDataError as refused:
            return refused.args


def begun(connected, announced):
    """Begin a message of an announced size, and send none of it."""
    client, answers = connected()
    answers.readline()
    for command in (f"EHLO x\r\nMAIL FROM:<a@nhs.net> SIZE={announced}", "RCPT TO:<b@nhs.net>", "DATA"):
        client.sendall(command.encode() + b"\r\n")
    while not (line := answers.readline()).startswith((b"354", b"4", b"5")):
        assert line, "the connection was closed before the message could be sent"
    assert line.startswith(b"354"), line
    return client, answers


def test_a_connection_too_many_is_told_and_those_before_go_on(connected, world, monkeypatch):
    monkeypatch.setattr(submission, "MOST", 2)
    held = [connected() for _ in range(2)]
    assert all(answers.readline().startswith(b"220") for _, answers in held)

    for _ in range(3):
        _, answers = connected()
        assert answers.readline().startswith(b"421 4.7.0 more than")
        assert answers.readline() == b""

    client, answers = held[0]
    client.sendall(b"NOOP\r\n")
    assert answers.readline().startswith(b"250")
    world.recorder.log.flush()
    told = Evidence.load(world.recorder.log.path.parent).of_kind("connections_refused")
    assert [event["data"] for event in told] == [{"service": "nhsmail", "most": 2}]


def test_a_place_is_free_again_when_a_connection_is_closed(server, monkeypatch):
    monkeypatch.setattr(submission, "MOST", 1)

    for _ in range(3):
        with smtplib.SMTP(*server, timeout=10) as client:
            assert client.noop()[0] == 250


def test_a_large_message_waits_for_its_turn_and_small_ones_pass(server, connected):
    begun(connected, 900_000)

    assert sent(server, 900_000) == (452, submission.BUSY[4:].encode())
    assert sent(server, SMALL - 1000)[0] == 250


def test_a_turn_is_free_again_when_who_had_it_leaves(server, connected, world):
    world.intake._patience = Patience(turn=20)
    client, answers = begun(connected, 900_000)
    answers.close()
    client.close()

    assert sent(server, 900_000)[0] == 250


def test_a_message_far_larger_than_announced_is_refused_to_its_face(connected):
    client, answers = begun(connected, 10)
    told = b""
    with pytest.raises((BrokenPipeError, ConnectionResetError)):  # noqa: PT012 - it may take a while to be cut
        while True:
            client.sendall(b"x" * 100_000)  # a line that never ends
    try:
        told = answers.readline()
    except ConnectionResetError:
        return
    assert told in (b"", submission.TOO_LARGE.encode() + b"\r\n")


def test_a_message_that_drips_is_cut(connected, monkeypatch):
    monkeypatch.setattr(submission, "SECONDS", 0.05)

    _, answers = begun(connected, 10)

    assert answers.readline().startswith(b"421 4.4.2")
    assert answers.readline() == b""


def test_full_mailboxes_take_nothing_more_and_say_so(server, monkeypatch):
    monkeypatch.setattr(smtp, "MOST_HELD", 3000)

    assert [sent(server, 1000)[0] for _ in range(4)] == [250, 250, 452, 452]


def test_a_message_of_the_largest_size_that_was_not_announced_is_taken(server):
    with smtplib.SMTP(*server, timeout=10) as client:
        client.ehlo()
        client.mail("a@nhs.net")
        client.rcpt("b@nhs.net")
        assert client.data(mail(3_000_000))[0] == 250
