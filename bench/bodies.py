"""Times the slowest answer of one mock while large bodies are taken in by another: one of 11 MB, and 60 at once."""

import argparse
import base64
import multiprocessing
import os
import resource
import tempfile
import threading
import time
from pathlib import Path

import httpx

from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer

SIZE = 8_250_000
"""Bytes of an attachment; 11 MB in base64."""
JOURNEYS = 60
MARKS = 40
"""Marks that come up while a journey runs, such as ids of messages."""


def main() -> None:
    """Serve the nation, and time answers of PDS while DoS takes in what is large; the clients are another process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bodies", type=int, nargs="*", default=[0, 1, 60])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, multiprocessing.get_context("spawn").Pool(1) as clients:
        recorder = Recorder(Path(folder), Register())
        world = World(make_environment(7), recorder.register, recorder)
        admit_people(world)
        with Nation(world):
            for count in asked.bodies:
                began, spent = time.perf_counter(), time.process_time()
                worst = clients.apply(slowest, (world.addresses["pds"], world.addresses["dos"], count))
                took, cpu = time.perf_counter() - began, time.process_time() - spent
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(
                    f"{count} bodies of 11 MB: {worst * 1000:.0f} ms the slowest other answer; taken in after "
                    f"{took:.1f} s, with {cpu:.1f} s of processor time, {memory:.0f} MB at most",
                    flush=True,
                )
        recorder.log.close()


def admit_people(world: World) -> None:
    """Admit patients, with as many marks as a run has."""
    issuer = Issuer(7, world.environment)
    for number in range(JOURNEYS):
        name = f"journey-{number}"
        world.admit(issuer.issue(name, "minor-illness"))
        for _ in range(MARKS):
            world.register.link("message", os.urandom(16).hex(), name)


def slowest(small: str, large: str, count: int) -> float:
    """Ask one address again and again while so many large bodies are sent to the other; gives the longest answer."""
    body, done, worst = base64.b64encode(os.urandom(SIZE)), threading.Event(), 0.0
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
    """Send a large body so many times at once, each over a connection of its own; for none, let two seconds pass."""
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
