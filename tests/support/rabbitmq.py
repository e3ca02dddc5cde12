"""A RabbitMQ of a test's own: on free ports, with all that it writes in one folder, and stopped whatever happens."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from ports import free_ports

SECONDS = 120.0
"""For the broker to be ready: an Erlang machine takes its time when the processors are shared."""
# Debian's own command changes to the user rabbitmq, who may not write to the folder of a test.
_DEBIANS = "/usr/lib/rabbitmq/bin/rabbitmq-server"
_ON_PATH = shutil.which("rabbitmq-server", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
SERVER = _DEBIANS if _ON_PATH and Path(_DEBIANS).is_file() else _ON_PATH

needs_rabbitmq = pytest.mark.skipif(
    SERVER is None or shutil.which("epmd") is None, reason="missing: rabbitmq-server on PATH"
)


@contextmanager
def rabbitmq(folder: Path, *, firehose: bool = False) -> Iterator[str]:
    """Run a broker for as long as the context lasts; gives its AMQP URL. `firehose` has it trace what is published."""
    folder.mkdir(parents=True, exist_ok=True)
    amqp, distribution, mapper = free_ports(3)
    environment = _environment(folder, amqp, distribution, mapper)
    # Started by the broker, the port mapper would be a daemon that outlives it.
    mapping = ["epmd", "-d", "-port", str(mapper), "-address", "127.0.0.1"]
    with (
        _running(mapping, "epmd running", environment, folder),
        _running([str(SERVER)], "completed with ", environment, folder),
    ):
        if firehose:
            subprocess.run(
                [_control(), "trace_on"], env=environment, cwd=folder, check=True, capture_output=True
            )
        yield f"amqp://guest:guest@127.0.0.1:{amqp}/%2F"


def _control() -> str:
    beside = Path(str(SERVER)).with_name("rabbitmqctl")
    return str(beside) if beside.is_file() else "rabbitmqctl"


def _environment(folder: Path, amqp: int, distribution: int, mapper: int) -> dict[str, str]:
    configuration = folder / "rabbitmq.conf"
    # A machine with little room left would otherwise have its publishers wait without end.
    configuration.write_text("disk_free_limit.absolute = 1MB\n")
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("RABBITMQ", "ERL"))
    }
    return inherited | {
        "HOME": str(folder),
        "ERL_EPMD_PORT": str(mapper),
        "RABBITMQ_NODENAME": f"cpcs-{uuid.uuid4().hex[:12]}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(amqp),
        "RABBITMQ_DIST_PORT": str(distribution),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_CONFIG_FILE": str(configuration),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
    }


@contextmanager
def _running(command: list[str], ready: str, environment: Mapping[str, str], folder: Path) -> Iterator[None]:
    """Run a process, from when it says that it is ready; it and all that it started are ended."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        _wait(process, ready, command[0])
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # what it holds is of no use to anybody
        process.wait()


def _wait(process: subprocess.Popen[bytes], ready: str, name: str) -> None:
    """Wait until a process says that it is ready, and go on reading: a full pipe would stop it."""
    said: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_read, args=(process, said), daemon=True).start()
    deadline, told = time.monotonic() + SECONDS, ""
    while ready not in told:
        try:
            line = said.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            pytest.fail(f"{name} was not ready after {SECONDS:g} s; it said:\n{told[-3000:]}")
        if not line:
            pytest.fail(f"{name} ended by itself; it said:\n{told[-3000:]}")
        told += line.decode("utf-8", "replace")


def _read(process: subprocess.Popen[bytes], said: queue.Queue[bytes]) -> None:
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            said.put(line)
    said.put(b"")
