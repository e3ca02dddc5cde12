"""Faults in enrolling pharmacists: numbers and names, what they declared, CPPE's register."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from ..actions.action import Observation, Request
from ..app import App
from ..kit.config import CppeSettings
from ..kit.models import Pharmacist
from ..kit.times import now
from ..national.cppe import CURRENT, UNKNOWN, Cppe, Registered
from ..pharmacy.staff import Staff
from ..service import Service
from ._wrong import give, wrong


def asked_nobody(app: App) -> Cppe:
    """A register that is not asked: it would know nobody of a number that is none, and hide the fault."""
    return Cppe(CppeSettings(), app.service.caller)


@wrong(catches=("ENR-02",), shows_when="a number that is not seven digits")
class AcceptsAnyGphcNumber(Staff):
    """Enrols a pharmacist under a GPhC number that is not seven digits, where no register is asked."""

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).register = asked_nobody(app)

    def check_number(self, gphc: str) -> None:
        return


@wrong(catches=("ENR-03",), shows_when="a number of eight digits")
class CutsLongGphcNumbers(Staff):
    """Takes the first seven digits of a longer GPhC number."""

    def enrol(self, full_name: str, gphc: str) -> tuple[Pharmacist, Registered]:
        return super().enrol(full_name, gphc[:7] if gphc.isdecimal() else gphc)


@wrong(catches=("ENR-03",), shows_when="digits of another script")
class TakesDigitsOfAnyScript(Staff):
    """Takes digits of any script for those of a GPhC number, where no register is asked."""

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).register = asked_nobody(app)

    def check_number(self, gphc: str) -> None:
        if not (len(gphc) == 7 and gphc.isdecimal()):
            super().check_number(gphc)


@wrong(catches=("ENR-09",), shows_when="a consultation that is completed")
def records_over_what_is_completed(app: App) -> None:
    """Records a consultation over the one that is there, also where that is completed."""
    recorded = app.actions["record_consultation"]

    def over(service: Service, request: Request) -> Observation:
        found = service.store.referral(request.referral or "")
        if found is None or found.status != "completed":
            seen: Observation = recorded(service, request)
            return seen
        service.store.change(found.id, status="open")
        try:
            return recorded(service, request)
        finally:
            service.store.change(found.id, status="completed")

    app.actions["record_consultation"] = over


@wrong(catches=("ENR-04",), shows_when="a pharmacist who is not enrolled")
class LetsStrangersTreat(Staff):
    """Lets whoever is at the screen treat patients."""

    def acting(self, gphc: str, _name: str = "") -> dict[str, str]:
        known = self.store.pharmacist(gphc)
        return super().acting(gphc) if known else {"full_name": _name, "gphc_number": gphc}


@wrong(catches=("ENR-04",), shows_when="a record that is completed")
class LetsStrangersCorrect(Staff):
    """Lets whoever is at the screen correct the record of a consultation, which nobody but the enrolled can make."""

    def acting(self, gphc: str, _name: str = "") -> dict[str, str]:
        is_stranger = self.store.pharmacist(gphc) is None
        return {"full_name": "", "gphc_number": gphc} if is_stranger and not _name else super().acting(gphc)


@wrong(catches=("ENR-04",), shows_when="a patient who is referred onward")
def lets_strangers_refer_onward(app: App) -> None:
    """Lets whoever is at the screen refer a patient onward, in the name of who recorded the consultation."""
    refer_onward = app.actions["refer_onward"]

    def referred(service: Service, request: Request) -> Observation:
        held = service.store.referral(request.referral or "")
        recorded = (held.consultation or {}).get("pharmacist") if held is not None else None
        gphc = recorded["gphc_number"] if recorded else request.actor.gphc
        return refer_onward(service, replace(request, actor=replace(request.actor, gphc=gphc)))

    app.actions["refer_onward"] = referred


@wrong(catches=("ENR-05",), shows_when="the declaration is looked at later")
class DatesDeclarationsAfresh(Staff):
    """Shows each declaration as made at the moment at which it is looked at."""

    def declaration(self, pharmacist: Pharmacist) -> dict[str, str] | None:
        held = super().declaration(pharmacist)
        return {**held, "at": now()} if held else None


@wrong(catches=("ENR-05",), shows_when="a colleague who declared nothing")
class TakesEverybodyForCompetent(Staff):
    """Shows a declaration of who made none."""

    def declaration(self, pharmacist: Pharmacist) -> dict[str, str] | None:
        made = {"by": pharmacist.full_name, "gphc_number": pharmacist.gphc, "at": now()}
        return super().declaration(pharmacist) or made


@wrong(catches=("ENR-06",), shows_when="a short name at the screen")
class NamesWhoIsAtTheScreen(Staff):
    """Names the pharmacist in what it sends as the screen does, and not as they were enrolled."""

    def acting(self, gphc: str, _name: str = "") -> dict[str, str]:
        return {**super().acting(gphc), **({"full_name": _name} if _name else {})}


@wrong(catches=("ENR-06",), shows_when="a colleague who was enrolled since")
class NamesWhoWasEnrolledLast(Staff):
    """Names the pharmacist who was enrolled last in what it sends."""

    last: Pharmacist | None = None

    def enrol(self, full_name: str, gphc: str) -> tuple[Pharmacist, Registered]:
        self.last, registered = super().enrol(full_name, gphc)
        return self.last, registered

    def acting(self, gphc: str, _name: str = "") -> dict[str, str]:
        known = super().acting(gphc)
        return {"full_name": self.last.full_name, "gphc_number": self.last.gphc} if self.last else known


@wrong(catches=("ENR-07",), shows_when="a name that is keyed in again")
class KeepsTheFirstName(Staff):
    """Keeps the name under which a pharmacist was enrolled first."""

    def name(self, keyed: str, registered: Registered, before: Pharmacist | None) -> str:
        return before.full_name if before else super().name(keyed, registered, before)


@wrong(catches=("CPP-01",))
class AsksTheRegisterByName(Cppe):
    """Puts the pharmacist's name into the address at which the register is asked."""

    def address(self, gphc: str, _full_name: str) -> str:
        return f"{super().address(gphc, _full_name)}?name={quote(_full_name)}"


@wrong(catches=("CPP-02",), shows_when="another name in the register")
class KeepsTheTypedName(Staff):
    """Keeps the name that was keyed in, whatever the register has."""

    def name(self, keyed: str, registered: Registered, before: Pharmacist | None) -> str:
        return keyed


@wrong(catches=("CPP-03",), shows_when="a declaration that has lapsed")
class TakesALapsedDeclarationForOneThatHolds(Cppe):
    """Takes whoever is in the register for somebody whose declaration holds."""

    def read(self, found: dict[str, Any]) -> Registered:
        return Registered(CURRENT, super().read(found).full_name)


@wrong(catches=("CPP-04",), shows_when="the register is down")
class TakesNoAnswerForUnknown(Cppe):
    """Takes a register that cannot say for one that knows nobody of the number."""

    def without_answer(self) -> Registered:
        return Registered(UNKNOWN)
