"""Finds which of many marks occur in a text: in compiled code, in time that grows with the text alone."""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick

from cpcs_harness.evidence.slices import SLICE, folded

FEW = 256
"""Marks that may be new before all are put into one automaton again."""


class Marks:
    """Texts that are looked for together, written in whatever case and with whatever spaces; grows. Not thread-safe.

    An automaton takes milliseconds to make, and marks come up one by one: the newest are in a small one of their own.
    """

    def __init__(self) -> None:
        self._all: dict[str, None] = {}
        self._new: list[str] = []
        self._made: tuple[_Automaton, ...] = ()
        self._is_made = True

    def add(self, text: str) -> str:
        """Look for one text more; gives it as it will be named when it is found."""
        mark = plain(text)
        if mark and mark not in self._all:
            self._all[mark] = None
            self._new.append(mark)
            self._is_made = False
        return mark

    def search(self) -> Search:
        """Give the search for all marks so far, which may go on while others are added."""
        if not self._is_made:
            self._make()
        return Search(self._made)

    def _make(self) -> None:
        if not self._made or len(self._new) > FEW:
            self._made, self._new = (_Automaton(self._all),), []
        else:
            self._made = (self._made[0], _Automaton(self._new))
        self._is_made = True


class Search:
    """The marks of one moment; safe to use from many threads."""

    def __init__(self, automata: tuple[_Automaton, ...]) -> None:
        self._automata = automata
        self._overlap = max((automaton.longest for automaton in automata), default=1) - 1

    def found(self, text: str) -> set[str]:
        """Give the marks that occur in a text."""
        if len(text) <= SLICE:
            return self._found(plain(text))
        found: set[str] = set()
        waiting = ""
        for part in folded(text):
            waiting += part
            if len(waiting) > 2 * self._overlap:
                found |= self._found(waiting)
                waiting = waiting[len(waiting) - self._overlap :]
        return found | self._found(waiting)

    def _found(self, part: str) -> set[str]:
        content = part.encode("utf-8", "surrogatepass")
        return {mark for automaton in self._automata for mark in automaton.found(content)}


class _Automaton:
    """Looks through bytes: half the time that texts take, and a text that is no Unicode is looked through as well."""

    def __init__(self, marks: Iterable[str]) -> None:
        self._marks = list(marks)
        self._compiled = BytesAhoCorasick([mark.encode("utf-8", "surrogatepass") for mark in self._marks])
        self.longest = max(map(len, self._marks), default=1)

    def found(self, content: bytes) -> set[str]:
        matches = self._compiled.find_matches_as_indexes(content, overlapping=True)
        return {self._marks[number] for number in {match[0] for match in matches}}


def plain(text: str) -> str:
    """Fold a text whole."""
    return "".join(folded(text))
