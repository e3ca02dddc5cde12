"""The nation as a whole: ports, addresses, and its end."""

import socket

import httpx
import pytest

from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit.host import bind
from cpcs_harness.mockkit.world import World


@pytest.fixture
def other_world(world, tmp_path):
    recorder = Recorder(tmp_path / "run", Register())
    yield World(world.environment, recorder.register, recorder)
    recorder.log.close()


def test_every_service_has_an_address_of_its_own(world, nation):
    services = {
        "oauth",
        "cis2",
        "pds",
        "scr",
        "smsp",
        "dos",
        "eps",
        "mys",
        "mesh",
        "nhsmail",
        "imap",
        "mail_page",
        "canary",
    }

    assert set(world.addresses) == services
    assert len(set(world.addresses.values())) == len(services)


def test_a_candidate_is_told_where_each_service_is(nation):
    endpoints = nation.candidate_endpoints()

    assert endpoints["pds"]["base"].endswith("/personal-demographics/FHIR/R4")
    assert endpoints["pds"]["token_url"].endswith("/oauth2/token")
    assert endpoints["scr"]["base"].endswith("/summary-care-record/FHIR/R4")
    assert endpoints["smsp"]["url"].endswith("/smsp/pds")
    assert endpoints["dos"]["base"].endswith("/app/controllers/api/v1.0")
    assert endpoints["mys"]["base"].endswith("/pharmacy-cpcs-api/resources")
    assert set(endpoints["mesh"]) == {"base"}
    assert set(endpoints["nhsmail"]) == {"host", "port", "imap_host", "imap_port"}


def test_ports_and_the_advertised_name_are_as_asked(other_world):
    listener = bind("free", "127.0.0.1", 0)
    port = listener.getsockname()[1]
    listener.close()

    with Nation(other_world, {"pds": port}, advertised="localhost"):
        assert other_world.addresses["pds"] == f"http://localhost:{port}"
        assert other_world.addresses["nhsmail"].startswith("localhost:")


def test_two_nations_do_not_share_anything(nation, other_world, world):
    with Nation(other_world) as second:
        only_there = second.oauth.grants.give()

        assert nation.oauth.grant_of(only_there) is None
        assert second.mesh.store is not nation.mesh.store
        assert set(other_world.addresses.values()).isdisjoint(world.addresses.values())


def test_closing_stops_listening_and_may_be_done_twice(other_world):
    with Nation(other_world) as served:
        address = other_world.addresses["eps"]
    served.close()

    with pytest.raises(httpx.ConnectError):
        httpx.get(address, trust_env=False)


@pytest.mark.parametrize("service", ["dos", "nhsmail", "imap", "mail_page"])
def test_a_port_that_is_taken_is_told_and_leaves_nothing_running(other_world, service):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(UsageProblem, match=f"{service} cannot listen"):
            Nation(other_world, {service: port})

    for address in other_world.addresses.values():
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://{address.removeprefix('http://')}", trust_env=False)
