"""The reference is a system like any other: it knows nothing of the harness."""

import ast

import pytest

from checkout import ROOT

REFERENCE = ROOT / "reference"
FORBIDDEN = {"mocks", "conformance", "cpcs_harness", "fixtures", "tests"}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module
        elif isinstance(node, ast.ImportFrom):
            # A relative import must stay inside the folder.
            depth = len(path.relative_to(REFERENCE).parts)
            assert node.level <= depth, f"{path}:{node.lineno} leaves reference/"


@pytest.mark.parametrize(
    "path", sorted(REFERENCE.rglob("*.py")), ids=lambda path: str(path.relative_to(REFERENCE))
)
def test_nothing_of_the_harness_is_imported(path):
    assert not {name.split(".")[0] for name in imported(path)} & FORBIDDEN
