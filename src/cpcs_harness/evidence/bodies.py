"""Message bodies, kept apart from the log under the name of their own SHA-256."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.archive import ARCHIVE, FOLDER, MAX_BODY, ArchiveReader
from cpcs_harness.evidence.events import BodyReference

_SHA256 = re.compile("[0-9a-f]{64}")


def keep(body: bytes, media: str, store: Callable[[bytes], str]) -> BodyReference:
    """Store a body, as much of it as is kept, and give the reference that the log holds."""
    kept = body[:MAX_BODY]
    name = store(kept) if kept else hashlib.sha256().hexdigest()
    return BodyReference(name, len(kept), media, len(body) if len(body) > MAX_BODY else None)


class Bodies:
    """The bodies of a recorded run: of its archive, or of a folder where one is in its place.

    Earlier harnesses wrote a folder, and so does whoever unpacks an archive.
    """

    def __init__(self, evidence: Path) -> None:
        self._folder = evidence / FOLDER
        self._sound: set[str] = set()
        archive = evidence / ARCHIVE
        self._archive = ArchiveReader(archive) if archive.is_file() else None

    def check(self, reference: Mapping[str, Any]) -> None:
        """Raise HarnessError for a body that is missing or altered, by the reference as it was written."""
        if not reference["bytes"] or (name := _checked(reference["sha256"])) in self._sound:
            return
        if self._archive is None:
            self._of_folder(name)
        elif not self._archive.has(name):
            raise _missing(name)
        self._sound.add(name)

    def read(self, reference: BodyReference) -> bytes:
        """Give a body back, after checking that it is what was stored."""
        return self.named(str(reference.sha256)) if reference.bytes else b""

    def named(self, name: str) -> bytes:
        """Give the body of a SHA-256; raises HarnessError for one that is missing or altered."""
        _checked(name)
        if self._archive is None:
            return self._of_folder(name)
        if not self._archive.has(name):
            raise _missing(name)
        return self._archive.read(name)

    def names(self) -> set[str]:
        """Name all bodies that there are."""
        if self._archive is not None:
            return self._archive.names()
        return {path.name for path in self._folder.iterdir()} if self._folder.is_dir() else set()

    def _of_folder(self, name: str) -> bytes:
        path = self._folder / name
        if not path.is_file() or path.stat().st_size > MAX_BODY:
            raise HarnessError(f"the body {name} is not in {self._folder}, or is too large")
        body = path.read_bytes()
        if hashlib.sha256(body).hexdigest() != name:
            raise HarnessError(f"the body {name} was altered: its SHA-256 is another")
        return body


def _checked(name: Any) -> str:
    if not isinstance(name, str) or not _SHA256.fullmatch(name):
        raise HarnessError(f"a body is named {name!r}, which is not a SHA-256")
    return name


def _missing(name: str) -> HarnessError:
    return HarnessError(f"the body {name} is not in {ARCHIVE}")
