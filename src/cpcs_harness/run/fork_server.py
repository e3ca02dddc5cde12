"""Many services of the reference, one after the other or at once, forked from one process that has imported it."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

from cpcs_harness.errors import HarnessError
from cpcs_harness.run.reference_process import LOG, STOP_SECONDS, reference_environment

_COMMAND = (sys.executable, "-P", "-m", "reference.fork_server")


class ForkServer:
    """Asks `reference.fork_server` for services; for any thread, and for processes that are forked from this one."""

    def __init__(self) -> None:
        self._asking = get_context("fork").Lock()
        self._requests, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                _COMMAND,
                env=reference_environment(),
                cwd=tempfile.gettempdir(),
                stdin=theirs.fileno(),
                start_new_session=True,  # a Ctrl-C at the terminal is for us; the server ends when we do
            )

    def start(self, arguments: Sequence[str], folder: Path) -> ForkedProcess:
        """Have the reference started with these arguments; what it says goes into its log in the folder.

        Raises HarnessError where the server has ended.
        """
        lifeline, theirs = socket.socketpair()
        with theirs, (folder / LOG).open("wb") as log:
            answer = self._ask(arguments, [theirs.fileno(), log.fileno(), log.fileno()])
        if not answer:
            lifeline.close()
            raise HarnessError(
                f"{' '.join(_COMMAND)} has ended: exit status {self._process.wait(STOP_SECONDS)}"
            )
        return ForkedProcess(int(answer), lifeline)

    def _ask(self, arguments: Sequence[str], files: Sequence[int]) -> bytes:
        request = f"{json.dumps(list(arguments))}\n".encode()
        try:
            with self._asking:
                socket.send_fds(self._requests, [request], files)
                return self._requests.recv(100)
        except OSError:
            return b""

    def close(self) -> None:
        """End the server; services that it forked are ended by their own `close`."""
        self._requests.close()
        self._process.terminate()  # it may still be importing, and nobody waits for that
        self._process.wait(STOP_SECONDS)

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class ForkedProcess:
    """A service that was forked; while it or its keeper runs, the other end of our lifeline is held as standard input.

    `process` is the keeper, and the process group of both.
    """

    def __init__(self, process: int, lifeline: socket.socket) -> None:
        self.process, self._lifeline = process, lifeline

    def ended(self) -> str:
        """Say how it ended; empty while it runs."""
        return "it ended" if self._closed_within(0) else ""

    def close(self) -> None:
        """End it at once: nothing that it still holds is wanted, and its own way to end takes a tenth of a second."""
        with self._lifeline:
            self._lifeline.shutdown(socket.SHUT_WR)  # one that is no group yet ends by this
            with suppress(ProcessLookupError):
                os.killpg(self.process, signal.SIGKILL)
            self._closed_within(STOP_SECONDS)

    def _closed_within(self, seconds: float) -> bool:
        readable, _, _ = select.select([self._lifeline], [], [], seconds)
        return bool(readable)
