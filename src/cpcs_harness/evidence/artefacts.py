"""Keeps the files that came with an observation as bodies, and leaves their digests in their places."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cpcs_harness.evidence import events
from cpcs_harness.evidence.bodies import keep
from cpcs_harness.evidence.events import BodyReference
from cpcs_harness.evidence.numbers.masked import NOT_KEPT, masked_bytes
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.formats.artefact.text import MAX_BYTES

MOST = 20
"""Files of one list that are kept; further ones are left out, and said to be."""
CONTENT = "content"
"""The key of a file's bytes, in base64."""


@dataclass(frozen=True)
class _File:
    """A file as it came, and why it is not kept."""

    media: str
    typed_in: bool
    content: bytes = b""
    problem: str | None = None

    def kept(self, recorder: Recorder) -> BodyReference:
        """Keep its bytes as a body, which is done once however often it is asked for."""
        return keep(self.content, self.media, recorder.log.keep)


def record_with_artefacts(
    recorder: Recorder, observed: events.Observation, lists: Sequence[str], journey: str, step: str
) -> str:
    """Write an observation, and the files that stand in its `lists` after it; gives the observation's id."""
    shown, files = dict(observed.observation), dict[str, _File]()
    for key in lists:
        if isinstance(shown.get(key), list):
            shown[key] = list(_apart(key, shown[key], files, recorder, journey))
    id = recorder.write(replace(observed, observation=shown), journey=journey, step=step)
    for name, file in files.items():
        artefact = events.Artefact(name, id, file.typed_in, file.kept(recorder), file.problem)
        recorder.write(artefact, journey=journey, step=step)
    return id


def _apart(
    key: str, members: Sequence[Mapping[str, Any]], files: dict[str, _File], recorder: Recorder, journey: str
) -> Iterator[Mapping[str, Any]]:
    for place, member in enumerate(members):
        if not isinstance(member.get(CONTENT), str):
            yield member
            continue
        file = _checked(_decoded(member, place), recorder, journey)
        files[f"{key}[{place}]"] = file
        yield {**member, CONTENT: file.kept(recorder).sha256}


def _decoded(member: Mapping[str, Any], place: int) -> _File:
    file = _File(str(member.get("media") or "")[:200], bool(member.get("typed_in")))
    if place >= MOST:
        return replace(file, problem=f"at most {MOST} files of one answer are kept")
    try:
        content = base64.b64decode("".join(member[CONTENT].split()), validate=True)
    except (binascii.Error, ValueError) as wrong:
        return replace(file, problem=f"its content is not base64: {wrong}")
    if len(content) > MAX_BYTES:
        return replace(file, problem=f"it has {len(content)} bytes, and at most {MAX_BYTES} are kept")
    return replace(file, content=content)


def _checked(file: _File, recorder: Recorder, journey: str) -> _File:
    """Leave out the content of a file that may hold a real person's NHS number, and tell of it.

    What stands in free text alone, and is called nothing, is masked where that can be done.
    """
    found = recorder.guard.look_through(file.content, file.media, is_theirs=True)
    if not found.all:
        return file
    recorder.guard.report(found, journey)
    masked = b"" if found.labelled else masked_bytes(file.content, found.all, file.media)
    if masked in (b"", NOT_KEPT.encode()):
        return replace(
            file, content=b"", problem="it may hold the NHS number of a real person, and was not kept"
        )
    return replace(file, content=masked)
