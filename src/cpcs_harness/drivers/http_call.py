"""One HTTP call to a candidate, with a deadline and a size for the answer as a whole.

A candidate may drip its answer byte by byte, or never end it: the time-outs of an HTTP client, which begin anew
with each byte, do not hold that off.
"""

from __future__ import annotations

import atexit
import base64
import os
from collections.abc import Mapping
from functools import lru_cache

import h11
import httpx

from cpcs_harness.drivers import usual
from cpcs_harness.drivers.answer import MAX_ANSWER, MAX_DEPTH, Answer, NoAnswer
from cpcs_harness.drivers.connection import READ, Connection, Deadline, Origin, Request
from cpcs_harness.drivers.pool import Pool

__all__ = ["MAX_ANSWER", "MAX_DEPTH", "Answer", "NoAnswer", "call"]

CHUNK = 4096
"""Bytes of a body that goes in chunks."""
REPEATABLE = frozenset({"GET", "HEAD"})
"""Methods that may be asked again without anything being done twice."""
_PORTS = {"http": 80, "https": 443}
_WITH_BODY = ("POST", "PUT", "PATCH")
_USUAL = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "keep-alive",
    "User-Agent": f"python-httpx/{httpx.__version__}",
}
_pool = Pool()
atexit.register(_pool.forget)
os.register_at_fork(after_in_child=_pool.forget)


def call(
    method: str,
    url: str,
    *,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    chunked: bool = False,
) -> Answer:
    """Make one call, its body whole or in chunks, and have its whole answer within so many seconds; raises NoAnswer."""
    deadline = Deadline(seconds)
    try:
        address = _address(url)
        request = _request(method, address, headers or {}, body, chunked)
        return _answer(_origin(address), request, method in REPEATABLE, deadline)
    except TimeoutError:
        raise NoAnswer(f"no whole answer in {seconds:g} s", too_late=True) from None
    except OSError as failed:
        raise NoAnswer("ReadError") from failed
    except (h11.ProtocolError, httpx.InvalidURL) as failed:
        raise NoAnswer(str(failed)) from failed


def _answer(origin: Origin, request: Request, repeatable: bool, deadline: Deadline) -> Answer:
    kept = _pool.take(origin)
    if kept is not None:
        try:
            return _asked(kept, request, deadline)
        except TimeoutError:
            raise
        except (OSError, h11.RemoteProtocolError):
            if kept.answered or not repeatable:
                raise
            # It was closed while the request was on its way.
    return _asked(Connection(origin, deadline), request, deadline)


def _asked(connection: Connection, request: Request, deadline: Deadline) -> Answer:
    try:
        answer = connection.ask(request, deadline)
    except BaseException:
        connection.close()
        raise
    _pool.put(connection)
    return answer


@lru_cache(1024)
def _address(url: str) -> httpx.URL:
    address = httpx.URL(url)
    if not address.scheme or not address.host:
        raise httpx.InvalidURL("Request URL is missing an 'http://' or 'https://' protocol.")
    if address.scheme not in _PORTS:
        raise httpx.InvalidURL(f"Request URL has an unsupported protocol '{address.scheme}://'.")
    return address


def _origin(address: httpx.URL) -> Origin:
    return Origin(address.scheme, address.raw_host.decode("ascii"), address.port or _PORTS[address.scheme])


def _request(
    method: str, address: httpx.URL, headers: Mapping[str, str], body: bytes, chunked: bool
) -> Request:
    """Make a request with the headers, in the order, that httpx gives it."""
    given = {name.lower() for name in headers}
    before = {"Host": address.netloc.decode("ascii")}
    if not (body or chunked) and method in _WITH_BODY:
        before["Content-Length"] = "0"
    after = (
        {"Transfer-Encoding": "chunked"} if chunked else {"Content-Length": str(len(body))} if body else {}
    )
    lines = [
        *((name, value) for name, value in {**before, **_USUAL}.items() if name.lower() not in given),
        *headers.items(),
        *((name, value) for name, value in after.items() if "content-length" not in given),
    ]
    if address.userinfo:
        lines = [line for line in lines if line[0].lower() != "authorization"]
        lines.append(("Authorization", _basic(address)))
    target, fits = address.raw_path, not chunked and len(body) <= READ
    written = usual.written(method, target, given, lines, body) if fits else None
    request = Request(method, target, tuple(lines), _chunks(body) if chunked else (body,), written)
    if written is None:
        request.head()  # what h11 refuses is refused before anybody is called
    return request


def _basic(address: httpx.URL) -> str:
    """Give the header for name and password that stand in an address."""
    named = f"{address.username}:{address.password}".encode()
    return f"Basic {base64.b64encode(named).decode('ascii')}"


def _chunks(body: bytes) -> tuple[bytes, ...]:
    return tuple(body[start : start + CHUNK] for start in range(0, len(body), CHUNK))
