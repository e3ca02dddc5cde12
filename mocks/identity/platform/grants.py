"""The access tokens that the API platform has given out: to whom, for what, until when.

Source: NHS England API platform, signed JWT and CIS2 (interface sheet pds-smsp-auth, sections 10 and 11).
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from cpcs_harness.mockkit import World

APPLICATION = "application-restricted"
HEALTHCARE_WORKER = "healthcare-worker"
LIFETIME = 599.0
"""Seconds that an access token lasts."""
REFRESHABLE = 3599.0
"""Seconds that a refresh token lasts."""


@dataclass
class Grant:
    """What one access token stands for."""

    mode: str
    """application-restricted | healthcare-worker"""
    ends: datetime
    user_id: str = ""
    """Of a healthcare worker: twelve digits."""
    roles: tuple[str, ...] = ()
    """Role ids of the healthcare worker."""
    selected_role: str = ""
    """The role id that was selected at sign-in; empty where none was."""
    session: str = ""
    """The CIS2 session (`sid`) that it came from."""
    revoked: bool = False


@dataclass
class Refreshable:
    """What one refresh token stands for."""

    user_id: str
    roles: tuple[str, ...]
    selected_role: str
    session: str
    ends: datetime
    count: int = 0
    """How often it was used."""
    revoked: bool = False


class Grants:
    """Gives out opaque tokens, and knows them again."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.lifetime: float = LIFETIME
        self.lifetimes: dict[str, float] = {}
        """Seconds that the tokens of single healthcare workers last, by user id."""
        self.refreshable: float = REFRESHABLE
        self._refreshable: dict[str, Refreshable] = {}
        self._lock = threading.Lock()
        self._held: dict[str, Grant] = {}

    def give(
        self,
        seconds: float | None = None,
        mode: str = APPLICATION,
        *,
        user_id: str = "",
        roles: tuple[str, ...] = (),
        selected_role: str = "",
        session: str = "",
    ) -> str:
        """Give out a token that lasts so many seconds, or as long as tokens do."""
        token = secrets.token_urlsafe(21)
        ends = self.world.token_clock.now() + timedelta(seconds=self.lifetime if seconds is None else seconds)
        with self._lock:
            self._held[token] = Grant(mode, ends, user_id, roles, selected_role, session)
        return token

    def of(self, token: str) -> Grant | None:
        """Give what a token stands for, even where it has ended or was revoked; None where nobody was given it."""
        return self._held.get(token)

    def is_good(self, token: str) -> bool:
        """Say whether a token was given out, was not revoked, and has not ended."""
        grant = self._held.get(token)
        return grant is not None and not grant.revoked and self.world.token_clock.now() < grant.ends

    def ends(self) -> dict[str, datetime]:
        """Give when each token ends."""
        with self._lock:
            return {token: grant.ends for token, grant in self._held.items()}

    def lasts(self, user_id: str = "") -> float:
        """Give the seconds that a new token lasts."""
        return self.lifetimes.get(user_id, self.lifetime)

    def refresh_token(self, user_id: str, roles: tuple[str, ...], selected_role: str, session: str) -> str:
        """Give out a refresh token."""
        token = secrets.token_urlsafe(21)
        ends = self.world.token_clock.now() + timedelta(seconds=self.refreshable)
        with self._lock:
            self._refreshable[token] = Refreshable(user_id, roles, selected_role, session, ends)
        return token

    def use(self, refresh_token: str) -> Refreshable | None:
        """Use a refresh token once more; None where nobody was given it, it was revoked, or has ended."""
        with self._lock:
            found = self._refreshable.get(refresh_token)
            if found is None or found.revoked or self.world.token_clock.now() >= found.ends:
                return None
            found.count += 1
            return found

    def revoke(self, *, session: str = "", user_id: str = "", mode: str = "", refresh: bool = True) -> int:
        """Revoke the tokens of a CIS2 session, of a healthcare worker, or of a mode; gives how many there were."""

        def meant(grant: Grant | Refreshable) -> bool:
            if isinstance(grant, Grant) and mode and grant.mode == mode:
                return True
            return bool((session and grant.session == session) or (user_id and grant.user_id == user_id))

        with self._lock:
            held: list[Grant | Refreshable] = [*self._held.values()]
            held += self._refreshable.values() if refresh else []
            found = [grant for grant in held if not grant.revoked and meant(grant)]
            for grant in found:
                grant.revoked = True
            return len(found)
