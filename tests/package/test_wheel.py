"""The wheel: what is in it, and that it assesses from any folder just as the checkout does.

Run as a program, this file writes wheel-files.txt anew.
"""

import json
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

import pytest

FILES = Path(__file__).with_name("wheel-files.txt")
REFRESH = f"{Path(sys.executable)} {Path(__file__)}"
if __name__ == "__main__":
    sys.path.append(str(FILES.parents[1] / "support"))

from checkout import ROOT  # noqa: E402 - of support/, which is no package
from once import once  # noqa: E402
from wheels import built, installed_in, ran  # noqa: E402

SOME = ("--only", "gp-referral-keyed", "--only", "urgent-medicine-supplied")
"""Journeys of each pathway, in place of all: what the others need is in the wheel, where each file is looked for."""

PASSED = {f"UM-{name}" for name in ("N111-E N111-01", "PDS-E PDS-01", "GPN-E GPM-01")}
"""Criteria that these journeys settle: that there is nothing wrong in nothing would show nothing."""

pytestmark = pytest.mark.long

CONTENT = {"conformance", "docs", "fixtures", "mocks", "reference", "reports"}
HOSTILE = {
    "conftest.py": "raise RuntimeError('the conftest.py of the folder that cpcs was called in')",
    "pytest.ini": "[pytest\naddopts = --no-such-option",
    "pyproject.toml": "[tool.pytest",
    "mocks/__init__.py": "raise RuntimeError('the mocks of somebody else')",
    "mocks/nation.py": "raise RuntimeError('the mocks of somebody else')",
    "reference/__init__.py": "raise RuntimeError('the reference of somebody else')",
    "reference/__main__.py": "raise RuntimeError('the reference of somebody else')",
    "reference/rulings.json": "[{}]",
    "conformance/__init__.py": "raise RuntimeError('the conformance of somebody else')",
    "conformance/test_theirs.py": "def test_of_theirs(): raise RuntimeError('not ours to run')",
    "fixtures/people.yaml": "- {",
    "toolkit_requirements.yaml": "requirements: {",
    "candidate.toml": "not toml",
    "rulings.json": "not json",
}


def files_in(wheel):
    return sorted(name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = once(tmp_path_factory, "dist", built)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    return installed_in(tmp_path_factory.mktemp("installed"), wheel)


@pytest.fixture
def assess(installed, tmp_path):
    """Run the installed `cpcs assess` from a folder, and see to it that it writes nowhere else but in its out/."""

    def assess_from(folder, *arguments, **environment):
        home, temporary = tmp_path / "home", tmp_path / "temporary"
        home.mkdir()
        temporary.mkdir()
        before = everything_in(installed), everything_in(folder)
        done = ran(
            installed / "bin" / "cpcs",
            "assess",
            *arguments,
            cwd=folder,
            HOME=str(home),
            TMPDIR=str(temporary),
            **environment,
        )
        beside_out = {path for path in everything_in(folder) if path.parts[0] != "out"}
        assert (everything_in(installed), beside_out) == before, done.stderr
        assert everything_in(home) | everything_in(temporary) == set()
        return done.returncode, verdicts(folder, done)

    return assess_from


@pytest.fixture
def in_the_checkout(assessed):
    """The exit status and verdicts of the same command in the checkout."""
    done, out = assessed
    return done.returncode, verdicts(out.parent, done)


def everything_in(folder):
    return {path.relative_to(folder) for path in folder.rglob("*")}


def verdicts(folder, done):
    written = folder / "out" / "assessment.json"
    assert written.is_file(), (
        f"{done.args} wrote no assessment (exit status {done.returncode}):\n{done.stderr}"
    )
    assessment = json.loads(written.read_text(encoding="utf-8"))
    found = {one["id"]: one["verdict"] for one in assessment["requirements"]}
    for requirement in assessment["requirements"]:
        found |= {f"{requirement['id']} {one['id']}": one["verdict"] for one in requirement["criteria"]}
    return found


def test_the_wheel_holds_the_files_that_are_listed(wheel):
    listed, found = FILES.read_text(encoding="utf-8").splitlines(), files_in(wheel)

    missing, new = sorted(set(listed) - set(found)), sorted(set(found) - set(listed))
    assert found == listed, (
        f"not in the wheel: {missing}; not in the list: {new}. To write it anew: {REFRESH}"
    )


def test_the_wheel_holds_the_engine_and_the_content_and_nothing_else(wheel):
    inside = [Path(name) for name in files_in(wheel)]
    content = [path.relative_to("cpcs_harness/_content") for path in inside if path.parts[1] == "_content"]

    assert {path.parts[0] for path in inside} == {"cpcs_harness"}
    assert {path.parts[0] for path in content if len(path.parts) > 1} == CONTENT
    assert {path.name for path in content if len(path.parts) == 1} == {
        "__init__.py",
        "conftest.py",
        "pytest.toml",
        "toolkit_requirements.yaml",
    }
    assert not [path for path in inside if path.suffix in (".pyc", ".pyi") or path.name.startswith(".")]


def test_the_wheel_holds_every_file_of_the_content_that_the_checkout_holds(wheel):
    folders = [ROOT / name for name in sorted(CONTENT - {"docs"})]
    there = {
        path.relative_to(ROOT).as_posix() for folder in folders for path in folder.rglob("*") if is_ours(path)
    }
    inside = {name.removeprefix("cpcs_harness/_content/") for name in files_in(wheel)}

    assert len(there) > 100
    assert there - inside == set()


def is_ours(path):
    """Say whether somebody wrote this file, and not Python or an editor."""
    parts = path.relative_to(ROOT).parts
    return path.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in parts)


@pytest.mark.parametrize("command", ["requirements", "coverage", "init supplier", "--help", "assess --help"])
def test_an_installed_command_finds_what_it_needs(installed, tmp_path, command):
    done = ran(installed / "bin" / "cpcs", *command.split(), cwd=tmp_path)

    assert done.returncode == 0, done.stderr


def assert_as_in_the_checkout(found, in_the_checkout):
    """Hold what some journeys came to against what all came to in the checkout."""
    (status, verdicts_here), (_, of_all) = found, in_the_checkout
    passed = {name for name, verdict in verdicts_here.items() if verdict == "pass"}
    assert status == 1  # some journeys show some of what the gate asks for
    assert ("confirmed" in verdicts_here.values()) == ("confirmed" in of_all.values())  # it is the same build
    assert passed >= PASSED
    assert {name: of_all[name] for name in passed} == dict.fromkeys(passed, "pass")
    assert not {"fail", "query", "error"} & set(verdicts_here.values())


def test_from_an_empty_folder_it_finds_what_the_checkout_finds(assess, in_the_checkout, tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()

    assert_as_in_the_checkout(assess(folder, *SOME), in_the_checkout)


def test_from_a_hostile_folder_it_finds_what_the_checkout_finds(assess, in_the_checkout, tmp_path):
    folder = tmp_path / "hostile"
    for name, text in HOSTILE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)

    found = assess(
        folder,
        *SOME,
        PYTHONPATH=str(folder),
        PYTEST_ADDOPTS="-k nothing --no-such-option",
        PYTEST_PLUGINS="conftest",
    )

    assert_as_in_the_checkout(found, in_the_checkout)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        FILES.write_text("\n".join(files_in(built(Path(scratch)))) + "\n", encoding="utf-8")
    print(f"wrote {FILES}")
