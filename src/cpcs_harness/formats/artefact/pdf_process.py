"""The process that reads PDFs for PdfReader: each comes after its length, and is answered by a line of JSON."""

from __future__ import annotations

import contextlib
import io
import json
import resource
import signal
import sys
from typing import BinaryIO

import pypdf
from pypdf import Configuration, overwrite_configuration

from cpcs_harness.formats.artefact.pdf import MEMORY, SECONDS
from cpcs_harness.formats.artefact.print_file import MAX_CHARACTERS

MAX_PAGES = 4
"""Of one artefact."""
MAX_STREAM = 4 * 1024 * 1024
"""Bytes of one part of a PDF, once it is unpacked."""
MAX_OPERATIONS = 200_000
"""Operators and operands of one page."""
MAX_FORMS = 200
"""Drawn on one page, in each other or not."""


def main() -> None:
    """Answer until nothing more comes."""
    with contextlib.suppress(ValueError, OSError):  # not every system bounds memory so
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    overwrite_configuration(_limits())
    while content := _next(sys.stdin.buffer):
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # nobody takes its signal: it ends the process
        answer = _answer(content)
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def _limits() -> Configuration:
    return Configuration(
        maximum_declared_stream_length=MAX_STREAM,
        array_based_stream_maximum_output_length=MAX_STREAM,
        lzw_maximum_output_length=MAX_STREAM,
        run_length_maximum_output_length=MAX_STREAM,
        zlib_maximum_output_length=MAX_STREAM,
        brotli_maximum_output_length=MAX_STREAM,
        stream_parsing_work_maximum_count=MAX_OPERATIONS,
        xform_maximum_invocations_per_extraction=MAX_FORMS,
        jbig2dec_binary=None,  # no other program is started
    )


def _next(stream: BinaryIO) -> bytes:
    size = int.from_bytes(stream.read(4), "big")
    return stream.read(size)


def _answer(content: bytes) -> dict[str, str]:
    try:
        return _read(content)
    except Exception as broken:  # noqa: BLE001 - a PDF that is made to break pypdf may raise anything
        return {"why": f"it is no PDF that can be read: {type(broken).__name__}: {str(broken)[:200]}"}


def _read(content: bytes) -> dict[str, str]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        return {"why": "it is encrypted"}
    count = len(reader.pages)
    if count > MAX_PAGES:
        return {"why": f"it has {count} pages, and at most {MAX_PAGES} are read"}
    text = "\n".join(page.extract_text() for page in reader.pages)
    if not text.strip():
        return {"why": "it has no text, as what was scanned has none: type in what it says"}
    if len(text) > MAX_CHARACTERS:
        return {"why": f"its text is longer than {MAX_CHARACTERS} characters"}
    return {"text": text}


if __name__ == "__main__":
    main()
