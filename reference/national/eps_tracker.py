"""The prescription tracker's JSON interface: a patient's prescriptions, asked for each time they are looked at.

Source: prescription tracker (interface sheet dos-eps-rtec-scr-dmd, sections 3.2 to 3.4).
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ..kit.config import TrackerSettings
from ..kit.numbers import is_nhs_number
from ..kit.problems import Refused, ServiceTrouble
from .http import Caller, Unreachable
from .prescription import Prescription, prescription_from

_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+"
_SHORT = re.compile(r"[0-9A-F]{6}-[0-9A-Z]{6}-[0-9A-F]{5}[0-9A-Z+]")
_LINK = "; open the prescription tracker by its link"
NONE_FOUND = ("1",)
SUMMARY = "nhs111itemsummary"


@dataclass(frozen=True)
class Tracked:
    """What the pharmacist is shown of a patient's prescriptions."""

    prescriptions: tuple[Prescription, ...] = ()
    message: str = ""
    warning: str = ""

    def shown(self) -> dict[str, Any]:
        """As a person sees it."""
        rows = [prescription.shown() for prescription in self.prescriptions]
        return {"prescriptions": rows, "message": self.message, "warning": self.warning}


class EpsTracker:
    """Asks the tracker; keeps nothing of what it says."""

    def __init__(self, settings: TrackerSettings, caller: Caller) -> None:
        self.settings = settings
        self.caller = caller

    def tracked(self, nhs_number: str, typed: str = "") -> Tracked:
        """All prescriptions of a patient, or the one whose identifier was typed."""
        if not self.settings.base:
            return Tracked()
        wanted = self.checked(typed) if typed.strip() else ""
        if not is_nhs_number(nhs_number):
            return Tracked(message=f"The tracker was not asked: trace the patient first{_LINK}")
        found = tuple(self.known(nhs_number, wanted))
        if not found:
            return Tracked(message=f"The tracker has no {wanted or 'prescription of this patient'}")
        return Tracked(found, "All that the tracker has of the patient", self.warning(found))

    def live(self, nhs_number: str) -> list[str]:
        """The prescriptions of a patient that can be dispensed now, by their identifiers."""
        if not self.settings.base or not is_nhs_number(nhs_number):
            return []
        rows = (self.ask(SUMMARY, {"nhsNumber": nhs_number}) or {}).get("prescriptions") or {}
        return [name for name, row in rows.items() if prescription_from(name, row).usable]

    def checked(self, typed: str) -> str:
        """An identifier as it is asked for; refused where its form or its check character is wrong."""
        identifier = typed.strip().upper()
        if not _SHORT.fullmatch(identifier) or not self.ends_rightly(identifier):
            raise Refused(f"{identifier} is no prescription identifier: look at its characters again")
        return identifier

    def ends_rightly(self, identifier: str) -> bool:
        """Whether the last character is the check character of the others (ISO 7064, MOD 37-2)."""
        total = 0
        for character in identifier[:-1].replace("-", ""):
            total = (total + _CHARACTERS.index(character)) * 2 % 37
        return (total + _CHARACTERS.index(identifier[-1])) % 37 == 1

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

    def warning(self, found: tuple[Prescription, ...]) -> str:
        """What the pharmacist has to know before anything is supplied."""
        waiting = [prescription.id for prescription in found if prescription.usable]
        return f"Can be dispensed: {', '.join(waiting)}. Supply from that, not urgently." if waiting else ""

    def target(self, path: str, query: dict[str, str]) -> str:
        """What is asked for; the `+` at the end of an identifier would be read as a blank."""
        return f"{path}?{urlencode(query)}"

    def headers(self) -> dict[str, str]:
        """What each request carries."""
        return {"Accept": "application/json", "Spine-From-Asid": self.settings.asid}

    def ask(self, path: str, query: dict[str, str]) -> dict[str, Any] | None:
        """Send one request; None where the tracker has nothing. Trouble is told as what it is."""
        try:
            reply = self.caller.get(
                f"{self.settings.base}/{self.target(path, query)}", headers=self.headers()
            )
            data = reply.json()
        except (Unreachable, ValueError) as error:
            raise ServiceTrouble(f"The tracker does not answer now{_LINK}") from error
        if reply.status_code != 200 or not isinstance(data, dict):
            raise ServiceTrouble(f"The tracker cannot be asked now (status {reply.status_code}){_LINK}")
        return self.answered(data)

    def answered(self, data: dict[str, Any]) -> dict[str, Any] | None:
        """What an answer holds: its code, inside the 200, says whether it is one."""
        code = str(data.get("statusCode", ""))
        if code in NONE_FOUND:
            return None
        if code != "0":
            raise ServiceTrouble(f"The tracker says no ({code}: {data.get('reason') or 'no reason'}){_LINK}")
        return data
