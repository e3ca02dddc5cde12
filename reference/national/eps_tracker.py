"""The prescription tracker's JSON interface: a patient's prescriptions, asked for each time they are looked at.

Source: prescription tracker (interface sheet dos-eps-rtec-scr-dmd, sections 3.2 to 3.4).
"""

from typing import Any
from urllib.parse import urlencode

from ..kit.config import TrackerSettings
from ..kit.problems import ServiceTrouble
from .http import Caller, Unreachable
from .prescription import Prescription, prescription_from
from .tracked import LINK, Tracked, Tracking

NONE_FOUND = ("1",)
SUMMARY = "nhs111itemsummary"


class EpsTracker(Tracking):
    """Asks the tracker; keeps nothing of what it says."""

    def __init__(self, settings: TrackerSettings, seconds: float) -> None:
        self.settings = settings
        own = (settings.certificate_file, settings.key_file)
        self.caller = Caller(seconds, settings.ca_file, own)

    def tracked(self, nhs_number: str, typed: str = "") -> Tracked:
        """All prescriptions of a patient, or the one whose identifier was typed."""
        if not self.settings.base:
            return Tracked()
        wanted = self.checked(typed) if typed.strip() else ""
        untraced = self.untraced(nhs_number)
        return (
            Tracked(message=untraced)
            if untraced
            else self.told(tuple(self.known(nhs_number, wanted)), wanted)
        )

    def live(self, nhs_number: str) -> list[str]:
        """The prescriptions of a patient that can be dispensed now, by their identifiers."""
        if not self.settings.base or self.untraced(nhs_number):
            return []
        rows = (self.ask(SUMMARY, {"nhsNumber": nhs_number}) or {}).get("prescriptions") or {}
        return [name for name, row in rows.items() if prescription_from(name, row).usable]

    def known(self, nhs_number: str, wanted: str) -> list[Prescription]:
        """What the tracker has of a patient, each with all of its items."""
        summary = self.ask(SUMMARY, {"nhsNumber": nhs_number})
        rows = (summary or {}).get("prescriptions") or {}
        names = [name for name in rows if wanted in ("", name)]
        return [self.whole(name, rows[name]) for name in names]

    def whole(self, identifier: str, row: dict[str, Any]) -> Prescription:
        """One prescription of the summary, with the details of the issue that the summary speaks of."""
        issue = self.issue_of(row)
        details = self.ask("nhs111itemdetails", {"prescriptionId": identifier, "issueNumber": issue})
        return prescription_from(identifier, row | dict((details or {}).get(identifier) or {}))

    def issue_of(self, row: dict[str, Any]) -> str:
        """Which issue a row is of."""
        return str((row.get("repeatInstance") or {}).get("currentIssue") or "1")

    def target(self, path: str, query: dict[str, str]) -> str:
        """What is asked for; the `+` at the end of an identifier would be read as a blank."""
        return f"{path}?{urlencode(query)}"

    def headers(self) -> dict[str, str]:
        """What each request carries."""
        return {"Accept": "application/json", "Spine-From-Asid": self.settings.asid}

    def caller_for(self, _path: str) -> Caller:
        """Who sends a request: each is known by this system's certificate."""
        return self.caller

    def ask(self, path: str, query: dict[str, str]) -> dict[str, Any] | None:
        """Send one request; None where the tracker has nothing. Trouble is told as what it is."""
        try:
            reply = self.caller_for(path).get(
                f"{self.settings.base}/{self.target(path, query)}", headers=self.headers()
            )
            data = reply.json()
        except (Unreachable, ValueError) as error:
            raise ServiceTrouble(f"The tracker does not answer now{LINK}") from error
        if reply.status_code != 200 or not isinstance(data, dict):
            raise ServiceTrouble(f"The tracker cannot be asked now (status {reply.status_code}){LINK}")
        return self.answered(data)

    def answered(self, data: dict[str, Any]) -> dict[str, Any] | None:
        """What an answer holds: its code, inside the 200, says whether it is one."""
        code = str(data.get("statusCode", ""))
        if code in NONE_FOUND:
            return None
        if code != "0":
            raise ServiceTrouble(f"The tracker says no ({code}: {data.get('reason') or 'no reason'}){LINK}")
        return data
