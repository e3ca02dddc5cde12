"""Which build of the reference service a run is of: the digest of all that makes it what it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from cpcs_harness._content import ROOT

REFERENCE = ROOT / "reference"
DECLARATION = "candidate.toml"
_ABOUT_IT = ("rulings.json", "seen.json")
"""Lie beside it, and say what people decided on it."""
_FAULTS = "faulty"
_OF_NO_FAULT = ("__init__.py", "_wrong.py")
"""Of the folder of faults, what each start of the service loads; the others are of known-bad candidates alone."""


def files_of_reference(declared: Path = REFERENCE) -> dict[str, str]:
    """Give the SHA-256 of each file of the service, by its name there, and of what it declares in that folder.

    Python and libraries do not count: a ruling would be of one machine. Nor do faults, for no right service has one.
    """
    files = {path.relative_to(REFERENCE).as_posix(): path for path in sorted(REFERENCE.rglob("*"))}
    ours = {name: path for name, path in files.items() if path.is_file() and _counts(Path(name))}
    declaration = declared / DECLARATION
    if declaration.is_file():
        ours[DECLARATION] = declaration
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sorted(ours.items())}


def _counts(name: Path) -> bool:
    if name.suffix in (".pyc", ".pyi") or any(part[0] == "." or part == "__pycache__" for part in name.parts):
        return False
    if name.parts[0] == _FAULTS:
        return len(name.parts) == 2 and name.name in _OF_NO_FAULT
    return name.as_posix() not in _ABOUT_IT


def digest_of_reference(files: Mapping[str, str]) -> str:
    """Give one digest over the digests of its files."""
    return hashlib.sha256(json.dumps(dict(sorted(files.items()))).encode()).hexdigest()
