"""Makes the stage of each journey: the candidate, the national services, the senders, and the people issued to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cpcs_harness._content.mocks.controls import NationalControls
from cpcs_harness._content.mocks.nation import Nation
from cpcs_harness._content.mocks.senders import NationalSenders
from cpcs_harness.evidence.attempts import planned
from cpcs_harness.journeys.journey import Patience, Stage
from cpcs_harness.journeys.part import JourneyPart, PartOfStage
from cpcs_harness.people.age import Age
from cpcs_harness.people.model import Issued, Premises
from cpcs_harness.run.candidate import Candidate


@dataclass(frozen=True)
class Stages:
    """Stages of one run; all journeys share candidate, senders and patience."""

    candidate: Candidate
    nation: Nation
    senders: NationalSenders
    patience: Patience
    seed: int | str
    examples: int
    parts: tuple[JourneyPart, ...] = ()
    """Of some journeys: the part that is run."""

    def stage(self, issued: Issued, another: Callable[[str, Premises, Age | None], Issued]) -> Stage:
        """Make the stage of the journey that these people were issued to."""
        world, declaration = self.nation.world, self.candidate.declaration
        stage = Stage(
            issued=issued,
            driver=self.candidate.driver,
            world=world,
            patience=self.patience,
            senders=self.senders,
            controls=NationalControls(self.nation, issued.journey, declaration),
            issue_another=another,
            declaration=declaration,
            seed=self.seed,
            examples=self.examples,
        )
        part = next((one for one in self.parts if one.journey == planned(issued.journey)), None)
        return stage if part is None else PartOfStage.of(stage, part)
