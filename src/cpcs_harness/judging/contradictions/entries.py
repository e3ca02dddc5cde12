"""Holds what journeys entered at the screen against the words of the patients that they were given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cpcs_harness.evidence.events import Event, Issued, IssuedAlso, Observation
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.contradictions.several import several

ENTRIES = "journeys/entries.yaml"
"""In a folder of suites: without it no entry is compared."""
Words = Mapping[str, Any]
Due = Mapping[str, Sequence[str]]
"""By input of an action, which of a patient's words it holds."""


def other_entries(evidence: Evidence, suites: Path) -> Iterator[str]:
    """Name what was entered in words of nobody who was issued to its journey, or by another pharmacist."""
    due, words, pharmacists = due_in(suites), defaultdict(list), defaultdict(set)
    for issued in (*evidence.of(Issued), *evidence.of(IssuedAlso)):
        words[issued.journey].append(_part(issued, "words"))
        pharmacists[issued.journey].add(str(_part(issued, "pharmacist").get("gphc")))
    found = [
        seen.id
        for seen in evidence.of(Observation)
        if seen.journey in words
        and not (
            str(seen.data.actor.get("gphc")) in pharmacists[seen.journey]
            and _is_of_one(seen.data.input, due.get(seen.data.action, {}), words[seen.journey])
        )
    ]
    if found:
        yield f"{several(found)} was entered otherwise than seed and challenge give it"


@cache
def due_in(suites: Path) -> Mapping[str, Due]:
    """Read what journeys of a folder of suites enter, by action."""
    file = suites / ENTRIES
    held: Mapping[str, Due] = yaml.safe_load(file.read_bytes()) if file.is_file() else {}
    return held


def _is_of_one(entered: Mapping[str, Any], due: Due, people: Sequence[Words]) -> bool:
    """Say whether all that was entered is in words of one and the same patient."""
    texts = [(text, names) for key, names in due.items() for text in _texts(entered, key.split("."))]
    return not texts or any(all(_holds(text, words, names) for text, names in texts) for words in people)


def _holds(text: str, words: Words, names: Sequence[str]) -> bool:
    return any(word in text for name in names if isinstance(word := words.get(name), str) and word)


def _texts(held: Any, keys: Sequence[str]) -> Iterator[str]:
    if isinstance(held, list | tuple):
        for inner in held:
            yield from _texts(inner, keys)
    elif isinstance(held, Mapping) and keys:
        if keys[0] in held:
            yield from _texts(held[keys[0]], keys[1:])
    elif not keys and str(held or "").strip():  # left empty by who has nothing to ask; a reason may be blanks
        yield str(held)


def _part(issued: Event[Issued] | Event[IssuedAlso], name: str) -> Mapping[str, Any]:
    part = issued.data.held.get(name)
    return part if isinstance(part, Mapping) else {}
