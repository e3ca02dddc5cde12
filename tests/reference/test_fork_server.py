"""Services that are forked from one process: each as if it had been started by itself."""

import contextlib
import json
import os
import socket
import subprocess
import sys

import httpx
import pytest

from checkout import ROOT
from ports import listens_here
from reference_nation import PATIENT, wait_until

STANDARD_OUTPUTS = 2
ACTOR = {"name": "Jo", "role": "pharmacist", "ods": "FA101", "gphc": "2099001"}


class Forked:
    """A service that a fork server was asked for; it ends when it is let go of."""

    def __init__(self, server, folder, settings, *options):
        folder.mkdir()
        self.ready, self.log, config = folder / "ready.json", folder / "log", folder / "config.json"
        own = {"ready_file": str(self.ready), "database": str(folder / "reference.sqlite")}
        config.write_text(json.dumps({**settings, **own}))
        self.lifeline, theirs = socket.socketpair()
        arguments = ["--config", str(config), *options, "--until-stdin-closes"]
        with theirs, self.log.open("wb") as log:
            files = [theirs.fileno(), *[log.fileno()] * STANDARD_OUTPUTS]
            socket.send_fds(server, [f"{json.dumps(arguments)}\n".encode()], files)
        self.process = int(server.recv(100))

    def base(self):
        wait_until(self.ready.exists, "the service is ready")
        return json.loads(self.ready.read_text())["base"]

    def act(self, action, referral=None, **given):
        return self.act_at(self.base(), action, referral, given)

    def act_at(self, base, action, referral=None, given=None):
        headers = {"Authorization": "Bearer control-token"}
        body = {"actor": ACTOR, "referral": referral, "input": given or {}}
        url = f"{base}/control/v1/actions/{action}"
        return httpx.post(url, headers=headers, json=body, timeout=20).json()

    def restart(self):
        base = self.base()
        self.ready.unlink()
        return self.act_at(base, "restart")

    def ended(self):
        """Wait until nobody holds the other end any more."""
        self.lifeline.settimeout(20)
        return self.lifeline.recv(1) == b""


@pytest.fixture(scope="module")
def running():
    """A fork server, and the socket to ask it by."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-P", "-m", "reference.fork_server"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPROFILEIMPORTTIME": "1"}
    with ours, subprocess.Popen(command, env=environment, stdin=theirs.fileno()) as process:
        theirs.close()
        yield ours, process
        ours.close()
        assert process.wait(20) == 0


@pytest.fixture
def fork(running, settings, tmp_path):
    """Have a service forked; gives it."""
    with contextlib.ExitStack() as closing:

        def fork_it(name, *options):
            forked = Forked(running[0], tmp_path / name, settings, *options)
            closing.callback(forked.lifeline.close)
            return forked

        yield fork_it


def test_each_service_has_its_own_port_and_records(fork, make_report):
    first, second = fork("first"), fork("second")

    assert first.base() != second.base()
    assert httpx.post(f"{first.base()}/itk", content=make_report(), timeout=20).status_code == 200

    assert len(first.act("worklist")["observation"]["referrals"]) == 1
    assert second.act("worklist")["observation"]["referrals"] == []


def test_a_fault_is_in_the_one_service_that_was_asked_for_with_it(fork):
    faulty, sound = fork("faulty", "--fault", "says_200_to_everything"), fork("sound")

    assert httpx.get(f"{faulty.base()}/nowhere").status_code == 200
    assert httpx.get(f"{sound.base()}/nowhere").status_code == 404


def test_a_restart_keeps_port_records_and_fault(fork, make_report):
    sound, faulty = fork("sound"), fork("faulty", "--fault", "acknowledges_before_storing")
    for service, held in ((sound, 1), (faulty, 0), (sound, 2), (faulty, 0)):
        base = service.base()
        report = make_report(case=f"{held}")
        assert httpx.post(f"{base}/itk", content=report, timeout=20).status_code == 200

        assert service.restart()["status"] == "done"

        assert service.base() == base
        assert len(service.act("worklist")["observation"]["referrals"]) == held


def test_a_service_ends_with_whoever_holds_its_standard_input(fork):
    forked = fork("held")
    port = httpx.URL(forked.base()).port
    assert listens_here(port)

    forked.lifeline.shutdown(socket.SHUT_WR)

    assert forked.ended()
    assert not listens_here(port)


def test_what_stops_a_service_is_said_in_its_own_log_and_troubles_no_other(fork):
    wrong = fork("wrong", "--fault", "flies")

    assert wrong.ended()
    assert "no fault is called 'flies'" in wrong.log.read_text()
    assert fork("right").act("worklist")["status"] == "done"


def test_what_takes_long_to_import_is_imported_before_a_service_is_forked(fork, nation, inbox, make_report):
    forked = fork("working")
    assert httpx.post(f"{forked.base()}/itk", content=make_report(), timeout=20).status_code == 200
    (row,) = forked.act("worklist")["observation"]["referrals"]

    assert forked.act("find_patient", row["referral"], nhs_number=PATIENT["id"])["status"] == "done"
    assert forked.act("collect_messages")["status"] == "done"

    late = {line.rpartition("|")[2].strip().partition(".")[0] for line in forked.log.read_text().splitlines()}
    said = "anyio httpcore httpx joserfc mesh_client reference sqlalchemy sqlite3 uvicorn"
    assert late & set(said.split()) == set()
