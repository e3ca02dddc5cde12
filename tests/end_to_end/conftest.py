"""The command line as a process, and small candidates that do nothing well."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from forked_cpcs import run

DEADLINE = 240
"""Seconds for one command; what had come by then is in the message of TimeoutExpired."""


@pytest.fixture(scope="session")
def cpcs():
    """Run `cpcs` with arguments, from a folder; gives the finished process, which was forked.

    `constants` are other values of constants in it, by module and name.
    As a program of its own it runs where `assessed` does, where a run is stopped, and from the wheel.
    """
    return lambda *arguments, cwd, constants=(): run([*map(str, arguments)], cwd, DEADLINE, constants)


@pytest.fixture(scope="session")
def assessment(assessed):
    """The assessment of the reference service."""
    return json.loads((assessed[1] / "assessment.json").read_text())


class _Yes(BaseHTTPRequestHandler):
    def _yes(self):
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = _yes  # noqa: N815 - names that http.server looks for

    def log_message(self, *_):
        pass


@pytest.fixture
def yes_man():
    """A candidate that says 200 to everything; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Yes)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def mute():
    """A candidate that takes connections and never says a word; gives its address."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def declare(tmp_path):
    """Write a declaration for a candidate at an address, with changes; gives the file."""

    def write(address, *, ports="", step_seconds=1.0):
        path = tmp_path / "candidate.toml"
        path.write_text(
            f"""name = "A candidate"
supplier = "Somebody"
version = "1"
pathways = ["minor-illness", "urgent-medicines"]
driver = "http"
[control]
url = "{address}/control/v1"
token = "secret-token"
[itk]
url = "{address}/itk"
[options]
MI-N111-E = ["itk-2.2"]
UM-N111-E = ["itk-2.2"]
[pace]
poll_seconds = 0.1
step_seconds = {step_seconds}
[medicines]
urgent-medicine = "A"
recommended-product = "B"
[mocks.ports]
{ports}
"""
        )
        return path

    return write
