"""The files that one catalogue is written in: requirements in the file that is named, criteria beside the checks.

A catalogue says under `suites` in which folder beside it the suites lie; each folder there may have a
criteria.yaml. Under `hazards` it may name a file of what can happen to patients, under `traffic` one of what a system
sends.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from cpcs_harness.catalogue.explain import Schema, mistakes, shown
from cpcs_harness.catalogue.yaml_file import Entry, Place, YamlFile, read_yaml
from cpcs_harness.errors import Problem, UsageProblem

CRITERIA = "criteria.yaml"
BESIDE = ("hazards", "traffic")
"""Sections that stand in files of their own, which the catalogue names."""
ALL = "-*"
"""Ends what stands for all criteria whose ids begin so."""
WHAT = "the catalogue"
_FOLDER = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)*")


@dataclass
class CatalogueFiles:
    """What the files of one catalogue say, and what is wrong in files that could not be read at all."""

    main: YamlFile
    suites: Path
    criteria: list[YamlFile] = field(default_factory=list)
    hazards: YamlFile | None = None
    """What can happen to patients, where the catalogue names a file of it."""
    traffic: YamlFile | None = None
    """What a system sends, and what accounts for it, where the catalogue names a file of it."""
    unreadable: list[Problem] = field(default_factory=list)

    def entries(self, section: str) -> Iterator[Entry]:
        """Each entry of a section: requirements and context stand in the one file, criteria in the others."""
        for file in self._files_of(section):
            yield from file.entries(section)

    def _files_of(self, section: str) -> Sequence[YamlFile]:
        if section in BESIDE:
            file = self.hazards if section == "hazards" else self.traffic
            return [file] if file else []
        return self.criteria if section == "criteria" else [self.main]

    def criteria_of(self, requirement: Entry) -> Iterator[tuple[Place, str]]:
        """Each criterion that a requirement names, with its place; `GPN-*` names all whose ids begin so, in order."""
        for place, word in requirement.words("criteria"):
            named = [id for id in self.ids if id.startswith(word[:-1])] if word.endswith(ALL) else []
            yield from ((place, id) for id in named or [word])

    def beside(self, key: str) -> Path | None:
        """What the catalogue names under a key, beside its file; None where it names nothing."""
        name = self.main.data.get(key)
        return Path(self.main.file).parent / name if name else None

    @cached_property
    def ids(self) -> list[str]:
        """The id of each criterion, once all files have been read."""
        return [entry.id for entry in self.entries("criteria") if entry.id is not None]

    @property
    def digest(self) -> str:
        """SHA-256 over the names and bytes of all files."""
        digest = hashlib.sha256(self.main.digest.encode())
        for file in self.criteria:
            name = Path(file.file).relative_to(self.suites).as_posix()
            digest.update(f"\0{name}\0{file.digest}".encode())
        for name in BESIDE:
            for file in self._files_of(name):
                digest.update(f"\0{name}\0{file.digest}".encode())
        return digest.hexdigest()

    def raise_problems(self) -> None:
        """Tell the mistakes of all files at once, if there are any."""
        files = (self.main, *self.criteria, *(file for name in BESIDE for file in self._files_of(name)))
        found = [problem for file in files for problem in file.problems]
        if found or self.unreadable:
            raise UsageProblem(f"{WHAT} {self.main.file} cannot be used", [*found, *self.unreadable])


def read_catalogue(path: Path | str) -> CatalogueFiles:
    """Read a catalogue's files, each held against its schema; raises UsageProblem where no criteria can be read.

    Without them nothing that names a criterion can be looked at, so what is wrong by then is told first.
    """
    main = read_yaml(path, WHAT)
    _check(main, "")
    suites = _suites(main)
    found = CatalogueFiles(main, Path(path).parent / suites)
    if suites:
        _read_criteria(found)
    if not found.criteria:
        found.raise_problems()
    found.hazards, found.traffic = (_read_beside(found, section) for section in BESIDE)
    return found


def _read_beside(found: CatalogueFiles, section: str) -> YamlFile | None:
    name = found.main.data.get(section)
    if not isinstance(name, str) or not name:  # none, or what the schema has told already
        return None
    try:
        file = read_yaml(Path(found.main.file).parent / name, f"the {section}")
    except UsageProblem as wrong:
        found.unreadable += wrong.problems
        return None
    _check(file, section)
    return file


def _suites(main: YamlFile) -> str:
    """The folder that a catalogue names; empty where it names none, which is then told."""
    said = main.data.get("suites") if isinstance(main.data, dict) else None
    if not isinstance(said, str) or not said:
        return ""
    if not _FOLDER.fullmatch(said):
        main.mistake(("suites",), f"{shown(said)} is not the name of a folder beside this file")
        return ""
    return said


def _read_criteria(found: CatalogueFiles) -> None:
    for path in sorted(found.suites.rglob(CRITERIA)):
        try:
            file = read_yaml(path, "the criteria")
        except UsageProblem as wrong:
            found.unreadable += wrong.problems
            continue
        _check(file, "criteria")
        found.criteria.append(file)
    if not found.criteria and not found.unreadable:
        found.main.mistake(("suites",), f"there is no {CRITERIA} below {found.suites}")


def _check(file: YamlFile, part: str) -> None:
    for place, message in mistakes(_schema(part), file.data):
        file.mistake(place, message)


@cache
def _schema(part: str) -> Schema:
    return Schema.of("cpcs_harness.catalogue", "schema.json", part)
