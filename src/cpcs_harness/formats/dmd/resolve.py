"""Looks codes up in dm+d: in a release where one was given, and else in the project's own subset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cpcs_harness.formats.dmd.concept import Concept


class Dictionary:
    """Concepts by their identifiers; of several sources, the first that knows one is believed."""

    def __init__(self, *sources: Iterable[Concept]) -> None:
        self._known: dict[str, Concept] = {}
        for source in sources:
            for concept in source:
                self._known.setdefault(concept.id, concept)
        self._successors = {concept.previous: concept for concept in self._known.values() if concept.previous}

    def concept(self, code: str) -> Concept | None:
        """Give what a code is; None where neither release nor subset has it, which says nothing of the code."""
        return self._known.get(code)

    def successor(self, code: str) -> Concept | None:
        """Give what a withdrawn identifier was replaced by; None where nothing names it."""
        return self._successors.get(code)

    def is_withdrawn(self, code: str) -> bool:
        """Whether a code is known to be in use no more."""
        concept = self.concept(code)
        return code in self._successors or (concept is not None and concept.invalid)


def subset(rows: Iterable[Mapping[str, Any]]) -> list[Concept]:
    """Read the rows of the project's own subset."""
    return [Concept.from_json(row) for row in rows]
