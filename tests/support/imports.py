"""What Python files import, read from their syntax: nothing is run.

Every import counts: at the top, inside a function, and for type checkers alone. Each says that one file knows another.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from checkout import ROOT

PACKAGES = {name: ROOT / name for name in ("mocks", "conformance", "reference")} | {
    "cpcs_harness": ROOT / "src" / "cpcs_harness"
}
CONTENT = "cpcs_harness._content."
"""Before the name of mocks, conformance and reference, where the engine loads them."""


def modules_of(package: str, folder: Path) -> dict[str, Path]:
    """Give the files of a package by their dotted names."""
    return {_dotted((package, *path.relative_to(folder).parts)): path for path in folder.rglob("*.py")}


def imports_of(module: str, path: Path) -> Iterator[tuple[str, str]]:
    """Give what a file imports: an absolute dotted name, and the name taken from it ("" for none)."""
    parents = (module if path.name == "__init__.py" else module.rpartition(".")[0]).split(".")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = parents[: len(parents) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])]).removeprefix(CONTENT)
            yield from ((source, alias.name) for alias in node.names)


def graph_of(modules: dict[str, Path]) -> dict[str, set[str]]:
    """Give for each of these modules the others of them that it imports."""
    return {
        module: {
            found
            for source, name in imports_of(module, path)
            if (found := _file(modules, source, name)) and found != module
        }
        for module, path in modules.items()
    }


def _file(modules: dict[str, Path], source: str, name: str) -> str:
    return next((candidate for candidate in (f"{source}.{name}", source) if candidate in modules), "")


def _dotted(parts: tuple[str, ...]) -> str:
    return ".".join(parts).removesuffix(".py").removesuffix(".__init__")
