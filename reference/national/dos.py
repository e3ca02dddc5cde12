"""The Directory of Services, REST API v1.0: pharmacies near a postcode, by service type."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..kit.config import DosSettings
from ..kit.problems import ServiceTrouble
from ..kit.times import clock
from .http import Caller, Unreachable
from .known_hours import KnownHours
from .offers import Offers
from .opening import WEEK, OpeningTimes, iso_date

if TYPE_CHECKING:
    import httpx

_NOT_SET = "0"
_ALL_DAY = "00:00-24:00"
_SECONDS = 4.5
"""How long DoS may take: somebody waits at the screen."""
_ODS_LENGTH = 5
"""Characters of a pharmacy's ODS code; DoS writes the suffix of a service behind it."""
_INTERNAL = re.compile(r"(Pharm\+|PF\+\+|CPCS|BP Check|BP):\s*")
_ACCOUNT = (401, 403)


class Dos:
    """Asks the Directory of Services, and shows what may be shown of its answers."""

    def __init__(self, settings: DosSettings, caller: Caller) -> None:
        self.settings = settings
        self.caller = caller
        self.seconds = _SECONDS
        self.hours = OpeningTimes()
        self.offers = Offers(self.hours)
        self.known_hours = KnownHours(self.hours)

    def pharmacies(self, postcode: str, nhs_number: str, at: datetime | None = None) -> "Found":
        """The pharmacies near a postcode, in the order that DoS gives; the patient stays unnamed there.

        `at`: the moment for which it is said whether each is open; now, where none is given.
        """
        found = self.ask(self.segments(postcode, nhs_number))
        self.known_hours.note(found)
        now = self.now()
        shown = [self.provider(service, at or now) for service in self.offers.of(found, now)]
        return Found(shown, self.advice(len(shown), len(found)))

    def advice(self, shown: int, given: int) -> str:
        """What is said where DoS gave nobody, or nobody of use."""
        if shown:
            return ""
        if given:
            return f"No pharmacy that can be used: {given} near this postcode, shut for a day or without capacity"
        return "No pharmacy was found near this postcode; try another postcode or another way"

    def now(self) -> datetime:
        """The moment of asking."""
        return clock.now()

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
        reply = self.answer(f"{self.settings.base}/services/{asked}")
        return self.services_in(reply)

    def answer(self, address: str) -> "httpx.Response":
        """What DoS answers at an address; raises ServiceTrouble where nothing comes."""
        account = (self.settings.username, self.settings.password)
        headers = {"Accept": "application/json"}
        try:
            return self.caller.get(address, auth=account, headers=headers, timeout=self.seconds)
        except Unreachable as error:
            raise ServiceTrouble("DoS gave no answer; try again in a minute, or ring a pharmacy") from error

    def services_in(self, reply: "httpx.Response") -> list[dict[str, Any]]:
        """The services of an answer; raises ServiceTrouble where it is none of DoS's, or an error."""
        try:
            data = reply.json()
        except ValueError:
            data = None
        success = data.get("success") if isinstance(data, dict) else None
        services = success.get("services") if isinstance(success, dict) else None
        if reply.status_code != 200 or not isinstance(services, list):
            raise ServiceTrouble(self.trouble(reply.status_code, data))
        return [service for service in services if isinstance(service, dict)]

    def trouble(self, status: int, data: Any) -> str:
        """What the pharmacist is told of an answer that has no services: what is wrong, and what to do."""
        if status == 400:
            return f"DoS refused the search ({_message(data)}); check the postcode"
        if status in _ACCOUNT:
            return f"DoS refused this system's account ({status}); have your supplier look at it"
        return f"DoS is in trouble ({status}); try again in a minute, or ring a pharmacy"

    def provider(self, service: dict[str, Any], at: datetime) -> dict[str, Any]:
        """One pharmacy as it is shown."""
        opening = service.get("openingTimes") or {}
        return {
            "service_id": str(service.get("id") or ""),
            "ods": self.ods(str(service.get("odsCode") or "")),
            "public_name": self.public_name(service),
            "address": self.address(service.get("address") or []),
            "postcode": str(service.get("postcode") or ""),
            "telephone": self.telephone(service.get("phone") or {}),
            "opening_times": self.week(opening),
            "specified_dates": [self.specified_date(day) for day in self.specified_dates(opening)],
            "distance_miles": str(service.get("patientDistance") or ""),
            "open": {"at": at.isoformat(), "is_open": self.hours.is_open(opening, at)},
            "capacity": self.offers.word(service),
        }

    def ods(self, code: str) -> str:
        """The pharmacy's own code, without what DoS writes around and behind it."""
        return code.strip()[:_ODS_LENGTH]

    def public_name(self, service: dict[str, Any]) -> str:
        """The name for patients; the other one begins with what only DoS needs."""
        return str(service.get("publicName") or _INTERNAL.sub("", str(service.get("name") or "")))

    def address(self, lines: list[Any]) -> list[str]:
        """The lines of an address; DoS leaves parts of it empty."""
        return [str(line).strip() for line in lines if str(line or "").strip()]

    def telephone(self, phone: dict[str, Any]) -> str:
        """The number for patients; the other one is for professionals."""
        return str(phone.get("public") or "")

    def specified_dates(self, opening: dict[str, Any]) -> list[dict[str, Any]]:
        """The days that have hours of their own."""
        return opening.get("specifiedDates") or []

    def specified_date(self, day: dict[str, Any]) -> dict[str, Any]:
        """A day with hours of its own."""
        return {"date": self.iso_date(str(day.get("date") or "")), "sessions": _sessions(day) or ["closed"]}

    def iso_date(self, text: str) -> str:
        """A date as it is shown."""
        return iso_date(text)

    def week(self, opening: dict[str, Any]) -> list[dict[str, Any]]:
        """The hours of each day, and of bank holidays."""
        if opening.get("allHours"):  # which overrides standard hours
            return [{"day": name, "sessions": [_ALL_DAY]} for name in WEEK]
        days = [day for day in opening.get("days") or [] if isinstance(day, dict)]
        return [{"day": str(day.get("day") or ""), "sessions": _sessions(day)} for day in days]


@dataclass(frozen=True)
class Found:
    """What a search came to: the pharmacies that are shown, and what is said where there are none."""

    shown: list[dict[str, Any]]
    message: str


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


def _message(data: Any) -> str:
    error = data.get("error") if isinstance(data, dict) else None
    return str(error.get("message", "")) if isinstance(error, dict) else ""
