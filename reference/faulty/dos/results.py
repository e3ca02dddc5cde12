"""Faults in what is shown of the pharmacies that the Directory of Services gave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ...national.dos import Dos
from ...national.offers import Offers, Service, colour
from .._wrong import wrong

Services = list[dict[str, Any]]


@wrong(catches=("DOS-04",), shows_when="a specified date in the first twelve days of a month")
class ReadsDatesMonthFirst(Dos):
    """Reads dates with the month first wherever that makes a date."""

    def iso_date(self, text: str) -> str:
        right = super().iso_date(text)
        year, _, rest = right.partition("-")
        month, _, day = rest.partition("-")
        return f"{year}-{day}-{month}" if day.isdigit() and int(day) <= 12 else right


@wrong(catches=("DOS-05",), shows_when="a pharmacy with a non-public number")
class ShowsTheNonPublicNumber(Dos):
    """Shows the telephone number that is for professionals only."""

    def telephone(self, phone: dict[str, Any]) -> str:
        return str(phone.get("nonPublic") or super().telephone(phone))


@wrong(catches=("DOS-04",), shows_when="two sessions in a day")
class ShowsTheFirstSessionOnly(Dos):
    """Shows of each day the first session alone."""

    def week(self, opening: dict[str, Any]) -> list[dict[str, Any]]:
        return [{**day, "sessions": day["sessions"][:1]} for day in super().week(opening)]


@wrong(catches=("DOS-04",), shows_when="a day on which the pharmacy is shut")
class LeavesOutDatesThatAreShut(Dos):
    """Leaves specified dates out on which a pharmacy is shut all day."""

    def specified_dates(self, opening: dict[str, Any]) -> list[dict[str, Any]]:
        dates = super().specified_dates(opening)
        return [day for day in dates if any("start" in session for session in day["sessions"])]


@wrong(catches=("DOS-04",), shows_when="standard hours beside all hours")
class ShowsStandardHoursOfAllHours(Dos):
    """Shows the standard hours of a pharmacy that DoS says never shuts."""

    def week(self, opening: dict[str, Any]) -> list[dict[str, Any]]:
        has_hours = any(day["sessions"] for day in opening.get("days") or ())
        return super().week({**opening, "allHours": opening.get("allHours") and not has_hours})


@wrong(catches=("DOS-04",), shows_when="a pharmacy that never shuts")
class LeavesOutSundaysOfAllHours(Dos):
    """Shows a pharmacy that never shuts without its Sunday."""

    def week(self, opening: dict[str, Any]) -> list[dict[str, Any]]:
        shown = super().week(opening)
        return [day for day in shown if day["day"] != "Sunday"] if opening["allHours"] else shown


@wrong(catches=("DOS-04",), shows_when="a specified date")
class SaysTwoThingsOfOneDate(Dos):
    """Shows each specified date twice, first as a day like any other."""

    def specified_dates(self, opening: dict[str, Any]) -> list[dict[str, Any]]:
        dates = super().specified_dates(opening)
        return [*({**date, "sessions": ["09:00-17:30"]} for date in dates), *dates]


@wrong(catches=("DOS-07",), shows_when="two services of one ODS code")
class ShowsOneServiceForEachOdsCode(Dos):
    """Shows of the services that have one ODS code the last alone."""

    def ask(self, segments: list[str]) -> Services:
        return list({service["odsCode"]: service for service in super().ask(segments)}.values())


@wrong(catches=("DOS-07",), shows_when="a later search")
class AddsPharmaciesOfEarlierSearches(Dos):
    """Shows the first pharmacy of the search before among those of a search."""

    def ask(self, segments: list[str]) -> Services:
        found = super().ask(segments)
        earlier, self.__dict__["earlier"] = self.__dict__.get("earlier", []), found[:1]
        there = {service["id"] for service in found}
        return found + [service for service in earlier if service["id"] not in there]


@wrong(catches=("DOS-07",), shows_when="a pharmacy that is shut now and opens within a day")
class LeavesOutWhatIsShutNow(Offers):
    """Leaves out each pharmacy that is shut at the moment."""

    def is_of_use(self, service: Service, moment: datetime) -> bool:
        return self.hours.is_open(service["openingTimes"], moment)


@wrong(catches=("DOS-07",), shows_when="a pharmacy with little capacity")
class LeavesOutLittleCapacity(Offers):
    """Leaves out pharmacies with little capacity as if they had none."""

    def has_capacity(self, service: Service) -> bool:
        return colour(service) not in ("amber", "red")


@wrong(catches=("DOS-09",), shows_when="nobody is left to show")
class SaysNothingWhereNobodyIs(Dos):
    """Shows an empty list without a word."""

    def advice(self, _shown: int, _given: int) -> str:
        return ""


@wrong(catches=("DOS-11",))
class SortsPharmaciesByName(Dos):
    """Shows pharmacies in the order of their names."""

    def ask(self, segments: list[str]) -> Services:
        return sorted(super().ask(segments), key=lambda service: str(service.get("publicName")))


@wrong(catches=("DOS-13",), shows_when="a suffix behind the ODS code")
class KeepsServiceSuffixes(Dos):
    """Takes what DoS writes behind an ODS code for a part of it."""

    def ods(self, code: str) -> str:
        return code.strip()


@wrong(catches=("DOS-14",), shows_when="no public name")
class ShowsInternalNames(Dos):
    """Shows the name that is for DoS alone where there is no other."""

    def public_name(self, service: dict[str, Any]) -> str:
        return str(service.get("publicName") or service.get("name"))


@wrong(catches=("DOS-15",))
class ShowsInstructionsForClinicians(Dos):
    """Shows with each pharmacy what DoS says to clinicians alone."""

    def provider(self, service: dict[str, Any], at: datetime) -> dict[str, Any]:
        return {**super().provider(service, at), "note": service["referralInstructions"]["other"]}


@wrong(catches=("DOS-16",), shows_when="a pharmacy without capacity")
class OffersPharmaciesWithoutCapacity(Offers):
    """Offers a pharmacy that has no capacity as if it had."""

    def has_capacity(self, service: Service) -> bool:
        return True

    def word(self, service: Service) -> str:
        return ""


@wrong(catches=("DOS-17",), shows_when="a pharmacy that is shut for a day")
class OffersPharmaciesShutForADay(Offers):
    """Offers a pharmacy that is shut for the next 24 hours as it does others."""

    def is_of_use(self, service: Service, moment: datetime) -> bool:
        return True


class _Mixing(Dos):
    """Gives to the second pharmacy and those after it something of the first."""

    def ask(self, segments: list[str]) -> Services:
        found = super().ask(segments)
        return [{**service, **self.of_the_first(found[0])} for service in found]

    def of_the_first(self, first: dict[str, Any]) -> dict[str, Any]:
        """What of it all others are shown with."""
        return {}


@wrong(catches=("DOS-04",), shows_when="a second pharmacy")
class ShowsTheFirstPharmacysHoursWithAll(_Mixing):
    """Shows with each pharmacy the opening times of the first."""

    def of_the_first(self, first: dict[str, Any]) -> dict[str, Any]:
        return {"openingTimes": first["openingTimes"]}


@wrong(catches=("DOS-04",), shows_when="a second pharmacy")
class ShowsTheFirstPharmacysNumberWithAll(_Mixing):
    """Shows with each pharmacy the telephone number of the first."""

    def of_the_first(self, first: dict[str, Any]) -> dict[str, Any]:
        return {"phone": first["phone"]}


@wrong(catches=("DOS-07",), shows_when="a second pharmacy")
class ShowsTheLastPharmacyTwice(Dos):
    """Shows the last of several pharmacies once more."""

    def ask(self, segments: list[str]) -> Services:
        found = super().ask(segments)
        return found + (found[-1:] if len(found) > 1 else [])
