"""The nation as a whole: ports, addresses, and its end."""

import re
import socket
import tomllib
from dataclasses import replace

import httpx
import pytest
from starlette.responses import JSONResponse

from cpcs_harness._content import ROOT
from cpcs_harness._content.mocks.eps.clinical import ClinicalTracker
from cpcs_harness._content.mocks.eps.tracker import MutualTlsTracker, Tracker
from cpcs_harness._content.mocks.identity.platform.combined import CombinedPlatform
from cpcs_harness._content.mocks.identity.platform.service import Platform
from cpcs_harness._content.mocks.mesh.service import MESH
from cpcs_harness._content.mocks.nation import SERVICES, Nation, kinds_for
from cpcs_harness._content.mocks.pds.service import PDS
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.declaration.model import Cis2
from cpcs_harness.errors import HarnessError, UsageProblem
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit import Mock
from cpcs_harness.mockkit.service import Services
from cpcs_harness.mockkit.world import World
from cpcs_harness.run import candidate
from cpcs_harness.run.candidate import declaration_of
from cpcs_harness.run.provision import provision
from ports import free_ports, listens_here
from wrong_settings import WRONG

USUAL = {"trackers": ("json",), "mutual_tls": False}


@pytest.fixture
def other_world(world, tmp_path):
    recorder = Recorder(tmp_path / "run", Register())
    yield World(world.environment, recorder.register, recorder)
    recorder.log.close()


def test_every_service_s_settings_are_tried_as_wrong_ones(nation):
    sections = {
        section for service in nation.services for section in service.endpoints("http://127.0.0.1:8850")
    }
    tried = {re.match(r"\W*(\w+)", wrong.key)[1] for wrong in WRONG}

    assert {section for section in sections if section not in (*tried, "links")} == set()


def test_every_service_has_an_address_of_its_own(world, nation):
    services = {
        "oauth",
        "cis2",
        "pds",
        "scr",
        "smsp",
        "dos",
        "eps",
        "eps_tracker",
        "clinical_tracker",
        "rtec",
        "cks",
        "cppe",
        "mys",
        "onward",
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
    assert set(endpoints["mesh"]) == {"base", "shared_key"}
    assert set(endpoints["nhsmail"]) == {"host", "port", "ca_file", "imap_host", "imap_port"}
    assert set(endpoints["dos"]) == {"base", "username", "password"}
    assert set(endpoints["cis2"]) == {"issuer", "client_id", "client_secret"}


@pytest.mark.parametrize(
    ("eps", "served"),
    [
        ({}, {"eps_tracker": Tracker}),
        ({"mutual_tls": True}, {"eps_tracker": MutualTlsTracker}),
        ({"trackers": ("fhir",)}, {"clinical_tracker": ClinicalTracker}),
        ({"trackers": ("json", "fhir")}, {"eps_tracker": Tracker, "clinical_tracker": ClinicalTracker}),
    ],
)
def test_a_tracker_is_served_where_it_is_declared_and_all_else_to_everybody(eps, served):
    kinds = {
        kind.service: kind
        for kind in kinds_for(replace(declaration_of(None, load_catalogue()), **USUAL | eps))
    }

    others = [kind.service for kind in SERVICES if not issubclass(kind, Tracker | ClinicalTracker)]
    assert set(kinds) == {*others, *served}
    assert {name: kinds[name] for name in served} == served


DECLARES_LITTLE = {
    "options": {},
    "cis2": None,
    "healthcare_worker": False,
    "cppe_register": False,
    "scr_viewer": False,
    **USUAL,
}


@pytest.mark.parametrize(
    ("declared", "further"),
    [
        ({}, set()),
        ({"cppe_register": True}, {"cppe"}),
        ({"scr_viewer": True, "cis2": Cis2("http://127.0.0.1/back", "")}, {"scr", "cis2"}),
        ({"options": {"MI-PDS-E": ("spine-mini-service",)}}, {"smsp"}),
        ({"options": {"UM-PDS-E": ("pds-fhir-application-restricted",)}}, {"pds"}),
        ({"healthcare_worker": True}, {"pds"}),
        ({"trackers": ("json", "fhir")}, {"clinical_tracker"}),
    ],
)
def test_a_candidate_is_given_no_service_that_it_would_be_blamed_for_calling(other_world, declared, further):
    catalogue = load_catalogue()
    declaration = replace(declaration_of(None, catalogue), **DECLARES_LITTLE | declared)

    with Nation(other_world, kinds=kinds_for(declaration)) as nation:
        given = str(nation.candidate_endpoints(declaration))
        ports = {one.service: one.address.rpartition(":")[2] for one in nation.services}
        unused = nation.unused(declaration)

    reached = {service for service, port in ports.items() if port in re.findall(r"\d+", given)}
    asked_of = {kind.channel for kind in catalogue.traffic if kind.declared}
    lawful = {
        kind.channel
        for kind in catalogue.traffic
        if kind.declared and kind.is_declared(declaration.as_record())
    }
    assert reached & asked_of == lawful == {"eps_tracker"} | further
    assert reached - asked_of >= {"dos", "mesh", "mys", "rtec", "cks", "onward", "nhsmail", "imap"}
    assert set(unused) & reached == set()


def test_ports_and_the_advertised_name_are_as_asked(other_world):
    (port,) = free_ports(1)

    with Nation(other_world, {"pds": port}, advertised="localhost"):
        assert other_world.addresses["pds"] == f"http://localhost:{port}"
        assert other_world.addresses["nhsmail"].startswith("localhost:")


class Tide(Mock):
    """A service that nobody has but these tests: the next high tide."""

    service = "tide"

    def __init__(self, world):
        super().__init__(world)
        self.route("GET", "/tide/next", self.next_tide, operation="next_tide", source="made up")

    def endpoints(self, address):
        return {"tide": {"base": f"{address}/tide"}}

    def next_tide(self, call):
        return JSONResponse({"high": "06:40"})


def test_a_further_mock_needs_its_name_in_the_tuple_and_nothing_else(other_world, tmp_path):
    (port,) = free_ports(1)

    with Nation(other_world, {"tide": port}, kinds=(*SERVICES, Tide)) as nation:
        base = nation.candidate_endpoints()["tide"]["base"]
        answer = httpx.get(f"{base}/next", trust_env=False)
        given = provision(other_world.environment, nation.candidate_endpoints(), tmp_path / "provision")

    other_world.recorder.log.flush()
    (event,) = Evidence.load(tmp_path / "run").of_kind("exchange")
    assert base == f"http://127.0.0.1:{port}/tide" == f"{other_world.addresses['tide']}/tide"
    assert answer.json() == {"high": "06:40"}
    assert (event["data"]["service"], event["data"]["operation"]) == ("tide", "next_tide")
    assert given["tide"] == {"base": base}


def test_the_port_of_a_further_mock_may_be_declared(tmp_path, monkeypatch):
    text = (
        (ROOT / "fixtures" / "candidate.toml")
        .read_text()
        .replace("[mocks.ports]", "[mocks.ports]\ntide = 8123")
    )
    (tmp_path / "candidate.toml").write_text(text)
    catalogue = load_catalogue()

    with pytest.raises(UsageProblem) as told:
        declaration_of(tmp_path / "candidate.toml", catalogue)
    monkeypatch.setattr(candidate, "SERVICES", (*SERVICES, Tide))

    assert [problem.id for problem in told.value.problems] == ["mocks.ports.tide"]
    assert declaration_of(tmp_path / "candidate.toml", catalogue).mocks.ports["tide"] == 8123


def test_what_is_written_for_a_supplier_to_fill_in_has_a_port_of_its_own_for_each_service():
    """One without is given another port by each command, which the system cannot know beforehand."""
    ports = tomllib.loads((ROOT / "fixtures" / "candidate.toml").read_text())["mocks"]["ports"]

    assert set(ports) == {kind.service for kind in SERVICES}
    assert len(set(ports.values()) - {0}) == len(ports)


def test_a_service_that_works_with_others_stands_after_them(world):
    with pytest.raises(HarnessError, match="no service is a Platform"):
        Services(world, (PDS, CombinedPlatform))


def test_two_nations_do_not_share_anything(nation, other_world, world):
    with Nation(other_world) as second:
        only_there = second[Platform].grants.give()

        assert nation[Platform].grant_of(only_there) is None
        assert second[MESH].store is not nation[MESH].store
        assert set(other_world.addresses.values()).isdisjoint(world.addresses.values())


def test_closing_stops_listening_and_may_be_done_twice(other_world):
    with Nation(other_world) as served:
        port = _port(other_world.addresses["eps"])
        assert listens_here(port)
    served.close()

    assert not listens_here(port)


@pytest.mark.parametrize("service", ["dos", "nhsmail", "imap", "mail_page"])
def test_a_port_that_is_taken_is_told_and_leaves_nothing_running(other_world, service):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(UsageProblem, match=f"{service} cannot listen"):
            Nation(other_world, {service: port})

    assert [address for address in other_world.addresses.values() if listens_here(_port(address))] == []


def _port(address: str) -> int:
    return int(address.rstrip("/").rpartition(":")[2])
