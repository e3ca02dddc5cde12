"""Records exports of many rows in the parts in which they come, and judges them; says how much memory each had taken.

Run by itself, with a folder and numbers of rows, the fewest first: so this process is measured alone. Prints JSON.
"""

from __future__ import annotations

import base64
import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from cpcs_harness._content.conformance.data_reporting._exports import NHSEI, Export, exports_of
from cpcs_harness._content.conformance.data_reporting._files import answers_of
from cpcs_harness._content.conformance.data_reporting.test_columns import _expect_csv
from cpcs_harness.evidence import events
from cpcs_harness.evidence.artefacts import record_with_artefacts
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.evidence.register import Register
from cpcs_harness.formats.artefact.text import MAX_BYTES
from cpcs_harness.judging.views import ArtefactView, JourneyView, ObservationView
from cpcs_harness.profiles import Profiles

HEADER = [*Profiles()["extract"]["nhsei"].values()]
GIVEN = {"month": "2026-11", "form": NHSEI}
CASE = "C-777"
"""The case of the journey's own patient, in the midst of all others."""


def main(folder: str, *counts: str) -> None:
    """Record and judge an export of each number of rows."""
    told = []
    for count in counts:
        place = Path(folder, count)
        place.mkdir()
        size = _record(place, int(count))
        export = _judged(place)
        told.append({"bytes": size, "rows": export.count, "own": len(export.rows), "most": _most()})
    print(json.dumps(told))


def _record(folder: Path, count: int) -> int:
    recorder, size = Recorder(folder, Register()), 0
    parts = sum(1 for _ in _pieces(count))
    for part, piece in enumerate(_pieces(count), 1):
        size += len(piece)
        file = {"name": "month.csv", "media": "text/csv", "content": base64.b64encode(piece).decode()}
        given = GIVEN | ({"part": part} if part > 1 else {})
        shown = {"files": [file], "parts": parts}
        seen = events.Observation("export_data", {"ods": "FA101"}, None, "", given, "done", None, None, shown)
        record_with_artefacts(recorder, seen, ["files"], "j", "a step")
        recorder.log.flush()
    recorder.log.close()
    return size


def _pieces(count: int) -> Iterator[bytes]:
    """Give the file, as many whole rows at a time as an artefact may have."""
    piece = bytearray(",".join(HEADER).encode() + b"\r\n")
    for number in range(count):
        row = _row(number)
        if len(piece) + len(row) > MAX_BYTES:
            yield bytes(piece)
            piece.clear()
        piece += row
    yield bytes(piece)


def _row(number: int) -> bytes:
    complaint = f'"Said ""it hurts"", {number:x}\r\nand again"' if number % 3 else "Tŷ Gwyn"
    return (
        f"FA101,nhs111,minor-illness,C-{number},,1984-02-29,female,Y90001,2026-11-27T17:58:00Z,"
        f"2026-11-27T18:25:30Z,telephone,{complaint},Rest,advice-given,,2041234,\r\n"
    ).encode()


def _judged(folder: Path) -> Export:
    evidence = Evidence.load(folder)
    journey = JourneyView(
        "j",
        "minor-illness",
        {"report": {"case_reference": CASE}},
        {},
        [],
        [ObservationView(event) for event in evidence.of(events.Observation)],
        artefacts=[ArtefactView(evidence, event) for event in evidence.of(events.Artefact)],
    )
    (answers,) = answers_of(journey)
    _expect_csv(answers)
    return exports_of(journey)[0]


def _most() -> float:
    """Give the most MiB that this process has had; where the system does not say, what getrusage does."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
