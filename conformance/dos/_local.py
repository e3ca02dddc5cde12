"""The local directory as it should be after each load, and what was looked up in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cpcs_harness.judging import JourneyView, ObservationView

from .._shared.mail_domains import is_public
from ._endpoints import PRACTICE, PROVIDER

ACTIONS = {"lookup_practice_email": PRACTICE, "lookup_provider_email": PROVIDER}

Key = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """A look-up in the local directory, and what had been loaded for the code by then."""

    seen: ObservationView
    due: str
    """The address that was loaded last; empty for a code of which none was."""
    restarted: bool
    """Whether the system had been restarted since it was loaded."""

    @property
    def email(self) -> str:
        """The address that was shown; empty where none was."""
        return str(self.seen.shown.get("email") or "").strip() if self.seen.status == "done" else ""


def asked(journey: JourneyView) -> Iterator[Asked]:
    """Go through what was looked up of practices and providers, in order; nothing loaded or looked up is NotShown."""
    journey.observations("load_directory")
    journey.attempts("lookup_practice_email")
    held: dict[Key, str] = {}
    restarted: set[Key] = set()
    for seen in journey.seen:
        if seen.action == "load_directory" and seen.status == "done":
            loaded = loaded_by(seen)
            held |= loaded
            restarted -= set(loaded)
        elif seen.action == "restart" and seen.status == "done":
            restarted = set(held)
        elif seen.action in ACTIONS and seen.status in ("done", "refused"):
            key = (ACTIONS[seen.action], str(seen.given["ods"]))
            yield Asked(seen, held.get(key, ""), key in restarted)


def loaded_by(seen: ObservationView) -> Mapping[Key, str]:
    """Give the addresses of one load, by kind and code."""
    return {(entry["kind"], entry["ods"]): entry["email"] for entry in seen.given["entries"]}


def is_for_patients(address: str) -> bool:
    """Say whether a loaded address is one that patients' data may go to."""
    return not is_public(address)
