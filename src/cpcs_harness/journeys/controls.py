"""What a journey may change around a candidate beside faults: tokens, keys, sessions, and who signs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from cpcs_harness.people.care_worker import CareWorker


@dataclass(frozen=True)
class Browsed:
    """Where a browser ended: HTTP status (0 where there was no answer), address, and the page's beginning."""

    status: int
    address: str
    page: str
    problem: str = ""
    """Why it went no further; empty where it came to an end of its own."""


class Controls(Protocol):
    """Changes that one journey makes to the identity services; each is written to the evidence."""

    def employ(self, worker: CareWorker) -> None:
        """Have the Care Identity Service know a person as they are now, with these roles."""
        ...

    def tokens_last(self, seconds: float, worker: CareWorker | None = None) -> None:
        """Let access tokens given out from now on last so long: one person's, or all of the application's own."""
        ...

    def revoke_tokens(self, worker: CareWorker | None = None, *, refresh: bool = False) -> None:
        """Revoke the access tokens of a person, or all of the application's own; refresh tokens too where asked."""
        ...

    def registration(self, state: str) -> None:
        """Let the platform find the application's key set: registered | unregistered | unreachable."""
        ...

    def rotate_keys(self) -> None:
        """Have the Care Identity Service sign with a new key from now on."""
        ...

    def spoil_id_token(self, worker: CareWorker, how: str) -> None:
        """Have the next ID token of a person be wrong: nonce | audience | issuer | expired | level | signature."""
        ...

    def end_session(self, worker: CareWorker, *, forged: bool = False) -> None:
        """End a person's sessions, and tell the candidate by the back channel; a forged word of it ends none."""
        ...

    def browse(self, address: str, worker: CareWorker, role: str, authenticator: str) -> Browsed:
        """Follow a person's browser, from the candidate's address through the sign-in page and back."""
        ...
