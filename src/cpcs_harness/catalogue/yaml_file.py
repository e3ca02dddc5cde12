"""Reads YAML that somebody wrote, with the line of every value, and without YAML's traps.

Duplicate keys are told, not lost; a date, a number or a `no` without quotes stays what was written
(`Unquoted`), so that nothing is converted behind the writer's back. Anchors, aliases and tags are refused:
nothing that we write needs them, and a few lines of them can fill the memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cpcs_harness.errors import Problem, UsageProblem

Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_BYTES = 2_000_000
MAX_DEPTH = 20
MAX_VALUES = 50_000

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Unquoted:
    """A value that YAML does not take for text: a date, a number, yes or no without quotes, or nothing."""

    written: str


@dataclass
class YamlFile:
    """What a file says, where each value of it stands, and the mistakes found so far."""

    file: str
    digest: str
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """The line of a value, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def mistake(self, place: Place, message: str) -> None:
        """Notes a mistake at a place, under the id of the entry that it is in."""
        subject, inner = self._subject(place)
        label = ".".join(named(key) for key in inner if isinstance(key, str))
        self.problems.append(
            Problem(self.file, self.line(place), subject, f"{label}: {message}" if label else message)
        )

    def entries(self, section: str) -> Iterator[Entry]:
        """Each mapping in a list at the top of the file."""
        held = self.data.get(section) if isinstance(self.data, dict) else None
        for index, entry in enumerate(held if isinstance(held, list) else ()):
            if isinstance(entry, dict):
                yield Entry(self, (section, index), entry)

    def words(self, *keys: str) -> Iterator[tuple[Place, str]]:
        """Each text in the list under a key at the top of the file, with its place."""
        return _words(self.data, keys)

    def raise_problems(self, what: str) -> None:
        """Tells all mistakes at once, if there are any."""
        if self.problems:
            raise UsageProblem(f"{what} {self.file} cannot be used", self.problems)

    def _subject(self, place: Place) -> tuple[str, Place]:
        """The id of the entry at a place (its position, if it has none), and the place within the entry."""
        if len(place) < 2:
            return "", place
        section, index, *inner = place
        try:
            id = self.data[section][index]["id"]
        except (LookupError, TypeError):
            id = None
        return named(id) if isinstance(id, str) else f"{section}[{index}]", tuple(inner)


@dataclass(frozen=True)
class Entry:
    """One mapping in a list at the top of a file."""

    file: YamlFile
    place: Place
    data: dict[str, Any]

    @property
    def id(self) -> str | None:
        """Its id, if it has one that is text."""
        id = self.data.get("id")
        return id if isinstance(id, str) else None

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.file.line(self.place)

    def words(self, *keys: str) -> Iterator[tuple[Place, str]]:
        """Each text in the list under a key (and keys within it), with its place in the entry."""
        return _words(self.data, keys)

    def mistake(self, inner: Place, message: str) -> None:
        """Notes a mistake at a place in the entry."""
        self.file.mistake((*self.place, *inner), message)


def _words(held: Any, keys: Place) -> Iterator[tuple[Place, str]]:
    for key in keys:
        held = held.get(key) if isinstance(held, dict) else None
    for index, word in enumerate(held if isinstance(held, list) else ()):
        if isinstance(word, str):
            yield (*keys, index), word


def named(word: str) -> str:
    """A key or an id as a message may hold it: short, and without what a terminal would act on."""
    return word if word.isprintable() and len(word) <= 80 else f"{word[:70]!r}"


def read_bytes(path: Path, limit: int, what: str) -> bytes:
    """The bytes of a file that somebody named, if it is one and not too large."""
    try:
        if path.exists() and not path.is_file():
            raise OSError(0, "it is not a file")
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unusable(what, str(path), 0, f"cannot be read: {reason}") from None
    if len(content) > limit:
        raise _unusable(what, str(path), 0, f"is larger than {limit:,} bytes")
    return content


def read_text(content: bytes, file: str, what: str) -> str:
    """The UTF-8 text of a file's bytes."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _unusable(what, file, line, "is not UTF-8 text") from None


def read_yaml(path: Path | str, what: str) -> YamlFile:
    """What a YAML file says; `what` names the kind of file in messages."""
    content = read_bytes(Path(path), MAX_BYTES, what)
    found = YamlFile(str(path), hashlib.sha256(content).hexdigest())
    text = read_text(content, found.file, what)
    try:
        found.problems += _refused(text, found.file)
        found.raise_problems(what)
        root = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        raise _unusable(
            what, found.file, _error_line(error, text), f"is not YAML: {_reason(error)}"
        ) from None
    if root is None:
        raise _unusable(what, found.file, 1, "is empty")
    found.data = _plain(root, (), found)
    return found


def _unusable(what: str, file: str, line: int, message: str) -> UsageProblem:
    return UsageProblem(f"{what} {file} cannot be used", [Problem(file, line, "", message)])


def _refused(text: str, file: str) -> list[Problem]:
    """What a file of ours may not hold, found before anything is built from it."""
    problems = []
    depth = values = 0
    for event in yaml.parse(text, Loader=Loader):
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problems.append(Problem(file, line, "", "anchors and aliases are not used here: write it out"))
        if getattr(event, "tag", None):
            problems.append(Problem(file, line, "", "tags are not used here: put the value in quotes"))
        values += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or values > MAX_VALUES:
            limit = f"{MAX_DEPTH} levels" if depth > MAX_DEPTH else f"{MAX_VALUES:,} values"
            return [*problems, Problem(file, line, "", f"holds more than {limit}")]
    return problems


def _plain(node: yaml.Node, place: Place, found: YamlFile) -> Any:
    found.lines.setdefault(place, _line(node))
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.tag == "tag:yaml.org,2002:str" else Unquoted(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, index), found) for index, item in enumerate(node.value)]
    return _mapping(node, place, found)


def _mapping(node: yaml.Node, place: Place, found: YamlFile) -> dict[str, Any]:
    held: dict[str, Any] = {}
    repeated = []
    for key, value in node.value:
        line = _line(key)
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        if name in held:
            repeated.append((line, name, found.lines[*place, name]))
            continue
        found.lines[*place, name] = line
        held[name] = _plain(value, (*place, name), found)
    found.problems += [
        Problem(
            found.file, line, _id_of(held), f"{named(name)}: the key is here twice; first on line {first}"
        )
        for line, name, first in repeated
    ]
    return held


def _id_of(held: dict[str, Any]) -> str:
    id = held.get("id")
    return named(id) if isinstance(id, str) else ""


def _line(here: yaml.Node | yaml.Event) -> int:
    return here.start_mark.line + 1 if here.start_mark else 1


def _error_line(error: yaml.YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    return text.count("\n", 0, getattr(error, "position", 0)) + 1


def _reason(error: yaml.YAMLError) -> str:
    parts = [getattr(error, "context", None), getattr(error, "problem", None), getattr(error, "reason", None)]
    return ", ".join(part for part in parts if isinstance(part, str) and part) or "it cannot be parsed"
