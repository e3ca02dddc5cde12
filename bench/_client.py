"""A client that costs next to nothing: it sends the same bytes again and again, and counts those that come back."""

import selectors
import socket
import time
from collections import deque
from collections.abc import Mapping
from urllib.parse import urlsplit


def request_of(address: str, target: str, headers: Mapping[str, str]) -> bytes:
    """Write a request without a body."""
    lines = [f"GET {target} HTTP/1.1", f"Host: {urlsplit(address).netloc}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def connected(address: str) -> socket.socket:
    """Open a connection to an address."""
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname or "", parts.port or 80))


def length_of(connection: socket.socket, request: bytes) -> int:
    """Ask once, and give the bytes of the whole answer; every further one is as long."""
    connection.sendall(request)
    head, _, body = connection.recv(1 << 20).partition(b"\r\n\r\n")
    if b" 200 " not in head[:20]:
        raise ValueError(f"expected status 200, received {head[:80]!r}")
    size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(body) < size:
        body += connection.recv(1 << 20)
    return len(head) + 4 + size


def exchange(sockets: list[socket.socket], request: bytes, length: int, count: int) -> None:
    """Send so many requests, on each connection the next as soon as the last was answered."""
    selector, due, to_send = selectors.DefaultSelector(), {}, count
    for connection in sockets:
        selector.register(connection, selectors.EVENT_READ, connection)
        connection.sendall(request)
        due[connection], to_send = length, to_send - 1
    while due:
        for key, _ in selector.select():
            connection = key.data
            due[connection] -= len(connection.recv(1 << 20))
            if due[connection]:
                continue
            if to_send > 0:
                connection.sendall(request)
                due[connection], to_send = length, to_send - 1
            else:
                del due[connection]


def at_rate(
    sockets: list[socket.socket], request: bytes, length: int, rate: float, count: int
) -> list[float]:
    """Send so many requests, so many a second, whether or not those before were answered.

    Gives the seconds to each answer from when its request was due: one that had to wait for a connection waited.
    """
    selector, idle, taken = selectors.DefaultSelector(), deque(sockets), []
    for connection in sockets:
        selector.register(connection, selectors.EVENT_READ, connection)
    under_way: dict[socket.socket, tuple[float, int]] = {}
    began, sent = time.perf_counter(), 0
    while len(taken) < count:
        due = began + sent / rate
        if sent < count and idle and due <= time.perf_counter():
            connection = idle.popleft()
            connection.sendall(request)
            under_way[connection], sent = (due, length), sent + 1
            continue
        pause = max(0.0, due - time.perf_counter()) if sent < count and idle else None
        for key, _ in selector.select(pause):
            connection = key.data
            due, left = under_way[connection]
            left -= len(connection.recv(1 << 20))
            under_way[connection] = due, left
            if not left:
                taken.append(time.perf_counter() - due)
                idle.append(connection)
    return taken
