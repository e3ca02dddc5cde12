"""Finds ids that are used twice, and words that point at nothing, in a catalogue that may hold other mistakes.

It looks at the files as they were read, not at the model: somebody who has many mistakes to put right is told
of all of them at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from cpcs_harness.catalogue.explain import did_you_mean, shown
from cpcs_harness.catalogue.files import CatalogueFiles
from cpcs_harness.catalogue.yaml_file import Entry, Place, named

Words = Iterable[tuple[Place, str]]
"""Words of a list, each with its place in the entry."""

SECTIONS = ("requirements", "criteria", "context")
_LISTS = {
    "pathways": ("rows",),
    "requirements": ("criteria", "requires", "also_met_by"),
    "criteria": ("needs", "also"),
    "context": ("criteria", "pathways"),
}
_ALTERNATIVES = {"option": ("options", "any_of"), "part": ("parts", "all_of")}
"""Where a requirement lists what a criterion names under the key."""


def check_references(found: CatalogueFiles) -> None:
    """Notes each id used twice and each reference to nothing."""
    check_ids(entry for section in SECTIONS for entry in found.entries(section))
    requirements, criteria = _ids(found, "requirements"), _ids(found, "criteria")
    for section in ("requirements", "context"):
        for entry in found.entries(section):
            _check_words(entry, found.criteria_of(entry), "criterion", criteria)
    for key in ("requires", "also_met_by"):
        for entry in found.entries("requirements"):
            _check_words(entry, entry.words(key), "requirement", requirements)
    pathways = {word for entry in found.entries("pathways") if (word := entry.id)}
    for entry in found.entries("context"):
        _check_words(entry, entry.words("pathways"), "pathway", pathways)
    _check_alternatives(found)
    _check_repeats(found)


def check_ids(entries: Iterable[Entry]) -> None:
    """Notes each id that two of these entries have."""
    first: dict[str, Entry] = {}
    for entry in entries:
        if entry.id is None:
            continue
        known = first.setdefault(entry.id, entry)
        if known is not entry:
            line = known.file.line((*known.place, "id"))
            where = f"on line {line}" if known.file is entry.file else f"in {known.file.file}:{line}"
            entry.mistake(("id",), f"is used twice; first {where}")


def check_word(entry: Entry, key: str, allowed: Collection[str]) -> None:
    """Notes an entry's word that is none of those allowed."""
    said = entry.data.get(key)
    if isinstance(said, str) and said not in allowed:
        listed = ", ".join(named(word) for word in allowed)
        entry.mistake((key,), f"{shown(said)} is not one of {listed}{did_you_mean(said, allowed)}")


def _check_words(entry: Entry, words: Words, noun: str, known: set[str]) -> None:
    for place, word in words:
        if word == entry.id:
            entry.mistake(place, "points at the entry itself")
        elif word not in known:
            entry.mistake(place, f"there is no {noun} {shown(word)}{did_you_mean(word, known)}")


def _check_alternatives(found: CatalogueFiles) -> None:
    users = _users(found)
    for criterion in found.entries("criteria"):
        used_by = users.get(criterion.id or "", [])
        for key in _ALTERNATIVES if used_by else ():
            _check_alternative(criterion, key, used_by)


def _check_alternative(criterion: Entry, key: str, used_by: Sequence[Entry]) -> None:
    """A criterion's option (or part) is one of every requirement that uses it and has any, and of at least one."""
    named = criterion.data.get(key)
    if not isinstance(named, str):
        return
    offered = {entry.id: [word for _, word in entry.words(*_ALTERNATIVES[key])] for entry in used_by}
    if not any(offered.values()):
        criterion.mistake((key,), f"no requirement that uses it has {key}s")
    for id, words in offered.items():
        if words and named not in words:
            message = f"{shown(named)} is not one of {id}'s {key}s ({', '.join(words)})"
            criterion.mistake((key,), message + did_you_mean(named, words))


def _users(found: CatalogueFiles) -> dict[str, list[Entry]]:
    """The requirements that use each criterion."""
    users: dict[str, list[Entry]] = {}
    for entry in found.entries("requirements"):
        for _, id in found.criteria_of(entry):
            users.setdefault(id, []).append(entry)
    return users


def _check_repeats(found: CatalogueFiles) -> None:
    for section, keys in _LISTS.items():
        for entry in found.entries(section):
            for key in keys:
                seen: set[str] = set()
                for place, word in found.criteria_of(entry) if key == "criteria" else entry.words(key):
                    if word in seen:
                        entry.mistake(place, f"{shown(word)} is in the list twice")
                    seen.add(word)


def _ids(found: CatalogueFiles, section: str) -> set[str]:
    return {entry.id for entry in found.entries(section) if entry.id is not None}
