"""What the harness makes of whatever a control API answers: never a hang, never a crash."""

import json
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


def pending(id):
    said = json.dumps({"id": id}).encode()
    return b"HTTP/1.1 202 Accepted\r\nContent-Length: %d\r\n\r\n%s" % (len(said), said)


@contextmanager
def answering(*answers, heard=None):
    """Serve raw bytes, an answer a connection; an answer may be a function that is given the connection."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve():
        for answer in answers:
            connection, _ = listener.accept()
            with connection:
                request = connection.recv(65536)
                if heard is not None:
                    heard.append(request)
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


def flood_headers(connection, over):
    """Send header upon header, for ever."""
    try:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not over.is_set():
            connection.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")
    except OSError:
        return


def chunk_endlessly(connection, over):
    """Send chunk upon chunk, for ever."""
    try:
        connection.sendall(OK + b"Transfer-Encoding: chunked\r\n\r\n")
        while not over.is_set():
            connection.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
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
        pytest.param(flood_headers, "unanswered", "no answer", id="a flood of headers"),
        pytest.param(chunk_endlessly, "unanswered", "no answer", id="chunks without end"),
    ],
)
def test_an_answer_of_any_kind_has_an_outcome(answer, status, said):
    with answering(answer) as driver:
        outcome = act(driver, 1.0 if answer in (drip, drip_headers) or not callable(answer) else 20.0)

    assert outcome.status == status, outcome
    assert said is None or said in outcome.reason


def test_an_action_may_be_answered_later():
    pending = b'HTTP/1.1 202 Accepted\r\nContent-Length: 12\r\n\r\n{"id": "x1"}'
    with answering(pending, pending, body('{"status":"done"}')) as driver:
        assert act(driver).status == "done"


@pytest.mark.parametrize(
    ("id", "asked"),
    [
        ("x1", "/actions/results/x1"),
        ("../worklist", "/actions/results/..%2Fworklist"),
        ("../../../admin?x=1#y", "/actions/results/..%2F..%2F..%2Fadmin%3Fx%3D1%23y"),
        ("%2e%2e/x", "/actions/results/%252e%252e%2Fx"),
    ],
)
def test_the_id_of_what_is_pending_is_one_segment_of_an_address(id, asked):
    targets = []

    def answer(connection, _):
        connection.sendall(body('{"status":"done"}'))

    with answering(pending(id), answer, heard=targets) as driver:
        assert act(driver).status == "done"

    assert targets[1].split(b" ")[1].decode() == asked


@pytest.mark.parametrize("id", ["", ".", "..", None, ["x"], "x" * 300])
def test_what_is_no_id_is_not_asked_for(id):
    targets = []
    with answering(pending(id), heard=targets) as driver:
        outcome = act(driver)

    assert (outcome.status, len(targets)) == ("malformed", 1)
    assert "expected the id" in outcome.reason


def test_a_redirect_is_not_followed():
    elsewhere = socket.create_server(("127.0.0.1", 0))
    elsewhere.setblocking(False)
    to = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/control/v1/actions/worklist"
    redirect = f"HTTP/1.1 307 Elsewhere\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"
    with elsewhere:
        with answering(redirect.encode()) as driver:
            outcome = act(driver)
        with pytest.raises(BlockingIOError):
            elsewhere.accept()

    assert (outcome.status, "307" in outcome.reason) == ("malformed", True)


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
