"""The local directory as it should be after each load, and what was looked up in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cpcs_harness.judging import JourneyView, NotShown, ObservationView

from .._shared.mail_domains import is_public
from ._endpoints import PRACTICE, PROVIDER

ANSWERED = ("done", "refused", "failed")
ACTIONS = {"lookup_practice_email": PRACTICE, "lookup_provider_email": PROVIDER}

PRACTICES = ("lookup_practice_email",)
URGENT_MEDICINES = "urgent-medicines"
"""The pathway whose directory holds CPCS providers as well."""

Key = tuple[str, str]
"""Kind and code of an entry."""


@dataclass(frozen=True)
class Asked:
    """A look-up in the local directory, and the load that last gave the code an address."""

    seen: ObservationView
    load: ObservationView | None
    due: str
    """The address that was loaded last; empty for a code of which none was."""
    restarted: bool
    """Whether the system had been restarted since it was loaded."""

    @property
    def email(self) -> str:
        """The address that was shown; empty where none was."""
        return str(self.seen.shown.get("email") or "").strip() if self.seen.status == "done" else ""

    @property
    def todo(self) -> str:
        """What to do where another address was shown."""
        if self.load is None:
            return "Say that the directory has none."
        refused = self.load.status == "refused"
        return (
            f"Take what is loaded: {self.load.where} refused it."
            if refused
            else "Answer from what was loaded last."
        )


def asked(journey: JourneyView) -> Iterator[Asked]:
    """Go through what was looked up of practices and providers, in order, where it is known what was loaded.

    A look-up that failed gave no address, as one that was refused: no other service has a part in it.
    Nothing loaded or looked up is NotShown: of practices, and of the providers that urgent medicines are referred to.
    """
    journey.observations("load_directory")
    for action in ACTIONS if journey.pathway == URGENT_MEDICINES else PRACTICES:
        journey.attempts(action)
    restarts = [seen.seq for seen in journey.seen if seen.action == "restart" and seen.status == "done"]
    for seen in journey.seen:
        if seen.action in ACTIONS and seen.status in ANSWERED:
            key = (ACTIONS[seen.action], str(seen.given["ods"]))
            load = load_of(journey, key, seen.seq)
            if load is None or is_known(load):
                since = load.seq if load else seen.seq
                restarted = any(since < restart < seen.seq for restart in restarts)
                yield Asked(seen, load, loaded_by(load)[key] if load else "", restarted)


def loads(journey: JourneyView) -> list[ObservationView]:
    """Give the loads that a directory has to take: all but those refused for an address that anybody may have."""
    found = [seen for seen in journey.seen if seen.action == "load_directory"]
    return [
        seen for seen in found if seen.status == "done" or all(map(is_for_patients, loaded_by(seen).values()))
    ]


def load_of(journey: JourneyView, key: Key, before: int) -> ObservationView | None:
    """Give the last load before an event that gave a code an address; None where none did."""
    found = [load for load in loads(journey) if load.seq < before and key in loaded_by(load)]
    return found[-1] if found else None


def expect_known(found: list[ObservationView]) -> None:
    """Raise NotShown where a load ended so that nobody knows whether it was taken."""
    for load in found:
        if not is_known(load):
            raise NotShown(
                f"{load.where}: whether the entries were loaded is not known; it ended as {load.status}"
            )


def is_known(load: ObservationView) -> bool:
    """Say whether a load was taken or refused."""
    return load.status in ("done", "refused")


def loaded_by(seen: ObservationView) -> Mapping[Key, str]:
    """Give the addresses of one load, by kind and code."""
    return {(entry["kind"], entry["ods"]): entry["email"] for entry in seen.given["entries"]}


def is_for_patients(address: str) -> bool:
    """Say whether a loaded address is one that patients' data may go to."""
    return not is_public(address)
