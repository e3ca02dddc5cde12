"""What a proof does: the criteria that it judges, and the journeys that it runs.

What showed the fault before comes first. Where nothing is known to, about half of the faults begin with either pathway;
where one does not show the fault, the other is run as well.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from cpcs_harness.catalogue import Catalogue
from cpcs_harness.catalogue.needs import journeys_looked_at
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.known_bads import KnownBad
from cpcs_harness.prove.shown_in import ShownIn


@dataclass(frozen=True)
class Work:
    """One known-bad candidate, and what is done to it."""

    bad: KnownBad
    turns: tuple[tuple[str, ...], ...]
    """Journeys that are run together; a later turn only where those before have not shown the fault."""
    criteria: tuple[str, ...] = ()
    """The criteria that are judged; all that the journeys feed, where none is named."""


def work_of(bad: KnownBad, catalogue: Catalogue, full: bool, shown_in: ShownIn | None = None) -> Work:
    """Plan the proof of one fault: `full` runs all pathways at once, and judges every criterion.

    `shown_in` are journeys in which faults showed themselves before; those that are not needed any more are left out.
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
    return Work(bad, tuple(dict.fromkeys(turn for turn in (before, *turns) if turn)), bad.catches)
