"""Reads PDFs in a process of its own with bounded processor time and memory: a PDF may be made to exhaust both."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from typing import IO, Any, cast

from cpcs_harness.errors import HarnessError
from cpcs_harness.formats.artefact.unreadable import Unreadable

SECONDS = 5
"""Of a processor, for one PDF: so that it does not count how busy the machine is."""
MEMORY = 1024 * 1024 * 1024
"""Bytes, of the process."""
_OF_THE_PDF = (-signal.SIGPROF, -signal.SIGSEGV)
"""How the process ends over a PDF: by the signal of its time, or for want of memory in compiled code."""
_EXHAUSTED = f"it cannot be read within {SECONDS} seconds of a processor and {MEMORY // 2**20} MiB"


class PdfReader:
    """Gives the text of PDFs, one at a time; the process is begun when it is needed, and anew after it was killed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        atexit.register(self.close)

    def text_of(self, content: bytes) -> str:
        """Give the text of a PDF's pages; raises Unreadable for one that has none, or takes too much.

        Raises HarnessError where the process cannot be had, which says nothing of the PDF.
        """
        with self._lock:
            answer = self._asked(content)
        if "text" not in answer:
            raise Unreadable(str(answer.get("why")))
        return str(answer["text"])

    def close(self) -> None:
        """End the process, where this one began it."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            with contextlib.suppress(BrokenPipeError):  # what it has not taken is lost with it
                _pipe(process.stdin).close()
            _pipe(process.stdout).close()
            process.wait()

    def _asked(self, content: bytes) -> dict[str, Any]:
        process = self._running()
        try:
            _pipe(process.stdin).write(len(content).to_bytes(4, "big") + content)
            _pipe(process.stdin).flush()
            line = _pipe(process.stdout).readline()
        except BrokenPipeError:
            line = b""
        if line.endswith(b"\n"):
            return cast("dict[str, Any]", json.loads(line))
        ended = process.wait()
        self.close()
        if ended not in _OF_THE_PDF:
            raise HarnessError(f"the process that reads PDFs ended with status {ended}")
        return {"why": _EXHAUSTED}

    def _running(self) -> subprocess.Popen[bytes]:
        if (
            self._process is None or self._owner != os.getpid()
        ):  # that of a process we were forked from is not ours
            command = [sys.executable, "-m", "cpcs_harness.formats.artefact.pdf_process"]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self._owner = os.getpid()
        return self._process


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream
