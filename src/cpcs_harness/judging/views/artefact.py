"""One artefact as a check sees it: a file that came with an observation, and its text."""

from __future__ import annotations

from functools import cached_property

from cpcs_harness.errors import NotShown
from cpcs_harness.evidence import events
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.formats.artefact.text import text_of
from cpcs_harness.formats.artefact.unreadable import Unreadable
from cpcs_harness.judging.views.reading import Readable


class ArtefactView(Readable):
    """A file that came with an observation, such as what was printed."""

    def __init__(self, evidence: Evidence, event: events.Event[events.Artefact]) -> None:
        self._evidence, self._content = evidence, event.data.content
        self.id, self.seq, self.journey, self.step = event.id, event.seq, event.journey, event.step
        self.name, self.observation = event.data.name, event.data.observation
        self.typed_in, self.problem = event.data.typed_in, event.data.problem

    @cached_property
    def text(self) -> str:
        """What it says; NotShown, with the candidate's blame, where it cannot be read."""
        if self.problem:
            raise self._not_shown(self.problem)
        try:
            return text_of(self._evidence.body(self._content))
        except Unreadable as why:
            raise self._not_shown(str(why)) from why

    @property
    def content(self) -> bytes:
        """Its bytes; NotShown, with the candidate's blame, where they were not kept."""
        if self.problem:
            raise self._not_shown(self.problem)
        return self._evidence.body(self._content)

    @property
    def where(self) -> str:
        """Name the place for a message."""
        return (
            f"{self.journey}, {self.step}, artefact {self.id}: {self.name} of observation {self.observation}"
        )

    def _not_shown(self, why: str) -> NotShown:
        return NotShown(f"{self.where}: {why}")
