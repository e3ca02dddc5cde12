"""What the tests of the mocks share: a nation for each file, and a journey's people for each test."""

from __future__ import annotations

import base64
import itertools
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import httpx
import pytest
from joserfc import jws
from joserfc.jwk import RSAKey

from cpcs_harness._content.mocks.identity.platform.service import Platform
from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.demographics import HeldName
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Environment, Issued
from cpcs_harness.times import Clock
from pds_records import BORN, one_of_many

_FAMILIES = (f"Quill{letters}" for letters in map("".join, itertools.product("bcdfg", repeat=3)))
_NAMES = (f"journey-{number}" for number in itertools.count(1))


@dataclass
class Seen:
    """The evidence as it stands, for looking things up in it."""

    recorder: Recorder

    def exchanges(self, service: str, operation: str) -> list[dict[str, Any]]:
        return [
            event
            for event in self._evidence().of_kind("exchange")
            if (event["data"]["service"], event["data"]["operation"]) == (service, operation)
        ]

    def last(self, service: str, operation: str) -> dict[str, Any]:
        return self.exchanges(service, operation)[-1]

    def body(self, event: dict[str, Any], side: str = "request") -> bytes:
        return self._evidence().body(event["data"][side]["body"])

    def _evidence(self) -> Evidence:
        self.recorder.log.flush()
        return Evidence.load(self.recorder.log.path.parent)


@pytest.fixture(scope="session")
def environment() -> Environment:
    """Made once: its keys take a good part of a second."""
    return make_environment(seed=7)


@pytest.fixture(scope="module")
def world(environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world for each file: all files together issue more people than a run has."""
    recorder = Recorder(tmp_path_factory.mktemp("evidence") / "run", Register())
    yield World(environment, recorder.register, recorder)
    recorder.log.close()


@pytest.fixture(scope="module")
def nation(world: World) -> Iterator[Nation]:
    with Nation(world) as served:
        yield served


@pytest.fixture
def seen(world: World) -> Seen:
    return Seen(world.recorder)


@pytest.fixture(scope="module")
def admit(world: World) -> Callable[[str], Issued]:
    issuer = Issuer(7, world.environment)

    def admit(pathway: str = "minor-illness") -> Issued:
        issued = issuer.issue(next(_NAMES), pathway)
        world.admit(issued)
        return issued

    return admit


@pytest.fixture
def issued(admit: Callable[[], Issued]) -> Issued:
    return admit()


@pytest.fixture
def later(world: World) -> Iterator[Callable[[float], None]]:
    """Moves the clock that tokens end by, by seconds, and back after the test."""

    def later(seconds: float) -> None:
        world.token_clock = Clock(timedelta(seconds=seconds))

    yield later
    world.token_clock = Clock()


@pytest.fixture
def another_time(world: World) -> Iterator[None]:
    """A sitting a year from now."""
    world.clock = Clock(timedelta(days=366))
    yield
    world.clock = Clock()


@pytest.fixture
def claims(world: World, nation: Nation) -> dict[str, Any]:
    """The claims of an assertion that is as it should be."""
    return {
        "iss": world.environment.api_key,
        "sub": world.environment.api_key,
        "aud": nation.candidate_endpoints()["pds"]["token_url"],
        "exp": int(world.token_clock.now().timestamp()) + 240,
        "jti": str(uuid.uuid4()),
    }


@cache
def key_of(pem: str) -> RSAKey:
    """Read a key once: its primes are proved each time, which takes longer than all else of a token."""
    return RSAKey.import_key(pem)


@pytest.fixture
def sign(world: World) -> Callable[..., str]:
    def sign(claims: dict[str, Any], **header: Any) -> str:
        key = key_of(header.pop("key", world.environment.private_key_pem))
        protected = {"alg": "RS512", "typ": "JWT", "kid": world.environment.kid} | header
        protected = {name: value for name, value in protected.items() if value is not None}
        return jws.serialize_compact(protected, json.dumps(claims), key, algorithms=[protected["alg"]])

    return sign


@pytest.fixture(scope="session")
def transport() -> Iterator[httpx.HTTPTransport]:
    """Shared by all clients: to make one loads the system's certificates, which takes longer than most tests."""
    with httpx.HTTPTransport(trust_env=False) as shared:
        yield shared


@pytest.fixture
def http(transport: httpx.HTTPTransport) -> httpx.Client:
    return httpx.Client(transport=transport)


@pytest.fixture
def ask_for_token(nation: Nation, http: httpx.Client) -> Callable[..., httpx.Response]:
    def ask(assertion: str, **changes: str | None) -> httpx.Response:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion,
        } | changes
        sent = {name: value for name, value in form.items() if value is not None}
        url = nation.candidate_endpoints()["pds"]["token_url"]
        return http.post(url, data=sent)

    return ask


@pytest.fixture
def token(ask_for_token: Any, sign: Any, claims: dict[str, Any]) -> str:
    return str(ask_for_token(sign(claims)).json()["access_token"])


@pytest.fixture
def pds(nation: Nation, token: str, transport: httpx.HTTPTransport) -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}", "X-Request-ID": str(uuid.uuid4())}
    base = nation.candidate_endpoints()["pds"]["base"]
    return httpx.Client(base_url=base, headers=headers, transport=transport)


@pytest.fixture
def dos(world: World, nation: Nation, transport: httpx.HTTPTransport) -> httpx.Client:
    said = f"{world.environment.dos_username}:{world.environment.dos_password}".encode()
    headers = {"Authorization": f"Basic {base64.b64encode(said).decode()}"}
    base = nation.candidate_endpoints()["dos"]["base"]
    return httpx.Client(base_url=base, headers=headers, transport=transport)


@pytest.fixture
def worker(nation: Nation, transport: httpx.HTTPTransport) -> Callable[..., httpx.Client]:
    """Gives a client of PDS for a healthcare worker of some roles."""

    def worker(
        roles: tuple[str, ...] = ("555000000011",), selected_role: str = "", **headers: str
    ) -> httpx.Client:
        token = nation[Platform].grants.give(
            mode="healthcare-worker", user_id="555000000001", roles=roles, selected_role=selected_role
        )
        sent = {"Authorization": f"Bearer {token}", "X-Request-ID": str(uuid.uuid4())} | headers
        base = nation.candidate_endpoints()["pds"]["base"]
        return httpx.Client(base_url=base, headers=sent, transport=transport)

    return worker


@pytest.fixture
def hold(world: World, issued: Issued) -> Iterator[Callable[[Any], Any]]:
    """Lets the Spine hold a record for the issued person's journey, until the test ends."""
    before = dict(world.demographics)

    def hold(record: Any) -> Any:
        world.hold(record, issued.journey)
        return record

    yield hold
    world.demographics.clear()
    world.demographics.update(before)


@pytest.fixture
def family() -> str:
    """A family name that nobody else in the run has, whichever way it is searched for."""
    return next(_FAMILIES)


@pytest.fixture
def there(hold: Callable[[Any], Any], family: str) -> Callable[..., str]:
    """Lets the Spine hold a person of that family, born on BORN, with more or other parts; gives the number."""

    def there(given: tuple[str, ...] = ("Alan", "Michael"), **parts: Any) -> str:
        person = {"names": (HeldName(family, given),), "birth_date": BORN, "gender": "male"}
        return str(hold(one_of_many(**person | parts)).nhs_number)

    return there


@pytest.fixture
def search(pds: httpx.Client, family: str) -> Callable[..., httpx.Response]:
    """Searches PDS for that family, born on BORN, with more or other parts."""
    return lambda **asked: pds.get("/Patient", params={"family": family, "birthdate": BORN} | asked)
