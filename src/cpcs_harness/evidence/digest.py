"""What judges a run: digests of suite, engine and catalogue, and the versions of the libraries that judge with them.

The plan names what is to judge, an assessment what did. Where they differ, the verdicts may be right, and are not those
that the run was made for. What an install says of itself, an altered one says as well: see `releases`.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from cpcs_harness._content import ROOT
from cpcs_harness.evidence.commit import commit_of
from cpcs_harness.evidence.events.plan import Plan, PlannedHarness

ENGINE = Path(__file__).resolve().parents[1]
ROOMS = (
    "__init__.py",
    "_content/__init__.py",
    "assess.py",
    "assessment",
    "bank_holidays.py",
    "catalogue",
    "conditions",
    "errors.py",
    "evidence",
    "formats",
    "judging",
    "people",
    "plugin.py",
    "profiles",
    "records.py",
    "reporters",
    "rollup",
    "times.py",
)
"""What of the engine judges and tells: all that checks and roll-up import, and what gives checks their evidence."""
FIXTURES = ("fixtures/schemas", "fixtures/profiles")
"""What formats judge by, and our models of what no document states."""
MAKES_PEOPLE = ("people", "conditions", "times.py")
"""What of the engine makes people, credentials and planted words from a seed; the fixtures count with it."""
RUNNING = ("conftest.py", "pytest.toml")
"""How pytest is to run the checks."""
OF_THE_CATALOGUE = ("criteria.yaml",)
"""Files that lie among the checks, and count with the catalogue."""
LIBRARIES = (
    "ahocorasick-rs",
    "allure-python-commons",
    "cryptography",
    "fhir-core",
    "fhir.resources",
    "joserfc",
    "jsonschema",
    "jsonschema-rs",
    "lxml",
    "pybase64",
    "pydantic",
    "pydantic-core",
    "pypdf",
    "pytest",
    "pyyaml",
    "referencing",
    "tzdata",
    "xmlschema",
)
"""Distributions whose code reads or judges what was recorded."""


@dataclass(frozen=True)
class JudgedBy:
    """All that judges; an empty digest, or no libraries, where a plan of an earlier harness does not say."""

    suite: str
    engine: str
    catalogue: str
    libraries: Mapping[str, str]
    """Version by name of the distribution, and Python's own: told beside the digest."""
    commit: str = ""
    """Of the sources, where they are a checkout or were installed from one; told beside the digest as well."""

    @property
    def digest(self) -> str:
        """One digest over suite, engine and catalogue: of one release on every machine the same."""
        parts = {"suite": self.suite, "engine": self.engine, "catalogue": self.catalogue}
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def planned(self, version: str) -> PlannedHarness:
        """Give what the plan of a run by this version of the harness says of it."""
        return PlannedHarness(
            version, self.suite, self.engine, self.libraries, self.digest, self.commit, people_digest()
        )

    @classmethod
    def from_plan(cls, plan: Plan) -> JudgedBy:
        """Read what a plan named."""
        harness = plan.harness
        return cls(
            harness.suite_digest,
            harness.engine_digest,
            plan.catalogue.digest,
            harness.libraries,
            harness.commit,
        )


@dataclass(frozen=True)
class Comparison:
    """How what judged compares with what the plan named."""

    differs: tuple[str, ...]
    """Of suite, engine, catalogue and libraries, those that are others, and those that the plan does not name."""
    sentence: str

    @property
    def holds(self) -> bool:
        """Whether all that judged is what the run was planned with."""
        return not self.differs


def installed(suites: Path, catalogue: str) -> JudgedBy:
    """Say what would judge here: the suites of this folder, by the catalogue of this digest."""
    return JudgedBy(
        _digest_of([(suites, None), *((ROOT, name) for name in RUNNING)]),
        _digest_of([*((ENGINE, name) for name in ROOMS), *((ROOT, name) for name in FIXTURES)]),
        catalogue,
        {name: metadata.version(name) for name in LIBRARIES} | {"python": _python()},
        commit_of(ROOT),
    )


def people_digest() -> str:
    """Give the digest of what makes people: of the same one a seed gives the same people."""
    return _people_digest(ENGINE, ROOT)


@cache
def _people_digest(engine: Path, root: Path) -> str:
    data = sorted(path.name for path in (root / "fixtures").glob("*.yaml"))
    made = [*((engine, name) for name in MAKES_PEOPLE), *((root / "fixtures", name) for name in data)]
    return _digest_of(made)


def compared(planned: JudgedBy, judged: JudgedBy) -> Comparison:
    """Compare what judged with what the plan named, and say in one sentence what is another."""
    parts = ("suite", "engine", "catalogue", "libraries")
    unnamed = [part for part in parts if not getattr(planned, part)]
    others = [
        part for part in parts if part not in unnamed and getattr(planned, part) != getattr(judged, part)
    ]
    if not unnamed and not others:
        return Comparison((), "Judged by what the run was planned with.")
    said = ["Not judged by what the run was planned with."]
    if others:
        changed = _versions(planned.libraries, judged.libraries)
        named = [f"{part} ({changed})" if part == "libraries" else part for part in others]
        said.append(f"Different: {', '.join(named)}.")
    if unnamed:
        said.append(f"Not named in its plan: {', '.join(unnamed)}.")
    return Comparison(tuple(part for part in parts if part in (*others, *unnamed)), " ".join(said))


def _versions(planned: Mapping[str, str], judged: Mapping[str, str]) -> str:
    return ", ".join(
        f"{name} {judged.get(name, 'none')} for {planned.get(name, 'none')}"
        for name in sorted({*planned, *judged})
        if planned.get(name) != judged.get(name)
    )


def _digest_of(places: Sequence[tuple[Path, str | None]]) -> str:
    """Hash names and contents of files and folders; names are those under their root, on every machine the same."""
    digest = hashlib.sha256()
    for root, name in places:
        # Strings, and no paths: these are some hundreds of files, and a run has them hashed twice.
        for path in _files(str(root / name if name else root)):
            name_there = path[len(str(root)) + 1 :].replace(os.sep, "/")
            digest.update(name_there.encode() + b"\0" + _content(path) + b"\0")
    return digest.hexdigest()


def _files(place: str) -> Iterator[str]:
    """Give a file, or those in a folder, each folder's in the order of their names.

    A link to a folder is given as it is: imports follow it.
    """
    try:
        scanned = os.scandir(place)
    except NotADirectoryError:
        yield place
        return
    except FileNotFoundError:
        return
    with scanned as found:
        inside = sorted((entry.name, entry) for entry in found)
    for name, entry in inside:
        if name.startswith(".") or name == "__pycache__":
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        elif (entry.is_symlink() and entry.is_dir()) or (entry.is_file() and name not in OF_THE_CATALOGUE):
            yield entry.path


def sources_of(suites: Path) -> list[str]:
    """Give every source of Python of the engine, whatever room it is in, and of a folder of suites."""
    found = (path for place in (str(ENGINE), str(suites)) for path in _files(place) if path.endswith(".py"))
    return list(dict.fromkeys(found))


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except IsADirectoryError:
        return os.fsencode(os.readlink(path))  # noqa: PTH115 - as above


def _python() -> str:
    return ".".join(str(part) for part in sys.version_info[:2])
