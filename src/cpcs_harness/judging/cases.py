"""Under which conditions a check fails: each report is judged by itself, and what failing ones share is told.

A case is one report, what was shown of it, and what the candidate sent about its patient. A check that goes by what was
known in the whole run judges each case by that; what it comes to by several together no case by itself tells: it
counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cpcs_harness.conditions.isolated import Case, isolated
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.errors import NotMet, Under
from cpcs_harness.judging.things.conditions import RecordedConditions
from cpcs_harness.judging.views import EvidenceView

Check = Callable[[EvidenceView], object]
PART = "send_chunk"
"""What carries a part of a message, and names no patient: it stands with whomever the first part does."""


@dataclass(frozen=True)
class ReportAlone:
    """One report that was sent, or one look, as the only one of its journey, and its conditions."""

    conditions: Case
    view: EvidenceView
    is_refusable: bool
    """Whether a system may refuse it."""


def reports_alone(view: EvidenceView, recorded: RecordedConditions) -> Iterator[ReportAlone]:
    """Give each report of the journeys that a check looks at, by itself, with what was recorded of its patient."""
    for journey in _journeys(view):
        for document, report in view.views.reports_of(journey).items():
            others = recorded.of_others(view.views.name_of(journey), document)
            alone = view.about(journey, document, others)
            own = conditions_of(report, recorded.known)
            is_refusable = any(map(recorded.known.is_refusable, own))
            yield ReportAlone(recorded.of_patient(document).union(own), alone, is_refusable)


def _journeys(view: EvidenceView) -> list[str]:
    """Give the journeys that a check needs, and all others of which it has looked at what was shown."""
    run, looked_at = view.views, frozenset(view.looked_at)
    needed = {run.name_of(name) for name in view.needed}
    own = [name for name, held in run.issued.items() if name and held["pathway"] == view.pathway]
    return [*view.needed, *(name for name in own if name not in needed and run.was_shown(name, looked_at))]


def looks_alone(view: EvidenceView, recorded: RecordedConditions) -> Iterator[ReportAlone]:
    """Give each look at what services answered, of those that a check looked at, by itself.

    One patient may have many of them: whatever is about other looks of the journey was not.
    """
    looked_at = frozenset(view.looked_at)
    for journey in view.needed:
        looks = recorded.looks_of(view.views.name_of(journey))
        if any(not looked_at.isdisjoint(look) for look in looks):
            every = frozenset[str]().union(*looks)
            for look, had in looks.items():
                may_lack = any(map(recorded.known.is_refusable, had))
                yield ReportAlone(had, view.without(journey, every - look, min(look)), may_lack)


def patients_alone(view: EvidenceView, recorded: RecordedConditions) -> Iterator[ReportAlone]:
    """Give what passed of each patient of the run of whom a check looked at anything, by itself."""
    looked_at, calls = frozenset(view.looked_at), {call.id: call for call in view.views.calls}
    parts = {id for id, call in calls.items() if call.operation == PART}
    order = {id: place for place, id in enumerate(calls)}
    for patient, events in recorded.events_of_patients.items():
        if not looked_at.isdisjoint(events):
            had = frozenset[Condition]().union(*recorded.of_patients.get(patient, {}).values())
            own = sorted(parts.union(calls.keys() & events), key=order.__getitem__)
            alone = view.of_patient([calls[id] for id in own])
            yield ReportAlone(had, alone, any(map(recorded.known.is_refusable, had)))


def under(view: EvidenceView, check: Check, recorded: RecordedConditions) -> Under | None:
    """Say under which conditions a check fails that failed; None where no case by itself could be judged.

    A check that goes by the run is judged of each patient, where no report by itself came to anything.
    """
    looks = list(looks_alone(view, recorded))
    found = _under(check, looks or reports_alone(view, recorded), "looks" if looks else "reports")
    if found is None and view.goes_by_run:
        return _under(check, patients_alone(view, recorded), "patients")
    return found


def _under(check: Check, cases: Iterable[ReportAlone], of: str) -> Under | None:
    failing: list[Case] = []
    passing: list[Case] = []
    for case in cases:
        fails = _fails(check, case.view)
        # What a system may refuse passes by that, whatever else it has.
        if fails or (fails is False and not case.is_refusable):
            (failing if fails else passing).append(case.conditions)
    if len(failing) + len(passing) < 2:
        return None
    told = isolated(failing, passing)
    every = frozenset[object]().union(*failing, *passing)
    return Under(
        cases=len(failing) + len(passing),
        failing=len(failing),
        conditions=len(every),
        failing_conditions=len(frozenset[object]().union(*failing)),
        values=(*map(str, told.values), *map(_one_of, told.several)),
        pairs=tuple(f"{one}, with {other}" for one, other in told.pairs),
        of=of,
    )


def _one_of(values: Sequence[Condition]) -> str:
    return f"{values[0].dimension}: {' or '.join(one.value for one in values)}"


def _fails(check: Check, view: EvidenceView) -> bool | None:
    """Say whether a check fails by one case; None where it came to nothing, or looked at nothing of it."""
    try:
        check(view)
    except NotMet:
        return True
    except Exception:  # noqa: BLE001 - what it lacks, or breaks on, was told with all cases together
        return None
    return False if view.looked_at else None
