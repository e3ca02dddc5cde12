"""Ties a check to the criterion that it judges, and finds these ties without running anything."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pytest

from cpcs_harness.errors import Problem, UsageProblem

F = TypeVar("F", bound=Callable[..., Any])


def criterion(criterion_id: str) -> Callable[[F], F]:
    """Mark a pytest function as a check of a criterion of the catalogue."""

    def mark(check: F) -> F:
        marked: F = pytest.mark.criterion(criterion_id)(check)
        return marked

    return mark


def checks_in(folder: Path) -> dict[str, list[tuple[str, int]]]:
    """Read the files of the suites; gives, for each criterion id, where its checks stand (file, line).

    Raises UsageProblem for a file that is not Python.
    """
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        place = path.relative_to(folder.parent).as_posix()
        for name, line in _criteria_in(path.read_bytes(), str(path)):
            found[name].append((place, line))
    return dict(found)


@lru_cache(1_000)
def _criteria_in(content: bytes, file: str) -> tuple[tuple[str, int], ...]:
    """Give the criteria of a file of checks: who plans a run, judges it and recognises it asks for each."""
    return tuple(found for node in _statements(_parsed(content, file)) for found in _criteria_of(node))


def _parsed(content: bytes, file: str) -> ast.Module:
    try:
        return ast.parse(content, file)
    except (SyntaxError, ValueError) as broken:  # a NUL is told as either, by the version of Python
        problem = Problem(file, getattr(broken, "lineno", 0) or 0, "", f"is not Python: {broken}")
        raise UsageProblem("a file of checks cannot be used", [problem]) from None


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Give every statement inside one; no check stands in an expression."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            yield inner
            yield from _statements(inner)


def _criteria_of(node: ast.AST) -> list[tuple[str, int]]:
    if not isinstance(node, ast.FunctionDef):
        return []
    calls = [mark for mark in node.decorator_list if isinstance(mark, ast.Call)]
    return [
        (str(call.args[0].value), call.lineno)
        for call in calls
        if getattr(call.func, "id", "") == "criterion" and isinstance(call.args[0], ast.Constant)
    ]
