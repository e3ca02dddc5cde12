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
LIFETIME = 599
"""Seconds that an access token lasts."""


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


class Grants:
    """Gives out opaque tokens, and knows them again."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.lifetime = LIFETIME
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
        ends = self.world.clock.now() + timedelta(seconds=self.lifetime if seconds is None else seconds)
        with self._lock:
            self._held[token] = Grant(mode, ends, user_id, roles, selected_role, session)
        return token

    def of(self, token: str) -> Grant | None:
        """Give what a token stands for, even where it has ended or was revoked; None where nobody was given it."""
        return self._held.get(token)

    def is_good(self, token: str) -> bool:
        """Say whether a token was given out, was not revoked, and has not ended."""
        grant = self._held.get(token)
        return grant is not None and not grant.revoked and self.world.clock.now() < grant.ends

    def ends(self) -> dict[str, datetime]:
        """Give when each token ends."""
        with self._lock:
            return {token: grant.ends for token, grant in self._held.items()}

    def revoke(self, *, session: str = "", user_id: str = "") -> int:
        """Revoke the tokens of a CIS2 session, or of a healthcare worker; gives how many there were."""
        with self._lock:
            found = [
                grant
                for grant in self._held.values()
                if not grant.revoked
                and ((session and grant.session == session) or (user_id and grant.user_id == user_id))
            ]
            for grant in found:
                grant.revoked = True
            return len(found)
