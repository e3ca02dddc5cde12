"""CPPE's register: the name as registered, and whether the declaration of competence holds; asked by number alone."""

from dataclasses import dataclass
from typing import Any

from ..kit.config import CppeSettings
from ..kit.problems import ServiceTrouble
from .http import Caller, Unreachable

CURRENT, LAPSED, UNKNOWN, UNAVAILABLE, NOT_ASKED = "current", "lapsed", "unknown", "unavailable", "not-asked"
_SERVICE = "CPCS"
_NOT_FOUND = 404
_NOBODYS = "0000000"
"""A number that nobody has."""


@dataclass(frozen=True)
class Registered:
    """What the register says of a number."""

    outcome: str
    full_name: str = ""


class Cppe:
    """Asks the register."""

    def __init__(self, settings: CppeSettings, caller: Caller) -> None:
        self.settings = settings
        self.caller = caller

    def look_up(self, gphc: str, full_name: str) -> Registered:
        """What the register has under a number; where this system was not set up to ask, it says so."""
        if not self.settings.base:
            return Registered(NOT_ASKED)
        try:
            reply = self.caller.get(
                self.address(gphc, full_name), headers={"X-API-Key": self.settings.api_key}
            )
            found = reply.json() if reply.status_code == 200 else None
        except (Unreachable, ValueError):
            return Registered(UNAVAILABLE)
        if reply.status_code == _NOT_FOUND:
            return self.without_entry()
        return self.read(found) if isinstance(found, dict) else self.without_answer()

    def greet(self) -> None:
        """Ask for a number that nobody has, to see that the register is there and takes the key."""
        if self.look_up(_NOBODYS, "").outcome != UNKNOWN:
            raise ServiceTrouble("CPPE's register did not answer")

    def address(self, gphc: str, _full_name: str) -> str:
        """Where a number is asked for; no name stands in it."""
        return f"{self.settings.base}/pharmacists/{gphc}"

    def without_entry(self) -> Registered:
        """What it means that nobody has the number."""
        return Registered(UNKNOWN)

    def without_answer(self) -> Registered:
        """What it means that the register cannot say."""
        return Registered(UNAVAILABLE)

    def read(self, found: dict[str, Any]) -> Registered:
        """An entry: the name, and what holds for this service."""
        declared = [known for known in found.get("declarations") or () if known.get("service") == _SERVICE]
        status = declared[0].get("status") if declared else LAPSED
        return Registered(CURRENT if status == CURRENT else LAPSED, str(found.get("fullName") or ""))
