"""One observation as a check sees it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from cpcs_harness.evidence import events
from cpcs_harness.judging.views.reading import Readable
from cpcs_harness.judging.views.screens import Screen, note, note_told, says_nothing
from cpcs_harness.times import seconds_of


class ObservationView(Readable):
    """What the candidate showed or answered to one action."""

    def __init__(self, event: events.Event[events.Observation]) -> None:
        observed = event.data
        self.id, self.seq, self.at, self.clock = event.id, event.seq, event.at, event.clock
        self.journey, self.step = event.journey, event.step
        self.action, self.actor, self.referral = observed.action, observed.actor, observed.referral
        self.about = observed.about
        """Id of the document that the action was about, where the journey said so."""
        self.given: Mapping[str, Any] = observed.input
        self.status = observed.status
        self._told: str = observed.reason or observed.shown or ""
        self.began = seconds_of(event.at) - observed.elapsed_ms / 1000
        """When the action was asked for, as seconds since 1970 of the machine's clock."""
        self.ended = seconds_of(event.at)
        self._shown: Mapping[str, Any] = observed.observation

    @property
    def end(self) -> str:
        """How the action ended, for a message that it lacks something: whoever says so has not read it."""
        return f"{self.status}: {self._told}"

    @property
    def told(self) -> str:
        """The words with which the action ended, where there were any."""
        note_told(self.id)
        return self._told

    @property
    def shown(self) -> Mapping[str, Any]:
        """What the candidate says that its screen showed; whoever reads it has the candidate's word alone."""
        note({self.id: self._screen})
        return self._shown

    @cached_property
    def _screen(self) -> Screen:
        # Whoever does not do as asked may say why in words alone.
        words = "" if self.status == "done" else self._told
        return Screen(self.action, says_nothing(self._shown) and says_nothing(words))

    def was_not_seen(self, why: str) -> None:
        """Take it for not done, whatever the candidate said: nothing of it was seen."""
        self.status, self._told = "unseen", why

    @property
    def where(self) -> str:
        """Name the place for a message."""
        return f"{self.journey}, {self.step}, observation {self.id}: {self.action}"
