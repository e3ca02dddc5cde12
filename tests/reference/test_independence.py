"""The reference is a system like any other: it knows nothing of the harness."""

import ast
import subprocess
import sys

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


@pytest.fixture
def alone(tmp_path):
    """A folder with the reference in it, and nothing of the harness that could be imported."""
    folder = tmp_path / "alone"
    for name in FORBIDDEN:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(f"raise ImportError('there is no {name} here')\n")
    (folder / "reference").symlink_to(REFERENCE, target_is_directory=True)
    return folder


def test_it_starts_and_answers_where_there_is_no_engine(alone, start):
    tried = subprocess.run(
        [sys.executable, "-P", "-c", "import cpcs_harness"],
        env={"PYTHONPATH": str(alone)},
        capture_output=True,
        text=True,
    )
    assert "there is no cpcs_harness here" in tried.stderr

    system = start(folder=alone)

    assert system.act("worklist") == {
        "status": "done",
        "reason": None,
        "shown": None,
        "observation": {"referrals": []},
    }


def test_every_file_of_it_loads_where_there_is_no_engine(alone):
    names = sorted(
        ".".join(path.relative_to(REFERENCE.parent).with_suffix("").parts)
        for path in REFERENCE.rglob("*.py")
        if path.name not in {"__init__.py", "__main__.py"}
    )
    load = f"import importlib\nfor name in {names!r}: importlib.import_module(name)"

    done = subprocess.run(
        [sys.executable, "-P", "-c", load], env={"PYTHONPATH": str(alone)}, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
