"""What the tests of the reference service share: a configuration, 111 reports, and stand-ins for the nation."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from checkout import ROOT
from plain_http import NOBODY
from reference_inbox import ImapServer, Inbox
from reference_messages import report
from reference_nation import Mailroom, Nation, served
from reference_pharmacy import Pharmacy
from reference_process import Process


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path_factory.mktemp("key") / "key.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return path


@pytest.fixture
def settings(tmp_path: Path, key_file: Path) -> dict[str, Any]:
    """A configuration whose national services are nowhere."""
    links = {
        "eps_tracker": "https://portal2.national.ncrs.nhs.uk/prescriptionsadmin",
        "cks": "https://cks.nice.org.uk/topics/",
        "scr": "https://portal.spineservices.nhs.uk/nationalcarerecordsservice/",
    }
    pds = {
        "base": "http://127.0.0.1:1/pds",
        "token_url": "http://127.0.0.1:1/oauth2/token",
        "api_key": "key-of-this-app",
        "kid": "test-1",
        "private_key_file": str(key_file),
    }
    return {
        "listen": "127.0.0.1:0",
        "ready_file": str(tmp_path / "ready.json"),
        "database": str(tmp_path / "reference.sqlite"),
        "control_token": "control-token",
        "premises": [
            premises("FA101", "2000090101"),
            premises("FB202", "2000090202"),
            premises("FDH68", "2000038407"),
            premises("EM396", "2000082139"),
        ],
        "pds": pds,
        "dos": {"base": "http://127.0.0.1:1/dos", "username": "u", "password": "p", "service_type": "131"},
        "mys": {"base": "http://127.0.0.1:1/mys"},
        "mesh": {
            "base": "http://127.0.0.1:1",
            "shared_key": "TestKey",
            "workflow": "DIGMED_EMG_MED",
            "referral_workflow": "CPCS_GP_REFERRAL",
        },
        "nhsmail": {
            "host": "127.0.0.1",
            "port": 1,
            "ca_file": str(tmp_path / "ca.pem"),
            "imap_host": "",
            "imap_port": 0,
        },
        "adaptor": {"amqp_url": "", "queue": "encounter-report"},
        "links": links,
        "timeouts": {"seconds": 5},
    }


def premises(ods: str, dos_service_id: str) -> dict[str, Any]:
    address = f"pharmacy.{ods.lower()}@nhs.net"
    return {
        "ods": ods,
        "name": f"{ods} Pharmacy",
        "address": ["1 High Street", "Leeds"],
        "postcode": "LS1 4AB",
        "telephone": "01632 960101",
        "dos_service_id": dos_service_id,
        "nhsmail": {"address": address, "username": address, "password": "mail-password"},
        "mesh": {"mailbox": f"{ods}OT001", "password": "mesh-password"},
    }


@pytest.fixture(scope="session")
def played_nation() -> Iterator[tuple[Nation, str]]:
    """The stand-ins, served once for all tests, and where."""
    stand_in = Nation()
    with served(stand_in.app) as port:
        yield stand_in, f"http://127.0.0.1:{port}"


@pytest.fixture
def nation(played_nation: tuple[Nation, str], settings: dict[str, Any]) -> Nation:
    """The stand-ins, as if nobody had asked them yet, and the configuration pointed at them."""
    stand_in, base = played_nation
    stand_in.reset()
    settings["pds"] |= {"base": f"{base}/pds", "token_url": f"{base}/oauth2/token"}
    settings["dos"]["base"] = f"{base}/dos"
    settings["mys"]["base"] = f"{base}/mys"
    settings["mesh"]["base"] = base
    settings["warehouse"] = {"base": f"{base}/warehouse"}
    return stand_in


@pytest.fixture(scope="session")
def played_mailroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailroom]:
    """A submission server, running for all tests."""
    stand_in = Mailroom(tmp_path_factory.mktemp("mailroom"))
    stand_in.controller.start()
    yield stand_in
    stand_in.controller.stop()


@pytest.fixture
def mailroom(played_mailroom: Mailroom, settings: dict[str, Any]) -> Mailroom:
    """A submission server without mail, and the configuration pointed at it."""
    played_mailroom.taken.clear()
    played_mailroom.logins.clear()
    settings["nhsmail"] |= {
        "port": played_mailroom.controller.port,
        "ca_file": str(played_mailroom.ca_file),
    }
    return played_mailroom


@pytest.fixture(scope="session")
def played_inbox(played_mailroom: Mailroom) -> Iterator[Inbox]:
    """A mailbox that can be read, for all tests."""
    server = ImapServer(played_mailroom.authority)
    yield server.inbox
    server.stop()


@pytest.fixture
def inbox(played_inbox: Inbox, mailroom: Mailroom, settings: dict[str, Any]) -> Inbox:
    """An empty mailbox, and the configuration pointed at it."""
    played_inbox.clear()
    settings["nhsmail"] |= {"imap_host": "127.0.0.1", "imap_port": played_inbox.port}
    return played_inbox


@pytest.fixture
def make_service(settings: dict[str, Any], tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """Makes a service of the configuration, in this process."""
    from reference.kit import config
    from reference.service import Service

    made = []

    def make() -> Service:
        path = tmp_path / "config.json"
        path.write_text(json.dumps(settings), encoding="utf-8")
        made.append(Service(config.load(str(path))))
        return made[-1]

    yield make
    for service in made:
        service.close()


@pytest.fixture
def service(make_service: Callable[[], Any]) -> Any:
    """A service that has no nation around it."""
    return make_service()


@pytest.fixture
def client(service: Any) -> Iterator[httpx.Client]:
    """An HTTP client of a service that is served on a port of its own."""
    from reference.app import App

    with (
        served(App(service).web) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, verify=NOBODY) as http,
    ):
        yield http


@pytest.fixture
def pharmacy(nation: Nation, mailroom: Mailroom, make_service: Callable[[], Any]) -> Pharmacy:
    """A pharmacist whose system has the nation around it."""
    return Pharmacy(make_service())


@pytest.fixture
def in_april(monkeypatch: pytest.MonkeyPatch) -> None:
    """Claims are made on the day after the consultations of these tests."""
    monkeypatch.setattr("reference.outbound.claims.submitter.today", lambda: date(2026, 4, 2))


@pytest.fixture
def at() -> type[Pharmacy]:
    """A pharmacist at any service: `at(service, "FB202")`."""
    return Pharmacy


@pytest.fixture
def make_report() -> Callable[..., bytes]:
    """Writes NHS 111 reports."""
    return report


@pytest.fixture
def start(settings: dict[str, Any], tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Starts the reference service as a process, from the folder that it lies in."""
    started: list[Process] = []

    def start_it(*options: str, folder: Path = ROOT) -> Process:
        config_file = tmp_path / "config.json"
        config_file.write_text(json.dumps(settings), encoding="utf-8")
        started.append(Process(config_file, Path(settings["ready_file"]), *options, folder=folder))
        return started[-1]

    yield start_it
    for one in started:
        one.process.kill()
        one.process.communicate()
