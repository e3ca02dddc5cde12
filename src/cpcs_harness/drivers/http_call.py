"""One HTTP call to a candidate, with a deadline and a size for the answer as a whole.

A candidate may drip its answer byte by byte, or never end it: the time-outs of an HTTP client, which begin anew
with each byte, do not hold that off.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx

MAX_ANSWER = 8 * 1024 * 1024
"""Bytes of one answer that are read."""
MAX_DEPTH = 64
"""Of objects and lists in each other; what is recorded is gone through by recursion."""
CONNECT_SECONDS = 5.0
CHUNK = 4096
"""Bytes of a body that goes in chunks."""


@dataclass(frozen=True)
class Answer:
    """What came back, whole."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def object(self) -> dict[str, Any] | None:
        """The body as a JSON object; None when it is none."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) and not _too_deep(value) else None

    @property
    def beginning(self) -> str:
        """The body's first 200 characters, for a message."""
        return self.body[:800].decode("utf-8", "replace")[:200]


class NoAnswer(Exception):
    """Nothing whole came back; `nobody_there` says that the connection was never made."""

    def __init__(self, why: str, *, nobody_there: bool = False) -> None:
        super().__init__(why)
        self.nobody_there = nobody_there


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
    content = _chunks(body) if chunked else body
    try:
        return asyncio.run(
            asyncio.wait_for(_call(method, url, dict(headers or {}), content, seconds), seconds)
        )
    except TimeoutError:
        raise NoAnswer(f"no whole answer in {seconds:g} s") from None
    except (httpx.ConnectError, httpx.ConnectTimeout) as failed:
        raise NoAnswer(_why(failed), nobody_there=True) from failed
    except (httpx.HTTPError, httpx.InvalidURL) as failed:
        raise NoAnswer(_why(failed)) from failed


async def _chunks(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), CHUNK):
        yield body[start : start + CHUNK]


async def _call(
    method: str, url: str, headers: dict[str, str], body: bytes | AsyncIterator[bytes], seconds: float
) -> Answer:
    timeout = httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
    parts: list[bytes] = []
    size = 0
    async with (
        httpx.AsyncClient(timeout=timeout, trust_env=False, verify=_trusted()) as client,
        client.stream(method, url, headers=headers, content=body) as response,
    ):
        async for chunk in response.aiter_bytes():
            parts.append(chunk)
            size += len(chunk)
            if size > MAX_ANSWER:
                raise NoAnswer(f"the answer is larger than {MAX_ANSWER} bytes")
        return Answer(response.status_code, tuple(response.headers.multi_items()), b"".join(parts))


@cache
def _trusted() -> ssl.SSLContext:
    """Load the system's certificates once: it takes longer than a call does."""
    return httpx.create_ssl_context()


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True


def _why(failed: Exception) -> str:
    return str(failed) or type(failed).__name__
