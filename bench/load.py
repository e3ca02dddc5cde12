"""Times answers of DoS, recorded, to 200 requests a second for 60 s, and what memory the harness has meanwhile."""

import multiprocessing
import tempfile
from collections.abc import Iterator
from multiprocessing.pool import Pool
from pathlib import Path

import httpx
from _client import at_rate, connected, length_of, request_of
from _figures import Figure, options, tell
from _nation import PEER, admit_people, bare, begin, headers_of, search_near

from cpcs_harness._content.mocks.dos.service import DoS
from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness.mockkit.http_server import HttpServer
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.environment import make_environment

RATE = 200.0
CONNECTIONS = 16


def figures(seconds: float) -> Iterator[Figure]:
    """Ask the mock for so long, then its peer; the client is another process."""
    with tempfile.TemporaryDirectory() as folder, multiprocessing.get_context("spawn").Pool(1) as client:
        recorder = begin(Path(folder))
        world = World(make_environment(7), recorder.register, recorder)
        target = search_near(admit_people(world))
        with Nation(world, kinds=(DoS,)) as nation:
            address = world.addresses["dos"]
            asked = (target, headers_of(world), int(RATE * seconds))
            client.apply(ask, (address, target, headers_of(world), int(RATE)))  # the first second warms up
            took, memory = watched(client, (address, *asked))
            answer = httpx.get(address + target, headers=headers_of(world), trust_env=False)
            port = nation.host.serve(HttpServer("bare", bare(target, answer)))
            shorter = (target, headers_of(world), int(RATE * seconds / 3))  # it holds nothing that could grow
            peer, _ = watched(client, (f"http://127.0.0.1:{port}", *shorter))
        recorder.log.close()
    yield from told(took, peer, memory)


def told(took: list[float], peer: list[float], memory: list[float]) -> Iterator[Figure]:
    """Give the percentiles of the answers, and memory when it began, halfway and at the end."""
    for name, goal in (("50", None), ("99", 20.0), ("99.9", None), ("100", None)):
        own, other = percentile(took, float(name)), percentile(peer, float(name))
        title = "slowest answer" if name == "100" else f"percentile {name} of answers"
        yield Figure(f"{title} at {RATE:.0f} requests a second", "ms", [own], goal, PEER, [other])
    start, middle, end = memory[0], memory[len(memory) // 2], memory[-1]
    yield Figure("memory when it began", "MB", [start])
    yield Figure("memory halfway", "MB", [middle])
    yield Figure("memory at the end", "MB", [end])
    yield Figure("growth of memory in the second half", "MB", [max(0.0, end - middle)], 5.0)


def percentile(seconds: list[float], percent: float) -> float:
    """Give what so many of a hundred took at most, in milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1000


def watched(client: Pool, asked: tuple[object, ...]) -> tuple[list[float], list[float]]:
    """Have a client ask; gives what each answer took, and the memory of this process each half second."""
    asking, memory = client.apply_async(ask, asked), [resident()]
    while not asking.ready():
        asking.wait(0.5)
        memory.append(resident())
    return asking.get(), memory


def resident() -> float:
    """Give the megabytes that this process has in memory."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def ask(address: str, target: str, headers: dict[str, str], count: int) -> list[float]:
    """Ask so many times at that rate; gives the seconds of each answer."""
    request = request_of(address, target, headers)
    sockets = [connected(address) for _ in range(CONNECTIONS)]
    length = length_of(sockets[0], request)
    return at_rate(sockets, request, length, RATE, count)


def main() -> None:
    """Measure for a minute."""
    parser = options(__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args()
    tell(asked, figures(0.2 if asked.smallest else asked.seconds))


if __name__ == "__main__":
    main()
