"""Calls go out as httpx would send them, over connections that are kept; none fails for a connection's sake."""

import gzip
import os
import re
import socket
import threading
import zlib
from contextlib import contextmanager, suppress

import httpx
import pytest

from cpcs_harness.drivers import pool
from cpcs_harness.drivers.http_call import MAX_ANSWER, NoAnswer, call

EMPTY = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
DEADLINE = 30


class Candidate:
    """Answers each request with the next of the answers; `None` closes the connection in place of an answer."""

    def __init__(self, *answers, closes=False):
        self.answers, self.closes = list(answers), closes
        self.requests = []
        self._served = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/a"
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    @property
    def connections(self):
        return len(self._served)

    def _listen(self):
        while self.answers:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            serving = threading.Thread(target=self._serve, args=[connection], daemon=True)
            self._served.append((connection, serving))
            serving.start()

    def _serve(self, connection):
        with connection:
            while self.answers and (request := _request(connection)):
                self.requests.append(request)
                answer = self.answers.pop(0)
                if answer is None:
                    return
                connection.sendall(answer)
                if self.closes:
                    return

    def close(self):
        """Close everything: when it returns, whoever held a connection can see that it is closed."""
        self.answers = []
        _shut(self._listener)
        self._listening.join(DEADLINE)
        for connection, serving in self._served:
            _shut(connection)
            serving.join(DEADLINE)
            assert not serving.is_alive()
        self._listener.close()


def _shut(waited_at):
    with suppress(OSError):  # it was closed by whoever waited at it
        waited_at.shutdown(socket.SHUT_RDWR)


def _request(connection):
    """Read a request whole: to the end of its head, then what the head says is to come."""
    read = b""
    while (size := _size(read)) is None or len(read) < size:
        data = connection.recv(65536)
        if not data:
            return b""
        read += data
    return read


def _size(read):
    head, end, body = read.partition(b"\r\n\r\n")
    if not end:
        return None
    if b"chunked" in head:
        return len(read) if body.endswith(b"0\r\n\r\n") else None
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return len(head) + 4 + int(length[1] if length else 0)


@contextmanager
def serving(*answers, closes=False):
    candidate = Candidate(*answers, closes=closes)
    try:
        yield candidate
    finally:
        candidate.close()


def ask(candidate, method="GET", **how):
    return call(method, candidate.url, **({"seconds": 2.0} | how))


@pytest.fixture
def kept(monkeypatch):
    """Connections are used again at once."""
    monkeypatch.setattr(pool, "PROOF_SECONDS", 0.0)


@pytest.mark.parametrize(
    ("method", "headers", "body"),
    [
        ("GET", {}, b""),
        ("GET", {"accept": "text/html", "X-Own": "1"}, b""),
        ("POST", {"Content-Type": "text/xml"}, b"<a/>"),
        ("POST", {"Authorization": "Bearer t"}, b""),
        ("POST", {"User-Agent": "somebody", "Host": "elsewhere.nhs.uk"}, b"x" * 5000),
        ("POST", {"Content-Length": "4"}, b"four"),
        ("PUT", {"Connection": "close"}, b""),
    ],
)
def test_what_a_candidate_sees_is_what_httpx_sends(method, headers, body):
    with serving(EMPTY, EMPTY) as candidate, httpx.Client(trust_env=False) as client:
        client.request(method, candidate.url, headers=headers, content=body)
        ask(candidate, method, headers=headers, body=body)

    assert candidate.requests[0] == candidate.requests[1]


def test_a_body_in_chunks_and_a_name_in_the_address_go_as_httpx_sends_them():
    body = b"x" * 10_000
    with serving(EMPTY, EMPTY) as candidate, httpx.Client(trust_env=False) as client:
        candidate.url = candidate.url.replace("http://", "http://user:p%40ss@")
        client.post(candidate.url, content=iter([body[:4096], body[4096:8192], body[8192:]]))
        ask(candidate, "POST", body=body, chunked=True)

    assert candidate.requests[0] == candidate.requests[1]


def test_a_connection_is_kept_for_the_next_call(kept):
    with serving(HELLO, HELLO, HELLO) as candidate:
        ask(candidate)
        bodies = [ask(candidate, "POST").body, ask(candidate, "POST").body]

    assert (bodies, candidate.connections) == ([b"hello", b"hello"], 1)


def test_who_closes_without_saying_so_loses_no_call(monkeypatch):
    monkeypatch.setattr(
        pool, "PROOF_SECONDS", 60.0
    )  # however long this machine is busy with others meanwhile
    with serving(*[HELLO] * 4, closes=True) as candidate:
        answers = [ask(candidate, "POST").body for _ in range(4)]

    assert (answers, candidate.connections) == ([b"hello"] * 4, 4)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", id="said to close"
        ),
        pytest.param(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", id="HTTP 1.0"),
        pytest.param(EMPTY + EMPTY, id="more than was asked for"),
    ],
)
def test_no_call_follows_over_such_a_connection(answer, kept):
    with serving(answer, HELLO) as candidate:
        ask(candidate)
        assert ask(candidate).body == b"hello"

    assert candidate.connections == 2


def test_what_may_be_repeated_is_asked_again_over_a_new_connection(kept):
    with serving(EMPTY, None, HELLO) as candidate:
        ask(candidate)
        assert ask(candidate).body == b"hello"


def test_what_may_have_been_done_is_not_sent_twice(kept):
    with serving(EMPTY, None, HELLO) as candidate:
        ask(candidate)
        with pytest.raises(NoAnswer, match="Server disconnected without sending a response"):
            ask(candidate, "POST")

    assert len(candidate.requests) == 2


def test_a_candidate_that_came_up_again_is_not_called_over_a_dead_connection(kept):
    with serving(HELLO, HELLO) as candidate:
        ask(candidate)
        ask(candidate)
    with pytest.raises(NoAnswer, match="All connection attempts failed") as nobody:
        ask(candidate, "POST")

    assert nobody.value.nobody_there


def test_old_connections_are_closed(monkeypatch, kept):
    monkeypatch.setattr(pool, "KEEP_SECONDS", 0.0)
    with serving(EMPTY, EMPTY) as candidate:
        ask(candidate)
        ask(candidate)

    assert candidate.connections == 2


def test_a_forked_process_makes_connections_of_its_own(kept):
    with serving(HELLO, HELLO, HELLO) as candidate:
        ask(candidate)
        ask(candidate)
        child = os.fork()
        if child == 0:
            os._exit(0 if ask(candidate).body == b"hello" else 1)
        _, status = os.waitpid(child, 0)

    assert (status, candidate.connections) == (0, 2)


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"hello", mtime=0)),
        ("deflate", zlib.compress(b"hello")),
        ("deflate", zlib.compress(b"hello", wbits=-15)),
        ("gzip, GZIP", gzip.compress(gzip.compress(b"hello", mtime=0), mtime=0)),
        ("br", b"hello"),
        ("identity", b"hello"),
    ],
)
def test_a_packed_answer_is_unpacked(coding, packed):
    with serving(_packed(coding, packed)) as candidate:
        assert ask(candidate).body == b"hello"


@pytest.mark.parametrize(
    ("coding", "packed", "said"),
    [
        ("gzip", gzip.compress(bytes(MAX_ANSWER + 1)), "larger than"),
        ("gzip, gzip", gzip.compress(gzip.compress(bytes(4 * MAX_ANSWER))), "larger than"),
        ("deflate", zlib.compress(bytes(MAX_ANSWER + 1)), "larger than"),
        ("gzip", b"hello", "incorrect header check"),
        ("deflate", b"hello", "invalid"),
        (", ".join(["gzip"] * 5), b"hello", "packed 5 times"),
    ],
)
def test_what_cannot_be_unpacked_or_becomes_too_large_is_no_answer(coding, packed, said):
    with serving(_packed(coding, packed)) as candidate, pytest.raises(NoAnswer, match=said):
        ask(candidate, seconds=20.0)


def test_what_comes_before_the_answer_is_passed_over():
    with serving(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + HELLO) as candidate:
        assert ask(candidate).body == b"hello"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "missing an 'http://'"),
        ("ftp://there/", "unsupported protocol 'ftp://'"),
        ("http://[::1/", "Invalid port"),
        ("http://nowhere.invalid/", "not known|resolution"),
    ],
)
def test_what_is_no_address_is_told(url, said):
    with pytest.raises(NoAnswer, match=said):
        call("GET", url, seconds=2.0)


def _packed(coding, packed):
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {len(packed)}\r\n\r\n"
    return head.encode() + packed
