"""What a release of dm+d says of the codes that were sent, written down with the run: `--dmd`.

The release is the user's and does not go into the evidence; the concepts of codes that a candidate sent or declared do,
with the digest of the release, as one event of kind `dmd_read`. A judge needs no more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from cpcs_harness.evidence.events import DmdRead, Exchange
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.formats.dmd.release import Index, Release
from cpcs_harness.formats.snomed import why_not_a_dmd_code
from cpcs_harness.formats.xml import unpacked

SERVICES = ("mesh", "mys", "onward")
"""What takes medicines by their codes."""
_DIGITS = re.compile(rb"(?<!\d)\d{6,18}(?!\d)")


def read_release(
    release: Release, index: Index, declared: Iterable[str], folder: Path, recorder: Recorder
) -> None:
    """Record what a release has of each code that was sent, and of those that a candidate declares."""
    recorder.log.sync()
    codes = {*declared, *codes_sent(Evidence.load(folder))}
    recorder.write(DmdRead(release.name, release.digest, len(index), tuple(index.of(codes))))


def codes_sent(evidence: Evidence) -> set[str]:
    """Give whatever could be a dm+d code in what a candidate sent; a journey's chunks are read as one text."""
    texts: dict[tuple[str | None, str], list[bytes]] = defaultdict(list)
    for event in evidence.of(Exchange):
        exchange = event.data
        if exchange.service in SERVICES and exchange.direction != "of-harness":
            parts = texts[event.journey, exchange.service if exchange.service == "mesh" else event.id]
            parts.append(_plain(evidence.body(exchange.request.body), exchange.request.headers))
    return {code for parts in texts.values() for code in _codes(b"".join(parts))}


def _plain(body: bytes, headers: Iterable[tuple[str, str]]) -> bytes:
    encoding = next((value for name, value in headers if name.lower() == "content-encoding"), "")
    try:
        return unpacked(body, encoding)
    except ValueError:
        return b""


def _codes(text: bytes) -> Iterator[str]:
    for found in set(_DIGITS.findall(text)):
        code = found.decode("ascii")
        if not why_not_a_dmd_code(code):
            yield code
