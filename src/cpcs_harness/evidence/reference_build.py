"""Which build of the reference service a run is of: the digest of all that makes it what it is."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Iterator, Mapping
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
    ours = {name: path for name, path in _files(str(REFERENCE)) if _counts(name)}
    declaration = declared / DECLARATION
    if declaration.is_file():
        ours[DECLARATION] = str(declaration)
    return {name: hashlib.sha256(Path(path).read_bytes()).hexdigest() for name, path in sorted(ours.items())}


def name_of_reference(declared: Path = REFERENCE) -> str:
    """Give the name under which the service declares itself in a folder."""
    return str(tomllib.loads((declared / DECLARATION).read_text(encoding="utf-8"))["name"])


def _files(root: str) -> Iterator[tuple[str, str]]:
    """Give each file below a folder, by its name there; strings, and no paths, for each run asks."""
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if name[0] != "." and name != "__pycache__"]
        within = folder[len(root) + 1 :].replace(os.sep, "/")
        for name in names:
            yield (f"{within}/{name}" if within else name), os.path.join(folder, name)  # noqa: PTH118 - as above


def _counts(name: str) -> bool:
    folder, _, last = name.rpartition("/")
    if last[0] == "." or last.endswith((".pyc", ".pyi")):
        return False
    if folder.split("/")[0] == _FAULTS:
        return folder == _FAULTS and last in _OF_NO_FAULT
    return name not in _ABOUT_IT


def digest_of_reference(files: Mapping[str, str]) -> str:
    """Give one digest over the digests of its files."""
    return hashlib.sha256(json.dumps(dict(sorted(files.items()))).encode()).hexdigest()
