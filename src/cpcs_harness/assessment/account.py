"""What reached the harness from the candidate, and what accounts for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ChannelRecord:
    """The calls and messages of one channel, by what accounts for them."""

    channel: str
    accounted: int
    """By somebody who was referred, or by what a step or an answer gave."""
    system: int
    """Traffic without a patient."""
    earlier: int
    """Of an earlier run of the same environment."""
    unaccounted: int


@dataclass(frozen=True)
class LineRecord:
    """Calls or messages of which the account says the same."""

    channel: str
    purpose: str
    state: str
    """accounted | system | earlier | unaccounted"""
    why: str
    people: tuple[str, ...]
    recipient: str
    pharmacy: str
    """By the credentials that were used; empty where they say nothing."""
    user: str
    blame: str
    """Of what nothing accounts for: candidate, where it bears what the candidate alone has; else environment."""
    events: tuple[str, ...]


@dataclass(frozen=True)
class ConstantRecord:
    """A text of one kind of message that is the same whoever the patient is, such as a letterhead."""

    kind: str
    text: str
    patients: int
    """In the messages about how many patients it stands."""
    of: int
    """About how many patients there are messages of the kind."""


@dataclass(frozen=True)
class AccountRecord:
    """The whole account of a run."""

    channels: tuple[ChannelRecord, ...]
    lines: tuple[LineRecord, ...]
    constants: tuple[ConstantRecord, ...] = ()
    """What no criterion holds to a patient, since it is the same for all."""

    @property
    def constants_by_kind(self) -> Mapping[str, tuple[ConstantRecord, ...]]:
        """What is the same for all patients, by the kind of message."""
        kinds = dict.fromkeys(constant.kind for constant in self.constants)
        return {kind: tuple(one for one in self.constants if one.kind == kind) for kind in kinds}

    @property
    def strange(self) -> tuple[LineRecord, ...]:
        """What nothing accounts for."""
        return tuple(line for line in self.lines if line.state == "unaccounted")

    @property
    def left(self) -> tuple[LineRecord, ...]:
        """What an earlier run left."""
        return tuple(line for line in self.lines if line.state == "earlier")
