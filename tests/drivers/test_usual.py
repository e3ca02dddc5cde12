"""What is read and written without h11 is what h11 reads and writes; it has the rest."""

import h11
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness.drivers import usual
from cpcs_harness.drivers.answer import MAX_ANSWER
from cpcs_harness.drivers.http_call import _address, _request

LENGTH = b"Content-Length: 2\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nDate: Sat, 28 Nov 2026 10:00:00 GMT\r\n" + LENGTH + b"X-Empty:\r\n\r\n{}"
PIECES = (b"\r\n", b"\n", b" ", b":", b"Connection: close\r\n", LENGTH, b"\x00", b"\t", b"\xff", b"1", b"")


def _by_h11(data):
    """Give what h11 makes of an answer: status, headers, and whether the connection may be kept."""
    connection = h11.Connection(h11.CLIENT)
    connection.send(h11.Request(method="GET", target="/", headers=[("Host", "x")]))
    connection.send(h11.EndOfMessage())
    connection.receive_data(data)
    head, body = connection.next_event(), b""
    while isinstance(event := connection.next_event(), h11.Data):
        body += bytes(event.data)
    assert isinstance(event, h11.EndOfMessage)
    assert connection.our_state is h11.DONE
    return head.status_code, tuple(httpx.Headers(head.headers.raw_items()).multi_items()), body


def test_a_usual_answer_is_read():
    status, headers, length, size = usual.read(ANSWER)

    assert (status, headers, ANSWER[length : length + size]) == _by_h11(ANSWER)


@given(st.integers(0, len(ANSWER)), st.integers(0, 12), st.sampled_from(PIECES))
def test_an_answer_that_is_read_is_read_as_h11_reads_it(place, left_out, piece):
    data = ANSWER[:place] + piece + ANSWER[place + left_out :]
    head = usual.read(data)

    if head is not None and len(data) >= head.length + head.size:
        assert (head.status, head.headers, data[head.length : head.length + head.size]) == _by_h11(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"1.1 200", b"1.0 200", id="an older version"),
        pytest.param(b"200 OK", b"204 No Content", id="a status without a body"),
        pytest.param(b"200 OK", b"101 Switching Protocols", id="no answer yet"),
        pytest.param(LENGTH, b"", id="no length"),
        pytest.param(LENGTH, LENGTH * 2, id="two lengths"),
        pytest.param(LENGTH, b"Content-Length: +2\r\n", id="a length that is no number"),
        pytest.param(LENGTH, b"Content-Length: %d\r\n" % (MAX_ANSWER + 1), id="too large"),
        pytest.param(LENGTH, LENGTH + b"Connection: close\r\n", id="it is closed"),
        pytest.param(LENGTH, LENGTH + b"Transfer-Encoding: chunked\r\n", id="chunked"),
        pytest.param(LENGTH, LENGTH + b" folded\r\n", id="a folded line"),
        pytest.param(b"\r\n\r\n", b"\r\n", id="a head that has not come whole"),
    ],
)
def test_another_form_is_left_to_h11(old, new):
    assert usual.read(ANSWER.replace(old, new, 1)) is None


@pytest.mark.parametrize(
    ("method", "body", "headers"),
    [
        pytest.param("GET", b"", {}, id="without a body"),
        pytest.param("POST", b"", {}, id="an empty body"),
        pytest.param("POST", b"{}", {"Authorization": "Bearer x", "Content-Type": "a/b"}, id="with a body"),
        pytest.param("PUT", b"{}", {"accept": 'a/b; c="d e"'}, id="a header in place of a usual one"),
    ],
)
def test_a_usual_request_is_written_as_h11_writes_it(method, body, headers):
    request = _request(method, _address("http://127.0.0.1:1/a?b=c%20d"), headers, body, chunked=False)
    connection = h11.Connection(h11.CLIENT)

    due = [connection.send(event) for event in (request.head(), h11.Data(body), h11.EndOfMessage())]
    assert request.written == b"".join(due)


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        pytest.param("HEAD", {}, id="no body comes back"),
        pytest.param("GET", {"Connection": "close"}, id="the connection is not kept"),
        pytest.param("GET", {"Host": "another"}, id="another host"),
        pytest.param("POST", {"Content-Length": "2"}, id="its own length"),
        pytest.param("GET", {"X-Empty": ""}, id="an empty header"),
    ],
)
def test_a_request_of_another_form_is_left_to_h11(method, headers):
    assert _request(method, _address("http://127.0.0.1:1/"), headers, b"", chunked=False).written is None


def test_what_h11_refuses_is_refused_before_a_call():
    with pytest.raises(h11.LocalProtocolError):
        _request("GET", _address("http://127.0.0.1:1/"), {"X-Two": "a\r\nb"}, b"", chunked=False)
