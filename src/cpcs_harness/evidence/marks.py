"""Finds which of many marks occur in a text: in compiled code, in time that grows with the text alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

from ahocorasick_rs import BytesAhoCorasick, Implementation

from cpcs_harness.evidence.slices import SLICE, folded

MANY = 2048
"""Marks that may be recent before all are put into one automaton again."""
FEW = 256
"""Marks that may be new before they are put into the automaton of recent ones."""
ID = (8, 4, 4, 4, 12)
"""Characters between the hyphens of a UUID."""
ID_LENGTH = sum(ID) + len(ID) - 1
_MIDDLE = re.compile("-(?=[^-]{4}-[^-]{4}-[^-]{4}-)")
NEWEST = 16
"""Marks that are looked for one by one before they are put into the automaton of new ones."""


class Marks:
    """Texts that are looked for together, written in whatever case and with whatever spaces; grows. Not thread-safe.

    An automaton takes microseconds a mark to make, a run has 10,000 of them, and they come up one by one: the recent
    ones are in an automaton of their own, of these the new ones in a small one, and of these the newest in none.
    """

    def __init__(self) -> None:
        self._all: dict[str, None] = {}
        self._ids: set[str] = set()
        self._recent: list[str] = []
        self._new: list[str] = []
        self._newest: list[str] = []
        self._made: tuple[_Automaton, ...] = ()
        self._search: Search | None = None
        """As it was made last; None where marks came up since."""

    def add(self, text: str) -> str:
        """Look for one text more; gives it as it will be named when it is found."""
        mark = plain(text)
        if _is_id(mark):
            self._ids.add(mark)
        elif mark and mark not in self._all:
            self._all[mark] = None
            self._newest.append(mark)
            self._search = None
        return mark

    def search(self) -> Search:
        """Give the search for all marks so far, which may go on while others are added."""
        if self._search is None:
            if len(self._newest) > NEWEST:
                self._make()
            self._search = Search(self._made, self._newest, self._ids)
        return self._search

    def _make(self) -> None:
        self._new += self._newest
        self._newest = []
        if not self._made or len(self._recent) + len(self._new) > MANY:
            self._made, self._recent, self._new = (_Automaton(self._all),), [], []
        elif len(self._new) > FEW:
            self._recent += self._new
            self._made, self._new = (self._made[0], _Automaton(self._recent)), []
        else:
            kept = self._made[: 2 if self._recent else 1]
            self._made = (*kept, _Automaton(self._new))


class Search:
    """The marks of one moment; safe to use from many threads."""

    def __init__(
        self, automata: tuple[_Automaton, ...], marks: Iterable[str] = (), ids: Set[str] = frozenset()
    ) -> None:
        self._automata = automata
        self._ids = ids
        self._single = [(mark, mark.encode("utf-8", "surrogatepass")) for mark in marks]
        longest = (*(automaton.longest for automaton in automata), *(len(mark) for mark, _ in self._single))
        self._overlap = max((*longest, ID_LENGTH)) - 1

    @classmethod
    def of(cls, marks: Iterable[str]) -> Search:
        """Give the search for marks that are folded, all of which are known before anything is looked through."""
        known = list(dict.fromkeys(filter(None, marks)))
        return cls((_Automaton(known),)) if len(known) > NEWEST else cls((), known)

    def found_folded(self, text: str) -> set[str]:
        """Give the marks that occur in a text that is folded already, as the marks are."""
        return self._found(text)

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
        if self._ids and "-" in part:
            found.update(mark for mark in _ids_in(part) if mark in self._ids)
        for automaton in self._automata:
            automaton.add_to(found, content)
        return found


def _is_id(mark: str) -> bool:
    """Say whether a mark has the form of a UUID: half of them have."""
    return len(mark) == ID_LENGTH and tuple(map(len, mark.split("-"))) == ID


def _ids_in(text: str) -> Iterator[str]:
    """Give what may be a UUID, wherever it begins: nothing has to be made to look for it."""
    before = ID[0]
    for middle in _MIDDLE.finditer(text):
        if middle.start() >= before:
            yield text[middle.start() - before : middle.start() - before + ID_LENGTH]


class _Automaton:
    """Looks through bytes: half the time that texts take, and a text that is no Unicode is looked through as well."""

    def __init__(self, marks: Iterable[str]) -> None:
        self._marks = list(marks)
        patterns = [mark.encode("utf-8", "surrogatepass") for mark in self._marks]
        # For few patterns the library would choose a kind that takes five times as long to make.
        self._compiled = BytesAhoCorasick(patterns, implementation=Implementation.ContiguousNFA)
        self.longest = max(map(len, self._marks), default=1)

    def add_to(self, found: set[str], content: bytes) -> None:
        if matches := self._compiled.find_matches_as_indexes(content, overlapping=True):
            found.update(self._marks[number] for number in {match[0] for match in matches})


def plain(text: str) -> str:
    """Fold a text whole."""
    return "".join(folded(text))
