"""What checks say is said in words: nothing as a program writes it."""

import ast
from pathlib import Path

import pytest

from cpcs_harness._content import CATALOGUE

SUITES = CATALOGUE.parent / "conformance"
SEVERAL = ("sorted", "list", "tuple", "set", "frozenset", "dict")
LITERAL = (ast.List, ast.ListComp, ast.Tuple, ast.Set, ast.SetComp, ast.Dict, ast.DictComp)
"""What gives several values; in_words() says them with commas."""
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
    if not isinstance(node, ast.FormattedValue):
        return called
    made = isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") in SEVERAL
    return made or isinstance(node.value, LITERAL) or node.conversion in (ord("r"), ord("a"))


@pytest.mark.parametrize(
    "written", ["f'{x!r}'", "f'{x!a}'", "repr(x)", "f'{sorted(x)}'", "f'{[y for y in x]}'", "f'{(x, x)}'"]
)
def test_what_is_as_python_writes_it_is_found(written: str):
    assert any(map(_is_python, ast.walk(ast.parse(written))))


@pytest.mark.parametrize("written", ["f'{x}'", "f'{in_words(sorted(x))}'", "f'{len(x)}'", "sorted(x)"])
def test_what_is_in_words_is_not(written: str):
    assert not any(map(_is_python, ast.walk(ast.parse(written))))
