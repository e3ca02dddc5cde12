"""Finds everybody of a run in what left the candidate: one automaton over all marks, whatever the encoding."""

from __future__ import annotations

import copy
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from cpcs_harness.evidence.marks import Search
from cpcs_harness.formats.decodings.reading import Reading
from cpcs_harness.judging.account.bare import bare, stands_alone, stands_alone_in
from cpcs_harness.judging.account.subject import Subject, is_long_enough, marks_of, name_of
from cpcs_harness.judging.account.told import HEADERS, Said, Sign, Told, lines_of, said_in
from cpcs_harness.judging.views.exchange import ExchangeView
from cpcs_harness.judging.views.run import RunView

_Owned = tuple[Subject, str, str]
"""Whom a mark stands for, its kind, and how it is written."""


class _Found(NamedTuple):
    """Who is named in something that was said."""

    signs: tuple[tuple[Subject, Sign], ...]
    unread: tuple[str, ...]


class Account:
    """Everybody of a run, and the marks that stand for exactly one of them."""

    def __init__(self, run: RunView) -> None:
        """Take the people from the evidence alone."""
        self._run = run
        self._told: dict[tuple[str, bool], Told] = {}
        self._looked_through: dict[Said, _Found] = {}
        """What was found in each thing said: a system calls the same address and says the same again and again."""
        self._silent: set[str] = set()
        """Lines of headers that name nobody: most come again with each call."""

    def but_for(self, call: str | None) -> Account:
        """Give the account of the same people, with all that was read of calls but of one, by its id."""
        other = copy.copy(self)
        other._told = {key: told for key, told in self._told.items() if key[0] != call}
        return other

    def told(self, call: ExchangeView, body: bytes | None = None) -> Told:
        """Say who is named in a call; `body` where the message went in several calls, put together."""
        key = call.id, body is None
        if key not in self._told:
            self._told[key] = self._read(call, body)
        return self._told[key]

    def _read(self, call: ExchangeView, body: bytes | None) -> Told:
        people: dict[Subject, dict[Sign, None]] = defaultdict(dict)
        unread: dict[str, None] = {}
        for said in said_in(call, body, self._silent):
            found = self._found_in(said)
            unread |= dict.fromkeys(found.unread)
            for subject, sign in found.signs:
                people[subject][sign] = None
        if not unread and not any(sign.place == HEADERS for signs in people.values() for sign in signs):
            self._silent.update(lines_of(call))
        return Told({subject: tuple(signs) for subject, signs in people.items()}, tuple(unread))

    def _found_in(self, said: Said) -> _Found:
        if said not in self._looked_through:
            read = said.read()
            signs = (sign for reading in read.texts for sign in self._signs_in(reading, said.place))
            self._looked_through[said] = _Found(tuple(signs), read.unread)
        return self._looked_through[said]

    def _signs_in(self, reading: Reading, place: str) -> Iterator[tuple[Subject, Sign]]:
        folded = reading.text.casefold()
        for mark in self._search.found_folded(bare(folded)):
            if mark in self._known:
                subject, kind, text = self._known[mark]
                if stands_alone_in(folded, mark, text):
                    yield subject, Sign(kind, text, place, reading.ways)

    @cached_property
    def _search(self) -> Search:
        return Search.of(self._owned)

    @cached_property
    def _known(self) -> dict[str, _Owned]:
        """Give each mark that stands for one person, and is no part of what stands for somebody or something else."""
        shared = self._in_settings()
        return {mark: owned for mark, owned in self._owned.items() if mark not in shared}

    @cached_property
    def _owned(self) -> dict[str, _Owned]:
        """Give each mark that one person has alone."""
        owned: dict[str, _Owned] = {}
        several = set[str]()
        for subject, kind, text in self._all():
            if is_long_enough(mark := bare(text)):
                owner = owned.setdefault(mark, (subject, kind, text))[0]
                if owner is not subject and owner != subject:
                    several.add(mark)
        return {mark: one for mark, one in owned.items() if mark not in several}

    def _all(self) -> Iterator[tuple[Subject, str, str]]:
        by_number: dict[tuple[str, str], Subject] = {}
        for subject, issued in self.people():
            by_number[subject.journey, issued["person"]["nhs_number"]] = subject
            for kind, text in marks_of(issued):
                yield subject, kind, text
        for journey, label, record in self._demographics():
            number, further = str(record.get("nhs_number") or ""), str(record.get("replaced_by") or "")
            held = by_number.get((journey, number)) or Subject(journey, f"{label}, as PDS holds them")
            # A number that replaces another is theirs too: it stands for nobody where somebody else had it before.
            for text in filter(None, (number, further)):
                yield held, "NHS number", text

    def _demographics(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        for (journey, what), records in self._run.held.items():
            if what == "demographics":
                for label, record in records.items():
                    yield journey or "", label, record

    def people(self) -> Iterator[tuple[Subject, Mapping[str, Any]]]:
        """Give everybody whom the run made up, with what was issued of them."""
        for journey, issued in self._run.issued.items():
            yield Subject(journey or "", "", name_of(issued)), issued
            for label, other in self._run.also.get(journey, {}).items():
                yield Subject(journey or "", label, name_of(other)), other

    def _in_settings(self) -> set[str]:
        """Give the marks that also stand in what the candidate was configured with."""
        text = json.dumps(self._run.environment or {}, ensure_ascii=False)
        return {mark for mark in self._search.found_folded(bare(text)) if stands_alone(mark, text)}
