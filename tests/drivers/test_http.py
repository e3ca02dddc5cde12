"""What the harness makes of whatever a control API answers: never a hang, never a crash."""

import socket
import threading
from contextlib import contextmanager

import pytest

from cpcs_harness.drivers.base import Actor
from cpcs_harness.drivers.http import HttpDriver
from cpcs_harness.drivers.http_call import MAX_ANSWER
from cpcs_harness.errors import UsageProblem

ACTOR = Actor("A Pharmacist", "pharmacist", "FA101", "2450001")
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextmanager
def answering(*answers):
    """Serve raw bytes, an answer a connection; an answer may be a function that is given the connection."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve():
        for answer in answers:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                if callable(answer):
                    answer(connection, over)
                else:
                    connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield HttpDriver(f"http://127.0.0.1:{listener.getsockname()[1]}", "token", 1.0)
    over.set()
    thread.join(10)
    listener.close()


def body(text):
    return OK + f"Content-Length: {len(text.encode())}\r\n\r\n".encode() + text.encode()


def drip(connection, over):
    """Send a byte now and then, for ever."""
    connection.sendall(OK + b"Content-Length: 1000000\r\n\r\n")
    while not over.wait(0.05):
        try:
            connection.sendall(b" ")
        except OSError:
            return


def drip_headers(connection, over):
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while not over.wait(0.05):
        try:
            connection.sendall(b"x")
        except OSError:
            return


def flood(connection, over):
    """Send more than is read."""
    try:
        connection.sendall(OK + b"\r\n")
        for _ in range(MAX_ANSWER // 65536 + 2):
            connection.sendall(b" " * 65536)
    except OSError:
        return


def act(driver, seconds=1.0):
    return driver.act("worklist", ACTOR, None, {}, seconds)


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        pytest.param(body('{"status":"done","observation":{"referrals":[]}}'), "done", None, id="done"),
        pytest.param(body('{"status":"refused","shown":"No."}'), "refused", None, id="refused"),
        pytest.param(body("{}"), "malformed", "expected 200", id="an empty object"),
        pytest.param(body("[]"), "malformed", "expected 200", id="a list"),
        pytest.param(body("<html>"), "malformed", "<html>", id="a page"),
        pytest.param(body('{"status":"splendid"}'), "malformed", "splendid", id="no such status"),
        pytest.param(
            body('{"status":"done","observation":{"referrals":7}}'), "malformed", "$.referrals", id="a number"
        ),
        pytest.param(body("[" * 100_000), "malformed", "expected 200", id="very deep"),
        pytest.param(
            b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "cannot", "no action worklist", id="404"
        ),
        pytest.param(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "malformed", "500", id="500"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n", "unanswered", "no answer", id="another protocol"),
        pytest.param(b"", "unanswered", "no answer", id="the connection closed"),
        pytest.param(drip, "unanswered", "no whole answer in 1 s", id="a body that drips"),
        pytest.param(drip_headers, "unanswered", "no whole answer in 1 s", id="headers that drip"),
        pytest.param(flood, "unanswered", "no answer", id="a flood"),
    ],
)
def test_an_answer_of_any_kind_has_an_outcome(answer, status, said):
    with answering(answer) as driver:
        outcome = act(driver, 20.0 if answer is flood else 1.0)

    assert outcome.status == status, outcome
    assert said is None or said in outcome.reason


def test_an_action_may_be_answered_later():
    pending = b'HTTP/1.1 202 Accepted\r\nContent-Length: 12\r\n\r\n{"id": "x1"}'
    with answering(pending, pending, body('{"status":"done"}')) as driver:
        assert act(driver).status == "done"


def test_an_action_that_stays_pending_is_unanswered():
    pending = b'HTTP/1.1 202 Accepted\r\nContent-Length: 12\r\n\r\n{"id": "x1"}'
    with answering(*[pending] * 200) as driver:
        outcome = act(driver)

    assert outcome.status == "unanswered"


def test_a_refused_token_is_a_matter_of_configuration():
    with (
        answering(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n") as driver,
        pytest.raises(UsageProblem, match="token"),
    ):
        driver.about()


@pytest.mark.parametrize("answer", [body("[]"), body("no"), b"", drip])
def test_a_candidate_that_cannot_say_what_it_is_is_still_driven(answer):
    with answering(answer) as driver:
        assert "error" in driver.about()


def test_an_answer_that_is_nested_too_deep_to_be_recorded_is_malformed():
    deep = '{"status": "done", "observation": {"a": ' + "[" * 300 + "]" * 300 + "}}"
    with answering(body(deep)) as driver:
        assert driver.act("worklist", ACTOR, None, {}, 1.0).status == "malformed"
