"""Authorization tokens of MESH, as far as its sandbox does not check them: each is taken once, and within two hours.

Source: MESH API 2.0.0, authorization header (interface sheet mesh-itk3-nhsmail-mys, part A). In a sitting of another
time, tokens of the machine's time are as good: a client that others wrote makes them by that.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cpcs_harness.mockkit import World
from cpcs_harness.times import real_now

CLOCK_WINDOW = timedelta(hours=2)


class Tokens:
    """Remembers mailbox, nonce and count of every token that came."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._used: set[tuple[str, str, str]] = set()

    def is_late(self, header: str) -> bool:
        """Say whether a token that can be read is of another time than ours."""
        sent = _moment(header)
        return sent is not None and self._is_far(sent)

    def _is_far(self, sent: datetime) -> bool:
        return all(abs(now - sent) > CLOCK_WINDOW for now in (real_now(), self._world.clock.now()))

    def problem(self, header: str) -> str:
        """Say in MESH's words what is wrong with the token in a header; nothing where the sandbox says it."""
        if not header.isascii():
            return "Error reading from Authorization header"
        parts = header.removeprefix("NHSMESH").strip().split(":")
        if len(parts) != 5:
            return ""  # the sandbox refuses it, in its own words
        mailbox, nonce, count, moment, _ = parts
        try:
            sent = datetime.strptime(f"{moment}+0000", "%Y%m%d%H%M%z")
        except ValueError:
            return "Error reading from Authorization header"
        if self._is_far(sent):
            return "Invalid Authentication Token"
        if (mailbox, nonce, count) in self._used:
            return "Error Duplicated Authentication Token"
        self._used.add((mailbox, nonce, count))
        return ""


def _moment(header: str) -> datetime | None:
    parts = header.removeprefix("NHSMESH").strip().split(":")
    try:
        return datetime.strptime(f"{parts[3]}+0000", "%Y%m%d%H%M%z")
    except (ValueError, IndexError):
        return None
