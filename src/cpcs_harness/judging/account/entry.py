"""One line of the account: a call or a message, whom it is about, and what accounts for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cpcs_harness.judging.account.subject import Subject
from cpcs_harness.judging.views.exchange import ExchangeView


class State(StrEnum):
    """What accounts for an entry."""

    ACCOUNTED = "accounted"
    """Somebody who was referred, or what a step or an answer gave."""
    SYSTEM = "system"
    """Traffic without a patient."""
    EARLIER = "earlier"
    """What an earlier run of the same environment left."""
    UNACCOUNTED = "unaccounted"


@dataclass(frozen=True)
class Entry:
    """One call or message."""

    call: ExchangeView
    channel: str
    purpose: str
    people: tuple[Subject, ...]
    """By its address and body; what a header says is judged, and accounts for nothing."""
    state: State
    why: str
    """What accounts for it, or why nothing does."""
    recipient: str = ""
    pharmacy: str = ""
    """Its ODS code, by the credentials that were used."""
    user: str = ""
    """Who was signed in, where that is known."""
    is_ours: bool = True
    """Whether it bears what only the candidate has: credentials, a patient, or the way in which its calls are made."""
