"""The reference as a process, started by itself or forked: up until it is let go of, or a plain word on why not."""

import os
import signal

import httpx
import pytest

from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness.errors import HarnessError, UsageProblem
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.mockkit.world import World
from cpcs_harness.people.environment import make_environment
from cpcs_harness.run.fork_server import ForkServer
from cpcs_harness.run.provision import provision
from cpcs_harness.run.reference_process import OwnProcess, ReferenceProcess
from ports import listens_here


@pytest.fixture(scope="module")
def configuration(tmp_path_factory):
    """What the reference is configured with; nobody listens there any more."""
    folder, environment = tmp_path_factory.mktemp("configuration"), make_environment(seed=1)
    recorder = Recorder(folder / "evidence", Register())
    with Nation(World(environment, recorder.register, recorder)) as nation:
        endpoints = nation.candidate_endpoints()
    recorder.log.close()
    return provision(environment, endpoints, folder)


@pytest.fixture(scope="module")
def server():
    with ForkServer() as running:
        yield running


@pytest.fixture(params=["by itself", "forked"])
def start(request, server):
    return OwnProcess if request.param == "by itself" else server.start


def test_it_is_up_until_it_is_closed(configuration, tmp_path, start):
    process = ReferenceProcess(configuration, tmp_path, None, start)
    base = process.base()
    assert httpx.get(f"{base}/health").json()["status"] == "ok"
    port = httpx.URL(base).port
    assert listens_here(port)

    process.close()

    assert not listens_here(port)


def test_it_has_the_fault_that_it_was_started_with(configuration, tmp_path, start):
    process = ReferenceProcess(configuration, tmp_path, "says_200_to_everything", start)

    assert httpx.get(f"{process.base()}/nowhere").status_code == 200
    process.close()


def test_why_it_did_not_start_is_said(configuration, tmp_path, start):
    process = ReferenceProcess({**configuration, "premises": []}, tmp_path, None, start)

    with pytest.raises(UsageProblem, match=r"did not start \(.+\): reference: .*premises is empty"):
        process.base()
    process.close()


def test_one_that_does_not_listen_to_its_end_is_killed(configuration, tmp_path, server, monkeypatch):
    monkeypatch.setattr("cpcs_harness.run.fork_server.STOP_SECONDS", 0.5)
    running = []
    process = ReferenceProcess(
        configuration, tmp_path, None, lambda *how: running.append(server.start(*how)) or running[0]
    )
    base = process.base()
    os.killpg(running[0].process, signal.SIGSTOP)
    process.close()

    with pytest.raises(httpx.HTTPError):
        httpx.get(f"{base}/health", timeout=5)


def test_a_fork_server_that_has_ended_is_told(tmp_path):
    server = ForkServer()
    server.close()

    with pytest.raises(HarnessError, match=r"reference\.fork_server has ended: exit status "):
        server.start([], tmp_path)
