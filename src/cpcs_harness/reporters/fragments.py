"""Parts a report into what its page shows at once and what it draws on demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.requirement import CriterionRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.reporters import words
from cpcs_harness.reporters.exchanges import Gallery, Shown
from cpcs_harness.reporters.shared_lines import Fragments

AT_ONCE = 40_000
"""Characters of exchanges and observations of failures that the page shows at once; others are drawn on demand."""
CRITERIA_AT_ONCE = 12
"""Criteria of which something is wrong whose details the page shows at once; what was found of each stands on top."""

TEMPLATES = ("requirement", "journey", "event", "conditions")
"""The templates whose macros write fragments."""

_WRONG = (Verdict.FAIL, Verdict.ERROR, Verdict.QUERY)


@dataclass(frozen=True)
class Sequel:
    """The exchanges and observations of one journey, of the whole run, or of no journey."""

    id: str
    """Of the journey; `run`, or `none`."""
    title: str
    events: tuple[Shown, ...]

    def steps_between(self, at_once: Mapping[str, Shown]) -> str:
        """Name the events that are drawn on demand, each by its letter and how far it lies beyond the one before."""
        before, told = 0, []
        for event in self.events:
            if event.id not in at_once:
                number = int(event.id[1:])
                told.append(f"{event.id[0]}{number - before}")
                before = number
        return " ".join(told)


def criteria_at_once(assessment: Assessment) -> frozenset[tuple[str, str]]:
    """Give the first criteria with which something is wrong, each by its requirement's id and its own."""
    wrong = ((one.id, criterion.id) for one, criterion in assessment.criteria() if _is_wrong(criterion))
    return frozenset(islice(wrong, CRITERIA_AT_ONCE))


def _is_wrong(criterion: CriterionRecord) -> bool:
    return criterion.verdict in _WRONG or any(check.verdict in _WRONG for check in criterion.checks)


def events_at_once(assessment: Assessment, gallery: Gallery) -> dict[str, Shown]:
    """Give the exchanges and observations on which failures rest, in the order of the run."""
    wrong = [check for _, _, check in assessment.checks() if check.verdict in _WRONG]
    ids = dict.fromkeys(id for check in wrong for id in check.exchanges if id in gallery.shown)
    first, room = set[str](), AT_ONCE
    for id in ids:
        if room > 0:
            first.add(id)
            room -= gallery.shown[id].size
    return {id: event for id, event in gallery.shown.items() if id in first}


def sequels(assessment: Assessment, gallery: Gallery) -> list[Sequel]:
    """Sort what is shown by journey, in the order of the report; then what belongs to the run, and to none."""
    titles = {journey.id: journey.title for journey in assessment.journeys}
    titles |= {"run": "The run as a whole", "none": "Calls that belong to no journey"}
    events: dict[str, list[Shown]] = {id: [] for id in titles}
    for event in gallery.shown.values():
        events.setdefault(event.journey or "none", []).append(event)
    return [Sequel(id, titles.get(id, id), tuple(own)) for id, own in events.items() if own]


def groups(
    assessment: Assessment, gallery: Gallery, macros: Mapping[str, Any], at_once: dict[str, Shown]
) -> dict[str, Fragments]:
    """Write each fragment, by the templates' macros (by template), in a group for each requirement and journey."""
    first = criteria_at_once(assessment)
    of_requirements = {
        requirement.id: {
            f"{requirement.id}.{criterion.id}": str(
                macros["requirement"].criterion_inside(criterion, words, gallery)
            )
            for criterion in requirement.criteria
            if (requirement.id, criterion.id) not in first
        }
        for requirement in [*assessment.requirements, *assessment.context]
    }
    steps = {
        journey.id: str(macros["journey"].steps_inside(journey, gallery)) for journey in assessment.journeys
    }
    sorted_events = {sequel.id: sequel for sequel in sequels(assessment, gallery)}
    of_journeys: dict[str, Fragments] = {}
    for id in dict.fromkeys([*steps, *sorted_events]):
        own = {f"steps-of-{id}": steps[id]} if id in steps else {}
        events = sorted_events[id].events if id in sorted_events else ()
        of_journeys[id] = own | dict(_of_events(id, events, macros, at_once))
    of_all = {"conditions": dict(_of_conditions(assessment, macros))}
    return {name: own for name, own in (of_requirements | of_all | of_journeys).items() if own}


def _of_conditions(assessment: Assessment, macros: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if assessment.conditions:
        yield "conditions-of-criteria", str(macros["conditions"].conditions_inside(assessment))


def _of_events(
    id: str, events: Sequence[Shown], macros: Mapping[str, Any], at_once: dict[str, Shown]
) -> Iterator[tuple[str, str]]:
    if not events:
        return
    if id == "run":
        yield "steps-of-run", str(macros["event"].lines(events))
    yield f"exchanges-of-{id}", str(macros["event"].stubs(events, id, at_once))
    for event in events:
        if event.id not in at_once:
            yield event.id, str(macros["event"].event_inside(event))
