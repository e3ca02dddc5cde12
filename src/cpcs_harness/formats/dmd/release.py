"""A full release of dm+d, as its user has it: read in stream, so that its size costs no memory.

The files are those of TRUD's item 24, unpacked: f_vmp2_*.xml, f_amp2_*.xml, f_vmpp2_*.xml and f_ampp2_*.xml, of no
namespace (interface sheet dos-eps-rtec-scr-dmd, section 6.3), anywhere under the folder. Nothing of a release but the
concepts that a run speaks of goes into its evidence.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree

from cpcs_harness.errors import UsageProblem
from cpcs_harness.formats.dmd.concept import LEVELS, Concept

MOST_BYTES = 1024 * 1024 * 1024
"""Of one file; the largest of a release has about a tenth of that."""
_CHUNK = 1024 * 1024
_IDS = {"VMP": "VPID", "AMP": "APID", "VMPP": "VPPID", "AMPP": "APPID"}
_TABLE = """
CREATE TABLE concept (
  id TEXT PRIMARY KEY, level TEXT, name TEXT, description TEXT, vmp TEXT, amp TEXT, vmpp TEXT, pack REAL,
  invalid INTEGER, previous TEXT
) WITHOUT ROWID
"""
_COLUMNS = ("id", "level", "name", "description", "vmp", "amp", "vmpp", "pack", "invalid", "previous")


class Release:
    """The files of one release; a folder that does not hold each once is a UsageProblem."""

    def __init__(self, folder: Path) -> None:
        self.files = {level: _file_of(folder, level) for level in LEVELS}
        self.name = self.files["AMP"].stem.rpartition("_")[2]
        """The day of the release as its files are called by, such as 3070721."""

    @property
    def digest(self) -> str:
        """SHA-256 over name and content of each file, however the folder is called."""
        parts = [f"{path.name} {_digest_of(path)}\n" for path in self.files.values()]
        return hashlib.sha256("".join(parts).encode()).hexdigest()

    @contextmanager
    def indexed(self) -> Iterator[Index]:
        """Give what looks its concepts up, until it is done with; raises UsageProblem, with file and line."""
        with (
            TemporaryDirectory(prefix="cpcs-dmd-") as folder,
            closing(sqlite3.connect(Path(folder) / "dmd.sqlite", check_same_thread=False)) as base,
        ):
            base.execute("PRAGMA journal_mode = OFF")
            base.execute("PRAGMA synchronous = OFF")
            base.execute(_TABLE)
            for level, path in self.files.items():
                marks = ", ".join("?" * len(_COLUMNS))
                base.executemany(f"INSERT OR REPLACE INTO concept VALUES ({marks})", _rows(path, level))  # noqa: S608
            base.execute("CREATE INDEX previous ON concept (previous) WHERE previous <> ''")
            base.commit()
            yield Index(base)


class Index:
    """Looks up the concepts of a release."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def __len__(self) -> int:
        """How many concepts there are."""
        return int(self._base.execute("SELECT count(*) FROM concept").fetchone()[0])

    def of(self, codes: Iterable[str]) -> list[Concept]:
        """Give the concepts of some codes, what replaced them, and what each is one of; in the order of their codes."""
        found: dict[str, Concept] = {}
        waiting = sorted(set(codes))
        while waiting:
            concepts = [
                concept
                for code in waiting
                for concept in self._where("id = ? OR previous = ?", code, code)
                if concept.id not in found
            ]
            found |= {concept.id: concept for concept in concepts}
            above = {code for concept in concepts for code in (concept.vmp, concept.amp, concept.vmpp)}
            waiting = sorted(above - {""} - found.keys())
        return [found[code] for code in sorted(found)]

    def _where(self, condition: str, *values: str) -> list[Concept]:
        rows = self._base.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM concept WHERE {condition}",  # noqa: S608 - conditions of this module
            values,
        )
        return [_concept(dict(zip(_COLUMNS, row, strict=True))) for row in rows]


def _concept(row: dict[str, Any]) -> Concept:
    return Concept(**{**row, "invalid": bool(row["invalid"])})


def _file_of(folder: Path, level: str) -> Path:
    wanted = f"f_{level.lower()}2_"
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.name.lower().startswith(wanted) and path.suffix.lower() == ".xml" and path.is_file()
    ]
    if not found:
        raise UsageProblem(f"{folder} holds no {wanted}*.xml: give the folder of an unpacked dm+d release")
    if len(found) > 1:
        raise UsageProblem(
            f"{folder} holds {len(found)} files {wanted}*.xml ({found[0].name}, {found[1].name}): give one release"
        )
    if found[0].stat().st_size > MOST_BYTES:
        raise UsageProblem(f"{found[0]} is larger than {MOST_BYTES:,} bytes, which is all that is read")
    return found[0]


def _digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _rows(path: Path, level: str) -> Iterator[tuple[Any, ...]]:
    """Read the part of a file that says what there is, entry by entry, and give them back; the rest is left unread."""
    count, part = 0, f"{level}S"
    try:
        with path.open("rb") as file:
            for _, entry in etree.iterparse(
                file, tag=(level, part), resolve_entities=False, no_network=True, load_dtd=False
            ):
                if entry.getroottree().docinfo.doctype:
                    raise UsageProblem(f"{path}:1 brings a DTD, which no dm+d release does")
                if entry.tag == part:
                    break
                if entry.find(_IDS[level]) is not None:
                    count += 1
                    yield _row(entry, level)
                _forget(entry)
    except etree.XMLSyntaxError as wrong:
        raise UsageProblem(f"{path}:{wrong.lineno or 1} is no XML as dm+d has it: {wrong.msg}") from wrong
    except OSError as wrong:
        raise UsageProblem(f"{path} cannot be read: {wrong}") from wrong
    if not count:
        raise UsageProblem(f"{path}:1 has no {level} with a {_IDS[level]}: is it a file of a dm+d release?")


def _row(entry: Any, level: str) -> tuple[Any, ...]:
    def said(name: str) -> str:
        return (entry.findtext(name) or "").strip()

    def other(kind: str) -> str:
        return "" if kind == level else said(_IDS[kind])

    return (
        said(_IDS[level]),
        level,
        said("NM"),
        said("DESC"),
        other("VMP"),
        other("AMP"),
        other("VMPP"),
        _number(said("QTYVAL")),
        said("INVALID") == "1",
        said("VPIDPREV") if level == "VMP" else "",
    )


def _number(written: str) -> float:
    try:
        return float(written or 0)
    except ValueError:
        return 0.0


def _forget(entry: Any) -> None:
    entry.clear()
    parent = entry.getparent()
    while parent is not None and entry.getprevious() is not None:
        del parent[0]
