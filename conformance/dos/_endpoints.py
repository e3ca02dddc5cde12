"""What DoS says of how a service is reached, and which of it is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cpcs_harness.judging import EvidenceView, ExchangeView, NotShown, ObservationView

from .._shared.dos_answers import services_in
from .._shared.mail_domains import is_public, is_secure

PRACTICE, PROVIDER = "gp-practice", "cpcs-provider"
SCENARIOS = {"notification": "Copy", "onward-referral": "Primary"}
_CODE = 5


@dataclass(frozen=True)
class LookUp:
    """One look-up in DoS: what was shown, and the endpoints that DoS gave for the code in that step."""

    seen: ObservationView
    rows: list[Mapping[str, Any]]
    calls: int
    """How often DoS was asked in that step."""
    found: bool
    """Whether what DoS answered then holds the service."""

    @property
    def email(self) -> str:
        """The address that was shown as secure; empty where none was."""
        return str(self.seen.shown.get("email") or "").strip() if self.seen.status == "done" else ""

    @property
    def due(self) -> list[Mapping[str, Any]]:
        """The rows with a secure e-mail address for the purpose, the lowest order first."""
        scenario = SCENARIOS[self.seen.given["purpose"]]
        found = [
            row
            for row in self.rows
            if row["businessScenario"] == scenario
            and row["transport"] == "email"
            and is_secure(row["address"])
        ]
        return sorted(found, key=lambda row: int(row["endpointOrder"]))

    @property
    def first_is_public(self) -> bool:
        """Whether DoS has an address before the due one that is not secure: showing none is right as well."""
        scenario = SCENARIOS[self.seen.given["purpose"]]
        return any(
            row["businessScenario"] == scenario and row["transport"] == "email" and is_public(row["address"])
            for row in self.rows
        )


def look_ups(evidence: EvidenceView, kind: str = "") -> Iterator[LookUp]:
    """Go through the look-ups of a kind, or of all; none is NotShown."""
    found = False
    for journey in evidence.each():
        for seen in journey.attempts("lookup_secure_email"):
            if not kind or seen.given["kind"] == kind:
                found = True
                calls = [call for call in journey.calls if call.service == "dos" and call.step == seen.step]
                rows = _rows(calls, seen)
                yield LookUp(seen, rows or [], len(calls), rows is not None)
    if not found:
        raise NotShown(f"no address of a {kind} was looked up in DoS")


def _rows(calls: list[ExchangeView], seen: ObservationView) -> list[Mapping[str, Any]] | None:
    """Give the endpoints of the service that was asked for; None where DoS gave no such service."""
    length = _CODE if seen.given["kind"] == PROVIDER else None
    wanted = str(seen.given["ods"])[:length]
    for call in calls:
        for service in services_in(call) or ():
            if str(service["odsCode"]).strip()[:length] == wanted:
                return list(service["endpoints"])
    return None
