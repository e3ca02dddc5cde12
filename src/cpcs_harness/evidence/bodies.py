"""Message bodies, kept apart from the log under the name of their own SHA-256."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.events import BodyReference

MAX_BODY = 10 * 1024 * 1024
"""Bytes of one body that are kept; what comes after is counted, not kept."""


class Bodies:
    """A folder of bodies; the same body is kept once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._there: set[str] = set()

    def keep(self, body: bytes, media: str) -> BodyReference:
        """Store a body and give the reference that the log holds."""
        kept = body[:MAX_BODY]
        name = hashlib.sha256(kept).hexdigest()
        if kept and name not in self._there:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / name
            if not path.exists():
                path.write_bytes(kept)
            self._there.add(name)
        return BodyReference(name, len(kept), media, len(body) if len(body) > MAX_BODY else None)

    def read(self, reference: BodyReference) -> bytes:
        """Give a body back, after checking that it is what was stored."""
        return self.named(str(reference.sha256)) if reference.bytes else b""

    def named(self, name: str) -> bytes:
        """Give the body of a SHA-256; raises HarnessError for one that is missing or altered."""
        if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
            raise HarnessError(f"a body is named {name!r}, which is not a SHA-256")
        path = self.folder / name
        if not path.is_file() or path.stat().st_size > MAX_BODY:
            raise HarnessError(f"the body {name} is not in {self.folder}, or is too large")
        body = path.read_bytes()
        if hashlib.sha256(body).hexdigest() != name:
            raise HarnessError(f"the body {name} was altered: its SHA-256 is another")
        return body
