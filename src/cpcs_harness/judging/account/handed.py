"""What the candidate was handed in a run: whom a call may be about, and where a message may go.

Whoever was made up for the run cannot be guessed: what a call says was either handed over, or is made up itself.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from cpcs_harness.evidence.marks import Search
from cpcs_harness.judging.account.bare import bare
from cpcs_harness.judging.account.digits import numbers_of_ten
from cpcs_harness.judging.account.values import leaves
from cpcs_harness.judging.views.exchange import MessageView
from cpcs_harness.judging.views.run import RunView

_REPORTS = ("nhs111", "nhs111online", "nhs111fhir")
"""Senders of reports, which name no mailbox at MESH."""
_DIRECTORIES = ("dos", "mesh", "cppe", "pds", "smsp")
"""Services whose answers name organisations."""
_LEAST, _MOST = 4, 60
"""Letters and digits of what a step gives that can be looked for."""
_WRONG = 400
_TOGETHER = 100
"""People or steps that are looked through as one text."""


class Handed:
    """What settings, people, steps and answers told the candidate."""

    def __init__(self, run: RunView) -> None:
        """Take what was told from the evidence alone."""
        self._run = run

    @cached_property
    def people(self) -> frozenset[str]:
        """Family names, birth dates and whatever a step gave, as letters and digits: what a patient is searched by."""
        own = (bare(person[key]) for person in self._persons for key in ("family", "birth_date"))
        return frozenset(own) | self._asked

    @cached_property
    def places(self) -> frozenset[str]:
        """Postcodes and organisations, and whatever a step gave, as letters and digits."""
        found = set(self._asked)
        for person in self._persons:
            found |= {bare(person["postcode"]), bare(person["practice"]["ods"])}
        for premises in (self._run.environment or {}).get("premises", ()):
            found |= {bare(premises["ods"]), bare(premises["postcode"])}
        return frozenset(found)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """NHS numbers of people and steps, and each ten digits of an answer that was no refusal, nor an echo."""
        found = {person["nhs_number"] for person in self._persons} | self._asked
        for call in self._run.calls:
            if call.direction == "from-candidate" and call.response.status < _WRONG:
                asked = call.request.target.encode() + b" " + call.request.body
                answered = numbers_of_ten(call.response.body)
                found.update(number for number in answered if number.encode() not in asked)
        return frozenset(found)

    def known(self, texts: set[str], services: Collection[str]) -> set[str]:
        """Give those of some ids that a step gave, or that stand in an answer of some services."""
        asked = {text for text in texts if bare(text) in self._asked}
        answers = (
            call.response.body.decode("utf-8", "replace")
            for call in self._run.calls
            if call.direction == "from-candidate" and call.service in services
        )
        return asked | _standing(texts - asked, answers)

    def untold_addresses(self, used: set[str]) -> set[str]:
        """Give those of some e-mail addresses that nothing told the candidate of."""
        return self._untold(used, but=())

    def untold_mailboxes(self, used: set[str]) -> set[str]:
        """Give those of some mailboxes at MESH that nothing told the candidate of."""
        return self._untold(used, but=_REPORTS)

    def _untold(self, used: set[str], but: tuple[str, ...]) -> set[str]:
        left = used - _standing(used, self._settings())
        return left - _standing(left, self._said(but))

    def _settings(self) -> Iterator[str]:
        yield json.dumps(self._run.environment or {})
        told = [*self._persons, *(dict(seen.given) for seen in self._run.seen)]
        yield from (
            json.dumps(told[at : at + _TOGETHER], default=str) for at in range(0, len(told), _TOGETHER)
        )

    def _said(self, but: tuple[str, ...]) -> Iterator[str]:
        for call in self._run.calls:
            if call.direction == "to-candidate" and call.service not in but:
                yield json.dumps(dict(call.request.start), default=str)
                yield from _texts_of(call.request)
            elif call.service in _DIRECTORIES:
                yield from _texts_of(call.response)

    @cached_property
    def _persons(self) -> list[Mapping[str, Any]]:
        issued = [*self._run.issued.values()]
        issued += [other for further in self._run.also.values() for other in further.values()]
        return [
            held[part]["person"] if part else held["person"] for held in issued for part in ("", "report")
        ]

    @cached_property
    def _asked(self) -> frozenset[str]:
        found = (bare(text) for seen in self._run.seen for text in leaves(seen.given) if len(text) <= _MOST)
        return frozenset(text for text in found if len(text) >= _LEAST)


def _texts_of(message: MessageView) -> Iterator[str]:
    yield message.body.decode("utf-8", "replace")
    yield " ".join(value for _, value in message.headers)


def _standing(texts: set[str], among: Iterator[str]) -> set[str]:
    """Give those of some texts that stand as words of their own in others, which are read as far as need be."""
    sought = {form: text for text in texts for form in _forms(text)}
    search, found = Search.of(sought), set[str]()
    for said in among:
        if len(found) == len(texts):
            break
        whole = said.lower()
        found |= {sought[form] for form in search.found_folded(whole) if _alone(form, whole)}
    return found


def _forms(text: str) -> Iterator[str]:
    yield text.lower()
    yield "".join(text.split()).casefold()


def _alone(sought: str, whole: str) -> bool:
    """Say whether a text stands in another by itself: no letter, digit or sign of an address goes on at either end."""
    at = whole.find(sought)
    while at >= 0:
        end = at + len(sought)
        is_part = _goes_on(whole[max(at - 1, 0) : at], ".+'-") or _goes_on(whole[end : end + 1], "-")
        is_part = is_part or (whole[end : end + 1] == "." and _goes_on(whole[end + 1 : end + 2], ""))
        if not is_part:
            return True
        at = whole.find(sought, at + 1)
    return False


def _goes_on(letter: str, signs: str) -> bool:
    return letter != "" and (letter.isalnum() or letter == "_" or letter in signs)
