"""A nation with as many people and marks as a run has, what is asked of it, and its peer."""

import base64
import os
import time
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cpcs_harness._content.mocks.dos.service import BASE
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.issue import Issuer

PEER = "bare Starlette"
JOURNEYS = 60
MARKS = 40
"""Marks that come up while a journey runs, such as ids of messages."""


def admit_people(world: World) -> str:
    """Admit patients, with as many marks as a run has; gives the postcode of the last."""
    issuer = Issuer(7, world.environment)
    for number in range(JOURNEYS):
        issued = issuer.issue(f"journey-{number}", "minor-illness")
        world.admit(issued)
        for _ in range(MARKS):
            world.register.link("message", os.urandom(16).hex(), issued.journey)
    return issued.person.postcode


def search_near(postcode: str) -> str:
    """Give the target of a search for the two nearest services of two types, which is answered with 7 KB."""
    return f"{BASE}/byServiceType/case/{postcode.replace(' ', '')}/60/0/1/F/0/131,100/2"


def begin(folder: Path) -> Recorder:
    """Begin to record as a run does: a process of its own writes the log."""
    return Recorder(folder, Register(), beside=True)


def processor(recorder: Recorder) -> float:
    """Give the processor seconds of this process until now, and of the one that writes the log."""
    log = recorder.log.process
    clock = None if log is None else (~log << 3) | 2  # as clock_getcpuclockid(3) makes it of a process
    return time.process_time() + (0.0 if clock is None else time.clock_gettime(clock))


def bare(target: str, answer: httpx.Response) -> Starlette:
    """Make an application that gives an answer's bytes and headers at its path, and does nothing else."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("date", "server")}

    async def same(_request: Request) -> Response:
        return Response(answer.content, headers=headers)

    return Starlette(routes=[Route(target, same)])


def headers_of(world: World) -> dict[str, str]:
    """Give what a candidate sends: its account at DoS, and what every client says."""
    said = f"{world.environment.dos_username}:{world.environment.dos_password}".encode()
    return {"Authorization": f"Basic {base64.b64encode(said).decode()}", "Accept": "*/*", "User-Agent": "x"}
