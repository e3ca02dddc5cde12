"""Candidates that are wrong on purpose: the reference service with one fault each.

One file a fault: its docstring says what the candidate does wrong, `CATCHES` which criteria must notice,
`CONDITION` when it shows, and `install(service)` replaces one part of the service.
"""

import ast
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..kit.problems import StartupProblem


@dataclass(frozen=True)
class KnownBad:
    """A fault, as its file describes it."""

    name: str
    docstring: str
    catches: tuple[str, ...]
    condition: str | None


def all_faults() -> list[KnownBad]:
    """Every fault, by name; read from the files, without loading the service."""
    return [_described(path) for path in sorted(Path(__file__).parent.glob("[a-z]*.py"))]


def check_name(name: str) -> None:
    """Refuse a name that no fault has."""
    known = [fault.name for fault in all_faults()]
    if name not in known:
        raise StartupProblem(f"no fault named {name!r}; known: {', '.join(known)}")


def installer(name: str) -> Callable[[Any], None]:
    """What puts a fault into a service."""
    install: Callable[[Any], None] = importlib.import_module(f".{name}", __name__).install
    return install


def _described(path: Path) -> KnownBad:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    values = {
        target.id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id in {"CATCHES", "CONDITION"}
    }
    return KnownBad(
        path.stem, ast.get_docstring(tree) or "", values.get("CATCHES", ()), values.get("CONDITION")
    )
