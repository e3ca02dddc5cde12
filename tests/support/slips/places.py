"""All slips that can be made in the reference service, and some of them, drawn by lot over all rooms."""

from __future__ import annotations

import ast
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from slips.operators import OPERATORS
from slips.slip import Slip

PACKAGE = "reference"
NOT_OF_THE_SYSTEM = (
    "reference/faulty/",
    "reference/fork_server.py",
    "reference/__main__.py",
    "reference/kit/readiness.py",
)
"""What is wrong on purpose, and what starts the service for tests or has it ready sooner."""
WRITTEN_NOWHERE = (ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal)

Rooms = dict[str, dict[tuple[str, int], dict[str, list[Slip]]]]
"""Slips by room, line and operator."""


def all_slips(root: Path) -> list[Slip]:
    """Give every slip of every file of the reference below a folder."""
    files = sorted(path for path in (root / PACKAGE).rglob("*.py"))
    names = [path.relative_to(root).as_posix() for path in files]
    return [
        slip
        for path, name in zip(files, names, strict=True)
        if not name.startswith(NOT_OF_THE_SYSTEM)
        for slip in slips_in(name, path.read_text(encoding="utf-8"))
    ]


def slips_in(name: str, source: str) -> list[Slip]:
    """Give every slip of one file, each once; some may be no Python, or mean the same."""
    tree, starts = ast.parse(source), _starts(source)
    found = {}
    for node in _looked_at(tree):
        for operator, rule in OPERATORS.items():
            for place, text, *at in rule(node):
                slip = _slip(name, place, (at or [place])[0], operator, text, starts, source)
                if slip is not None:
                    found.setdefault((slip.start, slip.end, slip.text), slip)
    return list(found.values())


def drawn(root: Path, slips: Sequence[Slip], count: int, chance: random.Random) -> list[Slip]:
    """Draw by lot: first a room, then a line in it, then an operator, then one of what that can do there.

    What is no Python, or means the same, is passed over; where there are fewer, all are drawn.
    """
    rooms: Rooms = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for slip in slips:
        rooms[slip.room][slip.file, slip.line][slip.operator].append(slip)
    found: dict[Slip, None] = {}
    while rooms and len(found) < count:
        room = chance.choice(sorted(rooms))
        line = chance.choice(sorted(rooms[room]))
        operator = chance.choice(sorted(rooms[room][line]))
        slip = chance.choice(rooms[room][line][operator])
        _take_out(slip, rooms)
        if is_another(slip, (root / slip.file).read_text(encoding="utf-8")):
            found[slip] = None
    return list(found)


def _take_out(slip: Slip, rooms: Rooms) -> None:
    """Draw it no more, nor what has no other."""
    lines = rooms[slip.room]
    operators = lines[slip.file, slip.line]
    operators[slip.operator].remove(slip)
    if not operators[slip.operator]:
        del operators[slip.operator]
    if not operators:
        del lines[slip.file, slip.line]
    if not lines:
        del rooms[slip.room]


def _looked_at(tree: ast.AST) -> Iterator[ast.AST]:
    """Go through what does something: no docstring, annotation, import, or pattern of a match."""
    for name, child in ast.iter_fields(tree):
        for node in child if isinstance(child, list) else [child]:
            if not isinstance(node, ast.AST) or name in ("annotation", "returns", "pattern"):
                continue
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue
            if isinstance(node, (*WRITTEN_NOWHERE, ast.JoinedStr)):
                continue  # the places of nodes in an f-string are told right only by later Pythons
            yield node
            yield from _looked_at(node)


def _starts(source: str) -> list[int]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _slip(
    name: str, place: ast.AST, at: ast.AST, operator: str, text: str, starts: Sequence[int], source: str
) -> Slip | None:
    if not isinstance(place, ast.stmt | ast.expr | ast.keyword):
        return None
    start = _offset(source, starts, place.lineno, place.col_offset)
    end = _offset(source, starts, place.end_lineno or place.lineno, place.end_col_offset or 0)
    line = getattr(at, "lineno", place.lineno)
    return Slip(name, line, operator, start, end, text)


def _offset(source: str, starts: Sequence[int], line: int, column: int) -> int:
    """Characters from the start of the file; a column is told in bytes."""
    text = source[starts[line - 1] : starts[line]]
    return starts[line - 1] + len(text.encode()[:column].decode())


def is_another(slip: Slip, source: str) -> bool:
    """Say whether it is Python that means something else."""
    try:
        made = ast.parse(slip.put_into(source))
        compile(made, slip.file, "exec")
    except SyntaxError:
        return False
    return ast.dump(made) != ast.dump(ast.parse(source))
