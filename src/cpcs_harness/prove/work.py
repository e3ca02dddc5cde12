"""What a proof does: the criteria that it judges, and the journeys that it runs.

What showed the fault before comes first. Where nothing is known to, about half of the faults begin with either pathway;
where one does not show the fault, the other is run as well.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cpcs_harness.catalogue import Catalogue
from cpcs_harness.catalogue.needs import journeys_looked_at
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.known_bads import KnownBad
from cpcs_harness.prove.part import EVERYBODY, Part
from cpcs_harness.prove.shown_in import ShownIn


@dataclass(frozen=True)
class Work:
    """One known-bad candidate, and what is done to it."""

    bad: KnownBad
    turns: tuple[tuple[str, ...], ...]
    """Journeys that are run together; a later turn only where those before have not shown the fault."""
    criteria: tuple[str, ...] = ()
    """The criteria that are judged; all that the journeys feed, where none is named."""
    part: Part = EVERYBODY
    """What of the journeys of the first turn is run before anything else is tried."""
    narrow: bool = False
    """Whether it is tried, once the fault has shown, which part of the journeys shows it as well."""
    is_right: bool = False
    """Whether the reference service itself is run in place of the candidate, and nothing is to be caught."""

    @property
    def attempts(self) -> list[tuple[tuple[str, ...], Part]]:
        """Give what is tried, in order: journeys, and the part of them that is run."""
        first = [(self.turns[0], self.part)] if self.part else []
        whole = [] if self.is_right else [(turn, EVERYBODY) for turn in self.turns]
        return [*first, *whole]


def work_of(
    bad: KnownBad, catalogue: Catalogue, full: bool, shown_in: ShownIn | None = None, part: Part = EVERYBODY
) -> Work:
    """Plan the proof of one fault: `full` runs all pathways at once, and judges every criterion.

    `shown_in` are journeys in which faults showed themselves before; those that are not needed any more are left out.
    `part` is the part of the first of them in which this one did; one of a journey that is not run first is left out.
    """
    journeys = {name: journey.pathway for name, journey in all_journeys(catalogue.suites).items()}
    needed = sorted(
        {
            journey
            for criterion in bad.catches
            for pathway in catalogue.pathways_of(criterion)
            for journey in journeys_looked_at(catalogue, criterion, pathway, journeys, bad.mode)
        }
    )
    if full:
        return Work(bad, (tuple(needed),))
    pathways = list(catalogue.vocabulary.pathways)
    first = zlib.crc32(bad.name.encode()) % len(
        pathways
    )  # it follows from the name, and is the same each time
    turns = [
        tuple(name for name in needed if journeys[name] == pathway)
        for pathway in pathways[first:] + pathways[:first]
    ]
    before = tuple(name for name in (shown_in or {}).get(bad.name, ()) if name in needed)
    whole = tuple(dict.fromkeys(turn for turn in (before, *turns) if turn))
    return Work(
        bad, whole, bad.catches, part if {one.journey for one in part} <= set(whole[0]) else EVERYBODY
    )


def right_in_parts(works: Sequence[Work]) -> list[Work]:
    """Plan to run who is right in each part that is run of a journey, once, and judge all that is caught there."""
    found: dict[tuple[tuple[str, ...], Part], list[Work]] = {}
    for work in works:
        if work.part:
            found.setdefault((work.turns[0], work.part), []).append(work)
    return [
        replace(
            same[0],
            turns=(journeys,),
            criteria=tuple(sorted({criterion for work in same for criterion in work.criteria})),
            is_right=True,
        )
        for (journeys, _), same in found.items()
    ]
