"""The known-bad candidates, read from the files of faults without running them: what checks are proven to catch."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cpcs_harness._content import ROOT


@dataclass(frozen=True)
class KnownBad:
    """One fault of the reference service, as its decorator and its docstring describe it."""

    name: str
    says: str
    catches: tuple[str, ...]
    shows_when: str = ""
    """When the fault shows, where it does not always: a second patient, a long text."""
    mode: str = ""
    """The one mode in which it shows; empty where it shows in any."""
    needs_broker: bool = False
    """It stands behind the 111 Adaptor, which publishes to a message broker."""


def known_bads(folder: Path | None = None) -> list[KnownBad]:
    """Read from the decorators in `reference/faulty/` which faults there are, by name, without running its files."""
    files = sorted((folder or ROOT / "reference" / "faulty").rglob("[!_]*.py"))
    return sorted((bad for path in files for bad in _bads_in(path)), key=lambda bad: bad.name)


def _bads_in(path: Path) -> Iterator[KnownBad]:
    for node in ast.parse(path.read_text(encoding="utf-8"), str(path)).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            for mark in _marks_of(node):
                said = {str(given.arg): ast.literal_eval(given.value) for given in mark.keywords}
                yield KnownBad(_name_of(node.name), ast.get_docstring(node) or "", **said)


def _marks_of(node: ast.ClassDef | ast.FunctionDef) -> list[ast.Call]:
    calls = [mark for mark in node.decorator_list if isinstance(mark, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "wrong"]


def _name_of(identifier: str) -> str:
    """Write a class's name in snake case, as `reference/faulty/_wrong.py` does; an HTTP status is a word."""
    return re.sub(r"(?<=[^_])(?=[A-Z]|(?<!\d)\d{3})", "_", identifier).lower()
