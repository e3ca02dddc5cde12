"""The known-bad candidates, read from the files of faults without running them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cpcs_harness._content import ROOT
from cpcs_harness.catalogue.explain import did_you_mean, shown
from cpcs_harness.errors import UsageProblem


@dataclass(frozen=True)
class KnownBad:
    """One fault of the reference service, as its decorator and its docstring describe it."""

    name: str
    says: str
    catches: tuple[str, ...]
    condition: str = ""
    """What the fault needs to show: a second patient, a long text."""
    mode: str = ""
    """The one mode in which it shows; empty where it shows in any."""
    needs_broker: bool = False
    """It stands behind the 111 Adaptor, which publishes to a message broker."""


def known_bads(folder: Path | None = None) -> list[KnownBad]:
    """Read from the decorators in `reference/faulty/` which faults there are, by name, without running its files."""
    files = sorted((folder or ROOT / "reference" / "faulty").rglob("[!_]*.py"))
    return sorted((bad for path in files for bad in _bads_in(path)), key=lambda bad: bad.name)


def chosen(names: Sequence[str], amqp: str) -> list[KnownBad]:
    """Give the named known-bads: when none is named, all that catch something and have what they need.

    Raises UsageProblem for a name that there is not, and for one that needs a broker where there is none.
    """
    bads = {bad.name: bad for bad in known_bads() if bad.catches}
    names = names or [bad.name for bad in bads.values() if amqp or not bad.needs_broker]
    for name in names:
        check_name(name, bads)
    stranded = [name for name in names if bads[name].needs_broker and not amqp]
    if stranded:
        raise UsageProblem(
            f"{', '.join(stranded)} stands behind the 111 Adaptor, which needs a broker: --amqp"
        )
    return [bads[name] for name in names]


def check_name(name: str, known: Iterable[str] | None = None) -> None:
    """Raise UsageProblem, with the name that is nearest, for a name that no known-bad (or none of these) has."""
    names = [bad.name for bad in known_bads()] if known is None else list(known)
    if name not in names:
        meant = did_you_mean(name, names) or "."
        raise UsageProblem(
            f"no known-bad candidate is called {shown(name)}{meant} `cpcs coverage` names those there are."
        )


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
