"""Authorization tokens of MESH, as far as its sandbox does not check them: each is taken once, and within two hours.

Source: MESH API 2.0.0, authorization header (interface sheet mesh-itk3-nhsmail-mys, part A). Left out: the sitting's
clock: a client that others wrote makes its tokens by the machine's.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cpcs_harness.times import real_now

CLOCK_WINDOW = timedelta(hours=2)


class Tokens:
    """Remembers mailbox, nonce and count of every token that came."""

    def __init__(self) -> None:
        self._used: set[tuple[str, str, str]] = set()

    @staticmethod
    def is_late(header: str) -> bool:
        """Say whether a token that can be read is of another time than ours."""
        sent = _moment(header)
        return sent is not None and abs(real_now() - sent) > CLOCK_WINDOW

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
        if abs(real_now() - sent) > CLOCK_WINDOW:
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
