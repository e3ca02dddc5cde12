"""Finds ids that are used twice, and words that point at nothing, in a catalogue that may hold other mistakes.

It looks at the file as it was read, not at the model: somebody who has many mistakes to put right is told
of all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cpcs_harness.catalogue.explain import did_you_mean, shown
from cpcs_harness.catalogue.yaml_file import Place, YamlFile

SECTIONS = ("requirements", "criteria", "context")


def check_references(found: YamlFile) -> None:
    """Notes each id used twice and each reference to nothing."""
    check_ids(found, SECTIONS)
    requirements, criteria = _ids(found, "requirements"), _ids(found, "criteria")
    for section in ("requirements", "context"):
        _check_lists(found, section, "criteria", "criterion", criteria)
    for key in ("requires", "also_met_by"):
        _check_lists(found, "requirements", key, "requirement", requirements)
    _check_alternatives(found, "option", lambda entry: _inner(entry, "options", "any_of"))
    _check_alternatives(found, "part", lambda entry: _inner(entry, "parts", "all_of"))
    _check_repeats(found)


def check_ids(found: YamlFile, sections: Sequence[str]) -> None:
    """Notes each id that two entries of these sections have."""
    first: dict[str, int] = {}
    for section in sections:
        for place, entry in found.entries(section):
            id: Any = entry.get("id")
            if not isinstance(id, str):
                continue
            if id in first:
                found.mistake((*place, "id"), f"is used twice; first on line {first[id]}")
            first.setdefault(id, found.line((*place, "id")))


def _check_lists(found: YamlFile, section: str, key: str, noun: str, known: set[str]) -> None:
    for place, entry in found.entries(section):
        for inner, word in _words(entry.get(key), (*place, key)):
            if word == entry.get("id"):
                found.mistake(inner, "points at the entry itself")
            elif word not in known:
                found.mistake(inner, f"there is no {noun} {shown(word)}{did_you_mean(word, known)}")


def _check_alternatives(found: YamlFile, key: str, offered: Callable[[dict[str, Any]], list[str]]) -> None:
    """A criterion's option (or part) is one of every requirement that uses it and has any, and of at least one."""
    users = _users(found)
    for place, criterion in found.entries("criteria"):
        word, used_by = criterion.get(key), users.get(str(criterion.get("id")), [])
        if not isinstance(word, str) or not used_by:
            continue
        offers = [(entry.get("id"), words) for entry in used_by if (words := offered(entry))]
        if not offers:
            found.mistake((*place, key), f"no requirement that uses it has {key}s")
        for id, words in offers:
            if word not in words:
                message = f"{shown(word)} is not one of {id}'s {key}s ({', '.join(words)})"
                found.mistake((*place, key), message + did_you_mean(word, words))


def _users(found: YamlFile) -> dict[str, list[dict[str, Any]]]:
    """The requirements that use each criterion."""
    users: dict[str, list[dict[str, Any]]] = {}
    for _, entry in found.entries("requirements"):
        for _, id in _words(entry.get("criteria"), ()):
            users.setdefault(id, []).append(entry)
    return users


def _check_repeats(found: YamlFile) -> None:
    lists = [("requirements", key) for key in ("criteria", "requires", "also_met_by")]
    for section, key in [*lists, ("criteria", "needs"), ("context", "criteria")]:
        for place, entry in found.entries(section):
            seen: set[str] = set()
            for inner, word in _words(entry.get(key), (*place, key)):
                if word in seen:
                    found.mistake(inner, f"{shown(word)} is in the list twice")
                seen.add(word)


def _ids(found: YamlFile, section: str) -> set[str]:
    return {entry["id"] for _, entry in found.entries(section) if isinstance(entry.get("id"), str)}


def _inner(entry: dict[str, Any], key: str, inner: str) -> list[str]:
    held = entry.get(key)
    return [word for _, word in _words(held.get(inner), ())] if isinstance(held, dict) else []


def _words(held: Any, place: Place) -> Iterator[tuple[Place, str]]:
    for index, word in enumerate(held if isinstance(held, list) else ()):
        if isinstance(word, str):
            yield (*place, index), word
