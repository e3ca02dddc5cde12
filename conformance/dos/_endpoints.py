"""What DoS says of how a service is reached, and which of it is due."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, ObservationView
from cpcs_harness.profiles import Profile

from .._shared.dos_answers import services_in
from .._shared.mail_domains import is_public, is_secure
from .._shared.text import letters_and_digits
from ._searches import some

PRACTICE, PROVIDER = "gp-practice", "cpcs-provider"
_CODE = 5


@dataclass(frozen=True)
class LookUp:
    """One look-up in DoS: what was shown, and the endpoints that DoS gave for the code in that step."""

    seen: ObservationView
    rows: list[Mapping[str, Any]]
    calls: list[ExchangeView]
    """What DoS was asked in that step."""
    model: Profile
    """The names within endpoints."""
    found: bool
    """Whether what DoS answered then holds the service."""

    @property
    def email(self) -> str:
        """The address that was shown as secure; empty where none was."""
        return str(self.seen.shown.get("email") or "").strip() if self.seen.status == "done" else ""

    @property
    def in_trouble(self) -> bool:
        """Whether DoS was made to fail."""
        return any(call.fault for call in self.calls)

    @property
    def told(self) -> str:
        """The words for whoever looked it up, without code and numbers, which are others each time."""
        said = letters_and_digits(self.seen.shown.get("message") or self.seen.told or "")
        return re.sub(r"\d", "", said.replace(letters_and_digits(self.seen.given["ods"]), ""))

    @property
    def due(self) -> list[Mapping[str, Any]]:
        """The rows with a secure e-mail address for the purpose, the lowest order first."""
        found = [row for row in self._for_the_purpose() if is_secure(self.address_in(row))]
        return sorted(found, key=lambda row: int(row[self.model["members"]["order"]]))

    @property
    def first_is_public(self) -> bool:
        """Whether DoS has an address before the due one that is not secure: showing none is right as well."""
        return any(is_public(self.address_in(row)) for row in self._for_the_purpose())

    def address_in(self, row: Mapping[str, Any]) -> str:
        """Give the address of one of the rows."""
        return str(row[self.model["members"]["address"]])

    def comment_in(self, row: Mapping[str, Any]) -> str:
        """Give what one of the rows says to do; often nothing."""
        return str(row[self.model["members"]["comment"]] or "")

    @property
    def of_other_uses(self) -> set[str]:
        """What rows of other uses say to do, and none of this one."""
        own = [self.comment_in(row) for row in self.rows if self._is_for_the_purpose(row)]
        said = {self.comment_in(row) for row in self.rows if not self._is_for_the_purpose(row)}
        return {comment for comment in said if comment and not any(comment in one for one in own)}

    def _for_the_purpose(self) -> list[Mapping[str, Any]]:
        """Give the rows by which an e-mail goes for the purpose."""
        transport, email = self.model["members"]["transport"], self.model["transports"]["email"]
        return [row for row in self.rows if self._is_for_the_purpose(row) and row[transport] == email]

    def _is_for_the_purpose(self, row: Mapping[str, Any]) -> bool:
        """Say whether one of the rows is for the purpose, by whatever transport."""
        scenario = self.model["scenarios"][self.model["uses"][self.seen.given["purpose"]]]
        return bool(row[self.model["members"]["scenario"]] == scenario)


def look_ups(evidence: EvidenceView, kind: str = "", *, in_trouble: bool = False) -> list[LookUp]:
    """Give the look-ups of a kind, or of all, while DoS was well, or in trouble; none is NotShown."""
    found = (look_up for journey in evidence.each() for look_up in look_ups_of(journey))
    of_kind = (look_up for look_up in found if kind in ("", look_up.seen.given["kind"]))
    listed = (look_up for look_up in of_kind if look_up.in_trouble == in_trouble)
    state = "in trouble" if in_trouble else "well"
    return some(
        listed, f"no address of a {kind or 'practice or provider'} was looked up while DoS was {state}"
    )


def look_ups_of(journey: JourneyView) -> Iterator[LookUp]:
    """Go through the look-ups of a journey; none is NotShown."""
    for seen in journey.attempts("lookup_secure_email"):
        calls = [call for call in journey.calls if call.service == "dos" and call.step == seen.step]
        model = journey.profiles["endpoints"]
        rows = _rows(calls, seen, model["list"])
        yield LookUp(seen, rows or [], calls, model, rows is not None)


def _rows(calls: list[ExchangeView], seen: ObservationView, name: str) -> list[Mapping[str, Any]] | None:
    """Give the endpoints of the service that was asked for; None where DoS gave no such service."""
    length = _CODE if seen.given["kind"] == PROVIDER else None
    wanted = str(seen.given["ods"])[:length]
    for call in calls:
        for service in services_in(call) or ():
            if str(service["odsCode"]).strip()[:length] == wanted:
                return list(service[name])
    return None
