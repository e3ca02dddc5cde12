"""The Directory of Services, REST API v1.0: pharmacies near a postcode, by service type."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..kit.config import DosSettings
from ..kit.problems import ServiceTrouble
from .http import Caller, Unreachable

if TYPE_CHECKING:
    import httpx

_NOT_SET = "0"
_ALL_DAY = "00:00-24:00"
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Dos:
    """Asks the Directory of Services, and shows what may be shown of its answers."""

    def __init__(self, settings: DosSettings, caller: Caller) -> None:
        self.settings = settings
        self.caller = caller

    def pharmacies(self, postcode: str, nhs_number: str) -> list[dict[str, Any]]:
        """The pharmacies near a postcode, in the order that DoS gives; the patient stays unnamed there."""
        return [self.provider(service) for service in self.ask(self.segments(postcode, nhs_number))]

    def segments(self, postcode: str, nhs_number: str, service_type: str = "") -> list[str]:
        """The nine parts of byServiceType; what is not set is 0, and DoS then takes its own defaults."""
        return [
            self.case_id(nhs_number),
            quote(postcode.strip().upper(), safe=""),
            self.distance(),
            _NOT_SET,  # practice
            _NOT_SET,  # age group
            _NOT_SET,  # gender
            _NOT_SET,  # disposition
            service_type or self.settings.service_type,
            _NOT_SET,  # number of services a type
        ]

    def case_id(self, _nhs_number: str) -> str:
        """The case id: not set, since a search needs no case."""
        return _NOT_SET

    def distance(self) -> str:
        """How far to look, in miles; 0 means the default of 37.5."""
        return _NOT_SET

    def ask(self, segments: list[str]) -> list[dict[str, Any]]:
        """Send a search and take the services out of its answer."""
        return self._services(f"byServiceType/{'/'.join(segments)}")

    def own_services(self, ods: str) -> list[dict[str, Any]]:
        """The services that DoS has of an organisation."""
        return self._services(f"byOdsCode/{quote(ods, safe='')}")

    def _services(self, asked: str) -> list[dict[str, Any]]:
        address = f"{self.settings.base}/services/{asked}"
        account = (self.settings.username, self.settings.password)
        try:
            reply = self.caller.get(address, auth=account, headers={"Accept": "application/json"})
            data = reply.json()
        except (Unreachable, ValueError) as error:
            raise ServiceTrouble(
                f"DoS gave no answer that can be read ({type(error).__name__}); try again later"
            ) from error
        if not isinstance(data, dict) or reply.status_code != 200 or "success" not in data:
            raise ServiceTrouble(
                f"expected services from DoS, received {_error(reply, data)}; check the postcode"
            )
        return [service for service in data["success"].get("services") or [] if isinstance(service, dict)]

    def provider(self, service: dict[str, Any]) -> dict[str, Any]:
        """One pharmacy as it is shown."""
        opening = service.get("openingTimes") or {}
        return {
            "service_id": str(service.get("id") or ""),
            "ods": str(service.get("odsCode") or "").strip(),
            "public_name": str(service.get("publicName") or service.get("name") or ""),
            "address": [
                str(line).strip() for line in service.get("address") or [] if str(line or "").strip()
            ],
            "postcode": str(service.get("postcode") or ""),
            "telephone": self.telephone(service.get("phone") or {}),
            "opening_times": _week(opening),
            "specified_dates": [self.specified_date(day) for day in opening.get("specifiedDates") or []],
            "distance_miles": str(service.get("patientDistance") or ""),
        }

    def telephone(self, phone: dict[str, Any]) -> str:
        """The number for patients; the other one is for professionals."""
        return str(phone.get("public") or "")

    def specified_date(self, day: dict[str, Any]) -> dict[str, Any]:
        """A day with hours of its own."""
        return {"date": self.iso_date(str(day.get("date") or "")), "sessions": _sessions(day) or ["closed"]}

    def iso_date(self, text: str) -> str:
        """DoS writes DD-MM-YYYY, though one description of it says ISO."""
        match = re.fullmatch(r"(\d{2})-(\d{2})-(\d{4})", text)
        return f"{match[3]}-{match[2]}-{match[1]}" if match else text


def advice(services: list[dict[str, Any]]) -> str:
    """What is said where no pharmacy was found."""
    return "" if services else "No pharmacy was found near this postcode; try another postcode or another way"


def _week(opening: dict[str, Any]) -> list[dict[str, Any]]:
    days = [day for day in opening.get("days") or [] if isinstance(day, dict)]
    if opening.get("allHours"):  # which overrides standard hours
        return [{"day": name, "sessions": [_ALL_DAY]} for name in _WEEK]
    return [{"day": str(day.get("day") or ""), "sessions": _sessions(day)} for day in days]


def _sessions(day: dict[str, Any]) -> list[str]:
    found = []
    for session in day.get("sessions") or []:
        if "start" in session and "end" in session:
            found.append(f"{_time(session['start'])}-{_time(session['end'])}")
        elif "closed" in session:
            found.append("closed")
    return found


def _time(value: dict[str, Any]) -> str:
    return f"{str(value.get('hours', '')).zfill(2)}:{str(value.get('minutes', '')).zfill(2)}"


def _error(reply: "httpx.Response", data: Any) -> str:
    error = data.get("error") if isinstance(data, dict) else None
    return f"{reply.status_code} {error.get('message', '') if isinstance(error, dict) else ''}".strip()
