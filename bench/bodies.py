"""Times the slowest answer of one mock while large bodies are taken in by another: one of 11 MB, and 60 at once."""

import base64
import multiprocessing
import os
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from _figures import Figure, options, tell
from _nation import admit_people, begin, processor

from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.environment import make_environment

SIZE = 8_250_000
"""Bytes of an attachment; 11 MB in base64."""


def figures(counts: list[int], size: int, rounds: int) -> Iterator[Figure]:
    """Serve the nation, and time answers of PDS while DoS takes in what is large; the clients are another process."""
    with tempfile.TemporaryDirectory() as folder, multiprocessing.get_context("spawn").Pool(1) as clients:
        recorder = begin(Path(folder))
        world = World(make_environment(7), recorder.register, recorder)
        admit_people(world)
        with Nation(world):
            addresses = world.addresses["pds"], world.addresses["dos"]
            for count in counts:
                quiet, worst, spent = [], [], []
                for _ in range(rounds):
                    quiet.append(clients.apply(slowest, (*addresses, 0, size)) * 1000)
                    began = processor(recorder)
                    worst.append(clients.apply(slowest, (*addresses, count, size)) * 1000)
                    spent.append(processor(recorder) - began)
                yield from told(count, quiet, worst, spent)
        recorder.log.close()


def told(count: int, quiet: list[float], worst: list[float], spent: list[float]) -> Iterator[Figure]:
    """Give the figures of so many bodies at once."""
    name = "the slowest other answer while one body of 11 MB is taken in"
    goal, before = (100, "18 s") if count == 1 else (1000, "7 minutes")
    if count > 1:
        name = f"the slowest other answer while {count} bodies of 11 MB are taken in at once"
    yield Figure(name, "ms", worst, goal, "while nothing large comes", quiet, before=before)
    yield Figure(f"processor time to take in {count} of 11 MB", "s", spent)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("memory by then at most", "MB", [memory])


def main() -> None:
    """Time one body, and 60 at once."""
    parser = options(__doc__)
    parser.add_argument("--bodies", type=int, nargs="*", default=[1, 60])
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    if asked.smallest:
        tell(asked, figures([1], 1000, 1))
    else:
        tell(asked, figures(asked.bodies, SIZE, asked.rounds))


def slowest(small: str, large: str, count: int, size: int) -> float:
    """Ask one address again and again while so many bodies are sent to the other; gives the longest wait in seconds."""
    body, done, worst = base64.b64encode(os.urandom(size)), threading.Event(), 0.0
    thread = threading.Thread(target=lambda: (send(large, body, count), done.set()))
    with httpx.Client(base_url=small, timeout=900, trust_env=False) as client:
        client.get("/")
        thread.start()
        while not done.wait(0.01):
            began = time.perf_counter()
            client.get("/")
            worst = max(worst, time.perf_counter() - began)
    return worst


def send(address: str, body: bytes, count: int) -> None:
    """Send a body so many times at once, each over a connection of its own; for none, let two seconds pass."""
    threads = [threading.Thread(target=post, args=(address, body)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not count:
        time.sleep(2)  # what others wait for where nothing large comes, over as long a time


def post(address: str, body: bytes) -> None:
    """Send one large body."""
    httpx.post(f"{address}/large", content=body, timeout=900, trust_env=False)


if __name__ == "__main__":
    main()
