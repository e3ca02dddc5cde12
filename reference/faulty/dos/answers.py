"""Faults in what is shown of pharmacies that the Directory of Services describes with less, or more, than most."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...kit.times import clock
from ...national.dos import Dos
from ...national.offers import Offers, Service, colour
from ...national.opening import OpeningTimes, Said
from .._wrong import wrong

Services = list[dict[str, Any]]


@wrong(catches=("DOS-05",), shows_when="a pharmacy without a public telephone number")
class ShowsTheNonPublicNumberForWantOfAnother(Dos):
    """Shows the number for professionals where there is none for the public."""

    def telephone(self, phone: dict[str, Any]) -> str:
        return super().telephone(phone) or str(phone.get("nonPublic") or "")


@wrong(catches=("DOS-04",), shows_when="an answer without the member publicName")
class ShowsNoNameWithoutThePublicOne(Dos):
    """Shows a pharmacy without a name where the answer has no member for the public one."""

    def public_name(self, service: dict[str, Any]) -> str:
        return super().public_name(service) if "publicName" in service else ""


@wrong(catches=("DOS-04",), shows_when="letters that are not of the alphabet")
class LeavesOutLettersWithAccents(Dos):
    """Shows names without letters that ASCII has not."""

    def public_name(self, service: dict[str, Any]) -> str:
        return super().public_name(service).encode("ascii", "ignore").decode()


@wrong(catches=("DOS-04",), shows_when="an address of one part")
class ShowsNoAddressOfOnePart(Dos):
    """Shows no address where DoS has one part of it."""

    def address(self, lines: list[Any]) -> list[str]:
        shown = super().address(lines)
        return shown if len(shown) > 1 else []


@wrong(catches=("DOS-10",), shows_when="a specified date that has gone by")
class HoldsToASpecifiedDateThatHasGoneBy(OpeningTimes):
    """Takes what was specified for a day in the past for the hours of all days since."""

    def sessions(self, said: Said, day: date) -> list[dict[str, Any]]:
        past = [found for known, found in self.specified(said).items() if known < clock.now().date()]
        return past[-1] if past else super().sessions(said, day)


@wrong(catches=("DOS-07",), shows_when="a pharmacy whose capacity is not said")
class LeavesOutWhatSaysNothingOfItsCapacity(Offers):
    """Leaves out a pharmacy that says nothing of its capacity."""

    def has_capacity(self, service: Service) -> bool:
        return super().has_capacity(service) and bool(colour(service))


@wrong(catches=("DOS-07",), shows_when="one pharmacy by itself")
class TakesOnePharmacyForNone(Dos):
    """Shows nobody where DoS gives one pharmacy."""

    def ask(self, segments: list[str]) -> Services:
        found = super().ask(segments)
        return found if len(found) > 1 else []
