"""Services that are made one after another, and served each on a port of its own."""

import httpx
import pytest
from starlette.responses import PlainTextResponse

from cpcs_harness.errors import HarnessError, UsageProblem
from cpcs_harness.mockkit.host import Host
from cpcs_harness.mockkit.http_server import HttpServer, HttpService
from cpcs_harness.mockkit.service import Service, Services
from ports import listens_here


class Bell(HttpService):
    service = "bell"

    async def __call__(self, scope, receive, send):
        await PlainTextResponse("ding")(scope, receive, send)


class Ringer(Bell):
    """Works with a bell."""

    service = "ringer"
    bell = None

    @classmethod
    def made(cls, world, others):
        ringer = cls(world)
        ringer.bell = others[Bell]
        return ringer


class Silent(Service):
    service = "silent"

    async def start(self, host, port):
        return 7

    async def stop(self):
        pass


@pytest.fixture
def host():
    host = Host()
    yield host
    host.close()


def test_a_service_is_given_those_that_were_made_before_it(world):
    services = Services(world, (Bell, Ringer))

    assert services[Ringer].bell is services[Bell]
    assert [service.service for service in services] == ["bell", "ringer"]


def test_a_service_that_comes_too_early_is_the_harnesss_own_mistake(world):
    with pytest.raises(HarnessError, match="no service is a Bell"):
        Services(world, (Ringer, Bell))


def test_a_service_by_http_answers_until_the_host_is_closed(world, host):
    port = host.serve(Bell(world))

    assert httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).text == "ding"
    assert listens_here(port)
    host.close()
    assert not listens_here(port)


def test_any_application_may_be_served_under_a_name(host):
    port = host.serve(HttpServer("bell", PlainTextResponse("ding")))

    with pytest.raises(UsageProblem, match="bell cannot listen"):
        host.serve(HttpServer("bell", PlainTextResponse("dong")), port=port)


def test_what_speaks_no_http_needs_no_more_than_start_and_stop(world, host):
    silent = Silent(world)

    assert host.serve(silent) == 7
    assert (silent.endpoints("127.0.0.1:7"), silent.scheme) == ({}, "")
    silent.on_served("127.0.0.1:7")
    assert silent.address == "127.0.0.1:7"
