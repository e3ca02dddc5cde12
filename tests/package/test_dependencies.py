"""What is imported is declared in pyproject.toml, and what is declared is imported, or serves in another way."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from checkout import ROOT
from imports import PACKAGES, imports_of, modules_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TESTS = {name: ROOT / name for name in ("tests", "bench", "docs")}
BESIDE = (ROOT / "tests" / "support", ROOT / "bench")
"""Folders whose files are imported by their own names."""
OURS = {*PACKAGES, *TESTS, *(path.stem for folder in BESIDE for path in folder.iterdir())}

OF_TYPE_CHECKERS = {"_typeshed"}
"""Modules that only they know: nothing is installed for them."""

RUN_UNIMPORTED = {
    "allure-pytest": "a plugin that pytest is told to load",
    "sniffio": "httpcore imports it",
    "tzdata": "zoneinfo reads it",
}
DEV_UNIMPORTED = {
    "build": "a command",
    "hatchling": "build calls it",
    "import-linter": "a command",
    "lxml-stubs": "mypy reads it",
    "mypy": "a command",
    "pip": "a command",
    "pytest-xdist": "a plugin that pytest is told to load",
    "respx": "later work puts it to use",
    "ruff": "a command",
    "types-jsonschema": "mypy reads it",
    "types-pyyaml": "mypy reads it",
}


def distribution(requirement):
    """Give a distribution's name as every spelling of it normalises."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()


def declared(requirements):
    return {distribution(requirement) for requirement in requirements}


RUN = declared(PROJECT["project"]["dependencies"])
DEV = declared(PROJECT["dependency-groups"]["dev"])


def imported_in(packages):
    """Give the distributions that are imported, each with a file that does; a name of nobody's stands for itself."""
    providers, found = packages_distributions(), {}
    for package, folder in packages.items():
        for module, path in modules_of(package, folder).items():
            names = {source.partition(".")[0] for source, _ in imports_of(module, path)}
            for name in names - OURS - OF_TYPE_CHECKERS - sys.stdlib_module_names:
                found |= {distribution(provider): path for provider in providers.get(name, [name])}
    return found


@pytest.fixture(scope="module")
def run_imports():
    return imported_in(PACKAGES)


@pytest.fixture(scope="module")
def tests_imports():
    return imported_in(TESTS)


def test_what_a_run_imports_is_declared(run_imports):
    assert {name: path for name, path in run_imports.items() if name not in RUN} == {}


def test_what_the_tests_import_is_declared(tests_imports):
    assert {name: path for name, path in tests_imports.items() if name not in RUN | DEV} == {}


def test_what_is_declared_is_imported_or_serves_in_another_way(run_imports, tests_imports):
    assert RUN - set(run_imports) == set(RUN_UNIMPORTED)
    assert DEV - set(tests_imports) == set(DEV_UNIMPORTED)
