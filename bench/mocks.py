"""Times answers of mocks that record, against the same bytes from bare Starlette: one server, four connections."""

import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.pool import Pool
from pathlib import Path

import httpx
from _client import connected, exchange, length_of, request_of
from _figures import Figure, options, tell
from _nation import PEER, admit_people, bare, begin, headers_of, processor, search_near

from cpcs_harness._content.mocks.dos.service import DoS
from cpcs_harness._content.mocks.eps.page import EPS
from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness.mockkit.http_server import HttpServer
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.environment import make_environment

CONNECTIONS = 4


@dataclass
class Rounds:
    """Microseconds of one answer, by who gave it: on the clock, and of the processes that serve and write."""

    wall: dict[str, list[float]] = field(default_factory=lambda: {"mock": [], PEER: []})
    processor: dict[str, list[float]] = field(default_factory=lambda: {"mock": [], PEER: []})


def figures(rounds: int, requests: int) -> Iterator[Figure]:
    """Ask mock and peer turn about; the client is another process, and sends and counts bytes only."""
    with tempfile.TemporaryDirectory() as folder, multiprocessing.get_context("spawn").Pool(1) as client:
        recorder = begin(Path(folder))
        world = World(make_environment(7), recorder.register, recorder)
        search = search_near(admit_people(world))
        with Nation(world, kinds=(DoS, EPS)) as nation:
            for name, what, target, before in (
                ("dos", "a search of DoS", search, "ratio 0.12"),
                ("eps", "the tracker's page", "/", "ratio 0.35"),
            ):
                size, told = compared(client, nation, name, target, rounds, requests)
                own, peer = told.wall["mock"], told.wall[PEER]
                yield Figure(f"{what}, {size:,} bytes", "us", own, None, PEER, peer, 0.6, before)
                own, peer = told.processor["mock"], told.processor[PEER]
                yield Figure(f"{what}, processor time", "us", own, None, PEER, peer)
        recorder.log.close()


def compared(
    client: Pool, nation: Nation, name: str, target: str, rounds: int, requests: int
) -> tuple[int, Rounds]:
    """Time one mock and its peer; gives the size of the answer, and what each round took."""
    address, headers = nation.world.addresses[name], headers_of(nation.world)
    answer = httpx.get(address + target, headers=headers, trust_env=False).raise_for_status()
    port = nation.host.serve(HttpServer("bare", bare(target, answer)))
    addresses = {"mock": address, PEER: f"http://127.0.0.1:{port}"}
    told = Rounds()
    for number in range(rounds + 1):  # the first warms up
        for kind in sorted(addresses, reverse=number % 2 == 0):
            began = processor(nation.world.recorder)
            took = client.apply(ask, (addresses[kind], target, headers, requests))
            nation.world.recorder.log.flush()  # what it recorded is written in its own time, not in its peer's
            used = processor(nation.world.recorder) - began
            if number:
                told.wall[kind].append(took / requests * 1e6)
                told.processor[kind].append(used / requests * 1e6)
    return len(answer.content), told


def ask(address: str, target: str, headers: dict[str, str], count: int) -> float:
    """Ask so many times; gives the seconds that it took."""
    request = request_of(address, target, headers)
    sockets = [connected(address) for _ in range(CONNECTIONS)]
    length = length_of(sockets[0], request)
    began = time.perf_counter()
    exchange(sockets, request, length, count)
    took = time.perf_counter() - began
    for connection in sockets:
        connection.close()
    return took


def main() -> None:
    """Time a search of DoS, and the tracker's page."""
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--requests", type=int, default=1000, help="of one round")
    asked = parser.parse_args()
    tell(asked, figures(1, 8) if asked.smallest else figures(asked.rounds, asked.requests))


if __name__ == "__main__":
    main()
