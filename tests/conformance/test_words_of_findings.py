"""What checks say is said in words: nothing as a program writes it."""

import ast
from pathlib import Path

import pytest

from cpcs_harness._content import CATALOGUE

SUITES = CATALOGUE.parent / "conformance"
FILES = sorted(path for path in SUITES.rglob("*.py") if "journeys" not in path.parts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SUITES).as_posix())
def test_no_message_quotes_a_value_as_python_writes_it(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))

    found = [node.lineno for node in ast.walk(tree) if _is_python(node)]

    assert not found, f"{path.name}: use in_words() on the lines {found}"


def _is_python(node: ast.AST) -> bool:
    called = (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("repr", "ascii")
    )
    return called or (isinstance(node, ast.FormattedValue) and node.conversion in (ord("r"), ord("a")))
