"""Which journeys carry out a place of the reference, by what they were seen to carry out."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

Carried = Mapping[str, Mapping[str, Sequence[int]]]
"""By journey, of each file the lines that it has the reference carry out."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def carry_out(file: str, line: int, source: str, carried: Carried) -> list[str]:
    """Name the journeys that carry out what stands in a line; of what is carried out as a file is imported, those that
    carry out anything of the file, or all where it has no more than that.

    A statement of several lines is carried out as a whole.
    """
    lines = lines_beside(ast.parse(source), line)
    due = [name for name, files in sorted(carried.items()) if _has(files.get(file, ()), lines)]
    return sorted(carried) if lines is None and not due else due


def lines_beside(tree: ast.Module, line: int) -> range | None:
    """Give the lines of the statement that a line is of, in a function; None outside functions.

    Of a statement that holds others those before the first of them.
    """
    within = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and _span(node).start <= line <= _end(node)
    ]
    if not any(isinstance(node, FUNCTIONS) and line >= node.body[0].lineno for node in within):
        return None
    return _span(max(within, key=lambda node: (node.lineno, -_end(node))))


def _span(node: ast.stmt) -> range:
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    first = body[0] if body else None
    start = (
        first.pattern.lineno
        if isinstance(first, ast.match_case)
        else getattr(first, "lineno", _end(node) + 1)
    )
    return range(node.lineno, max(start, node.lineno + 1))


def _end(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _has(seen: Sequence[int], lines: range | None) -> bool:
    return bool(seen) if lines is None else any(line in lines for line in seen)
