"""Finds which of many marks occur in a text: in compiled code, in time that grows with the text alone."""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick

from cpcs_harness.evidence.slices import SLICE, folded

FEW = 256
"""Marks that may be new before all are put into one automaton again."""
NEWEST = 16
"""Marks that are looked for one by one before they are put into the automaton of new ones."""


class Marks:
    """Texts that are looked for together, written in whatever case and with whatever spaces; grows. Not thread-safe.

    An automaton takes milliseconds to make, and marks come up one by one: the new ones are in a small one of their own,
    and of these the newest in none.
    """

    def __init__(self) -> None:
        self._all: dict[str, None] = {}
        self._new: list[str] = []
        self._newest: list[str] = []
        self._made: tuple[_Automaton, ...] = ()

    def add(self, text: str) -> str:
        """Look for one text more; gives it as it will be named when it is found."""
        mark = plain(text)
        if mark and mark not in self._all:
            self._all[mark] = None
            self._newest.append(mark)
        return mark

    def search(self) -> Search:
        """Give the search for all marks so far, which may go on while others are added."""
        if len(self._newest) > NEWEST:
            self._make()
        return Search(self._made, self._newest)

    def _make(self) -> None:
        self._new += self._newest
        self._newest = []
        if not self._made or len(self._new) > FEW:
            self._made, self._new = (_Automaton(self._all),), []
        else:
            self._made = (self._made[0], _Automaton(self._new))


class Search:
    """The marks of one moment; safe to use from many threads."""

    def __init__(self, automata: tuple[_Automaton, ...], marks: Iterable[str] = ()) -> None:
        self._automata = automata
        self._single = [(mark, mark.encode("utf-8", "surrogatepass")) for mark in marks]
        longest = (*(automaton.longest for automaton in automata), *(len(mark) for mark, _ in self._single))
        self._overlap = max(longest, default=1) - 1

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
        found = {mark for mark, written in self._single if written in content}
        return found.union(*(automaton.found(content) for automaton in self._automata))


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
