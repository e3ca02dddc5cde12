"""Finds the smallest part of its journeys in which a known-bad candidate still shows its fault.

What findings point at is tried at first: whose they are, and up to which step; then patients and steps are left out by
halves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from cpcs_harness.evidence.attempts import planned
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.evidence.register import STRENGTH
from cpcs_harness.journeys.part import JourneyPart
from cpcs_harness.prove.part import EVERYBODY, Part

ENOUGH = 2
"""Further patients, of whom it saves nothing to leave one out."""
TABLE, BEGINNING = 20, 3
"""Steps of a journey that does much the same in each, once its first few are done."""
LONG = 150
"""Events of a journey, of which it is worth while to leave some out by trying."""
Try = Callable[[Part], bool]
Found = Sequence[Sequence[Sequence[str]]]
"""By criterion and finding, the events that it points at; the first finding of each may be enough."""
Events = Sequence[Mapping[str, Any]]


def smallest(
    evidence: Evidence,
    journeys: Sequence[str],
    found: Found,
    shows: Try,
    is_fair: Try,
    before: Part = EVERYBODY,
) -> Part:
    """Find the smallest part of these journeys in which a fault shows as well; the whole, where none does.

    `shows` runs the candidate in a part, `is_fair` who is right: nothing is caught of them in what is given. The
    evidence is of the part in which it showed `before`, if there is one.
    """
    known = [_Known(evidence, journey, _of(before, journey)) for journey in journeys]
    guess = next((part for part in guesses(known, found, before) if shows(part) and is_fair(part)), EVERYBODY)
    if not guess and before and is_fair(before):
        guess = before
    if len(known) > 1 or known[0].events < LONG:
        return guess
    smaller = (_halved(known[0], guess[0] if guess else known[0].whole, shows),)
    is_new = smaller not in ((known[0].whole,), guess)
    return smaller if is_new and is_fair(smaller) else guess


def _of(part: Part, journey: str) -> JourneyPart | None:
    return next((one for one in part if one.journey == journey), None)


def guesses(known: Sequence[_Known], found: Found, before: Part) -> Iterator[Part]:
    """Give the parts of journeys that findings are about, the smallest first, each once."""
    evidence = known[0].evidence
    by_finding = [[_events(evidence, ids) for ids in findings] for findings in found]
    first = [event for findings in by_finding for event in min(findings, key=_last, default=[])]
    every = [event for findings in by_finding for events in findings for event in events]
    tried = [EVERYBODY, before]
    for events, shorten in ((first, _few), (first, _until), (every, _until), (every, _whole)):
        parts = [one.part(events, shorten) for one in known]
        part = tuple(part for part, one in zip(parts, known, strict=True) if part != one.all)
        if part not in tried:
            tried.append(part)
            yield part


def _halved(known: _Known, part: JourneyPart, shows: Try) -> JourneyPart:
    """Leave out patients and steps by halves while the fault shows; who tries each has the last word."""
    labels = part.labels
    while labels:
        half = len(labels) // 2
        halves = [some for some in (labels[:half], labels[half:]) if len(some) < len(labels)]
        fewer = next((some for some in halves if shows((replace(part, labels=some),))), None)
        if fewer is None:
            break
        labels = fewer
    part = replace(part, labels=labels)
    return part if part.until or part.steps else _sooner(known, part, shows)


def _sooner(known: _Known, part: JourneyPart, shows: Try) -> JourneyPart:
    """End after the first step by which the fault shows."""
    least, most = 0, len(known.steps) - 1
    while least < most:
        middle = (least + most) // 2
        if shows((replace(part, until=known.steps[middle]),)):
            most = middle
        else:
            least = middle + 1
    return part if most == len(known.steps) - 1 else replace(part, until=known.steps[most])


def _events(evidence: Evidence, ids: Sequence[str]) -> Events:
    return [evidence.event(id) for id in ids if evidence.has(id)]


def _last(events: Events) -> int:
    """Give when the last of some events came; those that point at nothing come after all others."""
    return max((int(event["seq"]) for event in events), default=2**63)


@dataclass(frozen=True)
class _Known:
    """What is known of one journey that was run."""

    evidence: Evidence
    journey: str
    before: JourneyPart | None = None
    """The part of it that was run."""

    @cached_property
    def patients(self) -> dict[str, str]:
        """What each further patient was issued of their own, as text, by label."""
        known: dict[str, str] = {}
        for event in self._of_kind("issued_also"):
            held = event["data"]
            known[held["label"]] = json.dumps([held[name] for name in ("person", "report", "gp_referral")])
        return known

    @cached_property
    def steps(self) -> list[str]:
        """The steps that were begun, each once, in order."""
        return list(dict.fromkeys(str(event["data"]["name"]) for event in self._of_kind("step")))

    @property
    def events(self) -> int:
        """How many events it has."""
        return sum(self.has(event) for event in self.evidence.events)

    @property
    def all(self) -> JourneyPart:
        """All of the journey."""
        return JourneyPart(self.journey, tuple(sorted(self.patients)))

    @property
    def whole(self) -> JourneyPart:
        """What was run of it."""
        return self.before or self.all

    def _of_kind(self, kind: str) -> Events:
        return [event for event in self.evidence.of_kind(kind) if self.has(event)]

    def has(self, event: Mapping[str, Any]) -> bool:
        """Say whether an event is of this journey."""
        return planned(event["journey"] or "") == self.journey

    def part(self, events: Events, shorten: Shorten) -> JourneyPart:
        """Give the part that some events are about, of what was run of the journey."""
        own = [event for event in events if self.has(event)]
        about = {label for event in own for label in _about(event, self.patients)}
        saves = len(self.whole.labels) > max(ENOUGH, 2 * len(about))
        part = replace(self.whole, labels=tuple(sorted(about))) if saves else self.whole
        steps = [step for step in self.steps if step in {event.get("step") for event in own}]
        return shorten(part, steps, self.steps) if steps else part


Shorten = Callable[[JourneyPart, Sequence[str], Sequence[str]], JourneyPart]
"""Leaves steps out of a part of a journey, of which these are needed, and these are all."""


def _whole(part: JourneyPart, _needed: Sequence[str], _steps: Sequence[str]) -> JourneyPart:
    """Leave no step out."""
    return part


def _until(part: JourneyPart, needed: Sequence[str], steps: Sequence[str]) -> JourneyPart:
    """End after the last step that is needed."""
    return part if part.steps or needed[-1] == steps[-1] else replace(part, until=needed[-1])


def _few(part: JourneyPart, needed: Sequence[str], steps: Sequence[str]) -> JourneyPart:
    """Do what is needed alone in a journey that has a long table of steps."""
    if len(steps) < TABLE:
        return _until(part, needed, steps)
    return replace(part, until="", steps=tuple(dict.fromkeys((*steps[:BEGINNING], *needed))))


def _about(event: Mapping[str, Any], patients: Mapping[str, str]) -> set[str]:
    """Give the labels of the patients whom an event is about, by what tied it to its journey."""
    data = event["data"]
    mark = data.get("about") if event["kind"] == "observation" else _mark(data.get("rule") or "")
    return {label for label, held in patients.items() if mark and json.dumps(mark) in held}


def _mark(rule: str) -> str:
    """Give the text of the mark that a rule names after its kind, which has a word or two."""
    kinds = [kind for kind in STRENGTH if rule.startswith(f"{kind} ")]
    return rule[len(max(kinds, key=len)) + 1 :] if kinds else ""
