"""Times mocks that record against the same answers from bare Starlette, on the same server, over four connections."""

import argparse
import base64
import multiprocessing
import multiprocessing.pool
import selectors
import socket
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from _rounds import spread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cpcs_harness._content.mocks.dos.service import BASE, DoS
from cpcs_harness._content.mocks.eps import EPS
from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit.http_server import HttpServer
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer

CONNECTIONS, REQUESTS = 4, 500
JOURNEYS = 60


def main() -> None:
    """Ask mock and peer turn about; the client is another process, and its own time is told beside theirs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, multiprocessing.get_context("spawn").Pool(1) as client:
        recorder = Recorder(Path(folder), Register())
        world = World(make_environment(7), recorder.register, recorder)
        issuer = Issuer(7, world.environment)
        postcode = ""
        for number in range(JOURNEYS):
            issued = issuer.issue(f"journey-{number}", "minor-illness")
            world.admit(issued)
            postcode = issued.person.postcode
        with Nation(world, kinds=(DoS, EPS)) as nation:
            for name, target in (("eps", "/"), ("dos", _search(postcode))):
                compare(client, nation, name, target, rounds)
        recorder.log.close()


def _search(postcode: str) -> str:
    return f"{BASE}/byServiceType/case/{postcode.replace(' ', '')}/60/0/1/F/0/131,100/2"


def compare(client: multiprocessing.pool.Pool, nation: Nation, name: str, target: str, rounds: int) -> None:
    """Print the ratios of one mock, with the middle half of the rounds."""
    address, headers = nation.world.addresses[name], _headers(nation.world)
    answer = httpx.get(address + target, headers=headers, trust_env=False).raise_for_status()
    own = {key: value for key, value in answer.headers.items() if key not in ("date", "server")}

    async def same(_request: Request) -> Response:
        return Response(answer.content, headers=own)

    bare = Starlette(routes=[Route(target, same)])
    port = nation.host.serve(HttpServer("bare", bare))
    addresses = {"mock": address, "bare": f"http://127.0.0.1:{port}"}
    wall: list[float] = []
    cpu: list[float] = []
    costs: dict[str, list[float]] = {"mock": [], "bare": [], "client": []}
    for number in range(rounds + 1):
        took, spent = {}, {}
        for kind in sorted(addresses, reverse=number % 2 == 0):
            began = time.process_time()
            took[kind], own_time = client.apply(ask, (addresses[kind], target, headers))
            nation.world.recorder.log.flush()  # what it recorded is written in its own time, not in its peer's
            spent[kind] = time.process_time() - began
            costs["client"].append(own_time / REQUESTS * 1e6)
        if number:  # the first warms up
            wall.append(took["bare"] / took["mock"])
            cpu.append(spent["bare"] / spent["mock"])
            for kind, seconds in spent.items():
                costs[kind].append(seconds / REQUESTS * 1e6)
    told = ", ".join(f"{kind} {statistics.median(values):.0f} us" for kind, values in costs.items())
    size = len(answer.content)
    print(
        f"{name}, {size} bytes: throughput {spread(wall)}, processor time {spread(cpu)} of bare Starlette; {told}"
    )


def _headers(world: World) -> dict[str, str]:
    said = f"{world.environment.dos_username}:{world.environment.dos_password}".encode()
    return {
        "Authorization": f"Basic {base64.b64encode(said).decode()}",
        "Accept": "*/*",
        "User-Agent": "bench",
    }


def ask(address: str, target: str, headers: dict[str, str]) -> tuple[float, float]:
    """Send so many requests over four connections, each as soon as the last was answered; gives wall and own time.

    It does no more than to send bytes and to count those that come back: every answer is as long as the first.
    """
    host, port = urlsplit(address).hostname, urlsplit(address).port
    lines = [f"GET {target} HTTP/1.1", f"Host: {host}:{port}", *(f"{key}: {headers[key]}" for key in headers)]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    sockets = [socket.create_connection((host, port)) for _ in range(CONNECTIONS)]
    length = _length(sockets[0], request)
    began, spent = time.perf_counter(), time.process_time()
    _exchange(sockets, request, length)
    took, spent = time.perf_counter() - began, time.process_time() - spent
    for connection in sockets:
        connection.close()
    return took, spent


def _length(connection: socket.socket, request: bytes) -> int:
    connection.sendall(request)
    answer = connection.recv(1 << 20)
    head, _, body = answer.partition(b"\r\n\r\n")
    size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(body) < size:
        body += connection.recv(1 << 20)
    return len(head) + 4 + size


def _exchange(sockets: list[socket.socket], request: bytes, length: int) -> None:
    selector, due, to_send = selectors.DefaultSelector(), {}, REQUESTS
    for connection in sockets:
        selector.register(connection, selectors.EVENT_READ)
        connection.sendall(request)
        due[connection], to_send = length, to_send - 1
    while due:
        for key, _ in selector.select():
            connection = key.fileobj
            due[connection] -= len(connection.recv(1 << 20))
            if due[connection]:
                continue
            if to_send:
                connection.sendall(request)
                due[connection], to_send = length, to_send - 1
            else:
                del due[connection]


if __name__ == "__main__":
    main()
