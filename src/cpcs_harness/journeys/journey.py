"""One patient's way through the service, as content describes it, and the pathways that it runs in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, cast

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.patience import CandidateSilent, JourneyStopped, Patience
from cpcs_harness.journeys.stage import Stage
from cpcs_harness.people.age import Age

__all__ = ["CandidateSilent", "Journey", "JourneyPathway", "JourneyStopped", "Patience", "Stage"]


@dataclass(frozen=True)
class JourneyPathway:
    """A pathway of the catalogue, as journeys that run in it name themselves."""

    id: str
    suffix: str
    """The end of a journey's id, after a hyphen, where the journey runs in several pathways."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What a journey's title says for the pathway, by the name that stands in braces there."""


class Journey(ABC):
    """What is done to a candidate for one patient; a subclass a file in `conformance/journeys/`.

    A subclass names the pathways that it runs in; `in_pathway` makes the journey of each, with an id of its own.
    """

    id: ClassVar[str]
    pathways: ClassVar[tuple[JourneyPathway, ...]]
    title: ClassVar[str]
    """May hold words of the pathway, by their names in braces: `"{service}, PDS in trouble"`."""
    alone: ClassVar[bool] = False
    """It touches what others share, so it has a sitting of its own."""
    with_others: ClassVar[str] = ""
    """Of one that is alone: all with this word have one sitting, and do together, or by turns, what they do to it."""
    clock: ClassVar[tuple[str, ...]] = ()
    """The moments (ISO 8601, with an offset) at which it is carried out, where that is not now: candidate and mocks are
    moved to the first before it begins, and to each other by `Stage.next_moment`. Journeys of the same moments have one
    sitting, after all others; those that are alone share it with nobody."""
    asked_for_by: ClassVar[str] = ""
    """The key of candidate.toml that has it planned, where not every candidate can go this way."""
    seconds: ClassVar[float] = 1.0
    """What it takes with few others under way, about: the longest begin first, and time left is told by it."""
    age: ClassVar[Age | None] = None
    """How old its own patient is on the day, where that matters."""
    draws: ClassVar[tuple[str, ...]] = ()
    """Conditions that its people draw besides those that everybody draws: dimensions of fixtures/conditions.yaml, or
    messages of it, of which they draw each dimension."""
    may_be_refused: ClassVar[bool] = False
    """Whether its people may have a value that a system may refuse: one each at most."""
    pathway: ClassVar[str]
    """The id of the one pathway that it runs in; set by `in_pathway`."""

    @classmethod
    def in_pathway(cls, pathway: JourneyPathway) -> type[Journey]:
        """Make the journey of one pathway: id with the pathway's suffix where there are several, words in the title."""
        several = len(cls.pathways) > 1
        own = {
            "__module__": cls.__module__,
            "__doc__": cls.__doc__,
            "id": f"{cls.id}-{pathway.suffix}" if several else cls.id,
            "pathway": pathway.id,
            "title": cls.title.format_map(pathway.words),
        }
        return cast("type[Journey]", type(cls.__name__, (cls,), own))

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Say whether a candidate that declares this can go this way; those that cannot are not planned for it."""
        return True

    @classmethod
    def asks(cls, label: str) -> tuple[str, ...]:
        """Give what a person draws, where not all draw the same; `label` is empty for its own patient."""
        return cls.draws

    @classmethod
    def several(cls, label: str) -> Mapping[str, int]:
        """Give how many of a message a person has, each drawn by itself; `label` is empty for its own patient."""
        return {}

    @classmethod
    def pinned(cls, label: str) -> Mapping[str, str]:
        """Give the conditions that a person must have, value by dimension; `label` is empty for its own patient."""
        return {}

    @abstractmethod
    def run(self, stage: Stage) -> None:
        """Do the steps, in order; raise nothing but what the stage raises."""
