"""No files import each other in a circle, and the engine names what it loads in two rooms only.

`make contracts` holds the floors; what it cannot see is here. An import for type checkers alone counts, and one inside
a function: two files that only together make sense are one file, whenever Python comes to load them.
"""

from graphlib import CycleError, TopologicalSorter

import pytest

from checkout import ROOT
from imports import CONTENT, PACKAGES, graph_of, modules_of

ENGINE = PACKAGES["cpcs_harness"]
SUPPORT = ROOT / "tests" / "support"
PACKAGE_OF_CONTENT = f'"{CONTENT.rstrip(".")}"'
"""The package itself, as a string: what is imported by a name made from it."""
LOADERS = {"journeys/index.py", "judging/directly.py"}
"""Files of the engine, outside run/, that may load mocks, suites or journeys by name."""


def circle_in(graph):
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        return found.args[1]
    return []


def test_no_files_import_each_other_in_a_circle():
    modules = {path.stem: path for path in SUPPORT.glob("*.py")}
    for package, folder in PACKAGES.items():
        modules |= modules_of(package, folder)

    assert circle_in(graph_of(modules)) == []


@pytest.mark.parametrize(
    "taking", ["import b", "def late():\n    import b", "if TYPE_CHECKING:\n    from b import name"]
)
def test_a_circle_is_found_whatever_the_import(tmp_path, taking):
    (tmp_path / "a.py").write_text(taking)
    (tmp_path / "b.py").write_text("from a import name")
    modules = {path.stem: path for path in tmp_path.glob("*.py")}

    assert set(circle_in(graph_of(modules))) == {"a", "b"}


def test_a_relative_import_is_followed(tmp_path):
    for name, text in {
        "__init__": "",
        "a": "from . import b",
        "b": "from .deep.c import name",
        "deep/c": "from .. import a",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.py").write_text(text)

    assert set(circle_in(graph_of(modules_of("room", tmp_path)))) == {"room.a", "room.b", "room.deep.c"}


def test_the_engine_names_what_it_loads_in_run_the_index_of_journeys_and_direct_judging_alone():
    naming = {
        path.relative_to(ENGINE).as_posix()
        for path in ENGINE.rglob("*.py")
        if any(name in path.read_text(encoding="utf-8") for name in (CONTENT, PACKAGE_OF_CONTENT))
    }

    assert {name for name in naming if not name.startswith("run/")} == LOADERS
