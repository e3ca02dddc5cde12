"""One patient's way through the service, as content describes it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.patience import CandidateSilent, JourneyStopped, Pace, Patience
from cpcs_harness.journeys.stage import Stage

__all__ = ["CandidateSilent", "Journey", "JourneyStopped", "Pace", "Patience", "Stage"]


class Journey(ABC):
    """What is done to a candidate for one patient; a subclass a file in `conformance/journeys/`."""

    id: ClassVar[str]
    pathway: ClassVar[str]
    title: ClassVar[str]
    alone: ClassVar[bool] = False
    """It touches what others share, so it has a sitting of its own."""

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Say whether a candidate that declares this can go this way; those that cannot are not planned for it."""
        return True

    @abstractmethod
    def run(self, stage: Stage) -> None:
        """Do the steps, in order; raise nothing but what the stage raises."""
