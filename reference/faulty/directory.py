"""Faults in the local directory of addresses."""

from __future__ import annotations

from typing import Any

from ..actions.action import Observation, Request
from ..app import App
from ..kit.models import Practice
from ..kit.problems import Refused
from ..national.endpoints import PROVIDER
from ..pharmacy.directory import Directory
from ..service import Service
from ._wrong import give, wrong


@wrong(catches=("DOS-40",), shows_when="a code that was never loaded")
class GuessesWhatIsNotInTheDirectory(Directory):
    """Makes up the usual address where the directory has no entry."""

    def lookup(self, ods: str, kind: str) -> Practice:
        try:
            return super().lookup(ods, kind)
        except Refused:
            return Practice(ods=ods, name="", email=f"pharmacy.{ods.lower()}@nhs.net", kind=kind)


@wrong(catches=("DOS-40",), shows_when="an address that a later load corrects")
class KeepsTheFirstOfTwoAddresses(Directory):
    """Leaves an entry as it is when the same code is loaded with another address."""

    def load(self, entries: list[dict[str, Any]]) -> int:
        super().load([entry for entry in entries if self.entry(str(entry.get("ods"))) is None])
        return len(entries)


@wrong(catches=("DOS-40",), shows_when="a pharmacy whose mailbox has a name of before")
class WritesEveryPharmacyByTodaysName(Directory):
    """Answers with NHSmail's name of today for a pharmacy, whatever name was loaded."""

    def lookup(self, ods: str, kind: str) -> Practice:
        entry = super().lookup(ods, kind)
        if kind == PROVIDER:
            return Practice(ods=ods, name=entry.name, email=f"pharmacy.{ods.lower()}@nhs.net", kind=kind)
        return entry


@wrong(catches=("DOS-40", "DOS-42"), shows_when="the address of a pharmacy")
class FailsToLookPharmaciesUp(Directory):
    """Comes to grief over the address of a pharmacy, and has those of practices."""

    def lookup(self, ods: str, kind: str) -> Practice:
        if kind == PROVIDER:
            raise RuntimeError("what was asked for is no practice")
        return super().lookup(ods, kind)


@wrong(catches=("DOS-40",), shows_when="an apostrophe in an address")
class DropsApostrophesFromAddresses(Directory):
    """Takes apostrophes out of addresses that are loaded."""

    def load(self, entries: list[dict[str, Any]]) -> int:
        plain = [{**entry, "email": str(entry.get("email") or "").replace("'", "")} for entry in entries]
        return super().load(plain)


@wrong(catches=("DOS-40", "DOS-41"), shows_when="an address that a later load corrects")
class RefusesCorrections(Directory):
    """Refuses a load that has another address for a code that is there."""

    def load(self, entries: list[dict[str, Any]]) -> int:
        for entry in entries:
            held = self.entry(str(entry.get("ods")))
            if held is not None and held.email != entry.get("email"):
                raise Refused(f"The directory has {held.ods} already; delete it first")
        return super().load(entries)


@wrong(catches=("DOS-41",), shows_when="a code that is loaded a second time")
class ListsFormerAddressesToo(Directory):
    """Lists a former address beside the one that took its place."""

    former: tuple[Practice, ...] = ()

    def load(self, entries: list[dict[str, Any]]) -> int:
        held = filter(None, (self.entry(str(entry.get("ods"))) for entry in entries))
        self.former = (*self.former, *held)
        return super().load(entries)

    def entries(self) -> list[Practice]:
        return [*super().entries(), *self.former]


@wrong(catches=("DOS-41",), shows_when="a CPCS provider")
class NamesProvidersByTheirCode(Directory):
    """Lists pharmacies by their code where their name should stand."""

    def entries(self) -> list[Practice]:
        return [
            Practice(ods=entry.ods, name=entry.ods, email=entry.email, kind=entry.kind)
            if entry.kind == PROVIDER
            else entry
            for entry in super().entries()
        ]


@wrong(catches=("DOS-42",), shows_when="a restart")
class KeepsTheDirectoryInMemory(Directory):
    """Keeps what is loaded in memory alone, so that it is gone after a restart."""

    held: dict[str, Practice]

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).held = {}

    def load(self, entries: list[dict[str, Any]]) -> int:
        self.check([str(entry.get("email")) for entry in entries])
        self.held |= {entry["ods"]: Practice(**entry) for entry in entries}
        return len(entries)

    def entry(self, ods: str) -> Practice | None:
        return self.held.get(ods)

    def entries(self) -> list[Practice]:
        return list(self.held.values())


@wrong(catches=("DOS-42",), shows_when="a restart after a correction")
class WritesOnlyNewEntriesToDisk(Directory):
    """Keeps corrections of entries in memory alone, so that former addresses are back after a restart."""

    corrected: dict[str, Practice]

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).corrected = {}

    def load(self, entries: list[dict[str, Any]]) -> int:
        again = [entry for entry in entries if self.entry(str(entry.get("ods"))) is not None]
        self.corrected |= {entry["ods"]: Practice(**entry) for entry in again}
        super().load([entry for entry in entries if entry not in again])
        return len(entries)

    def entry(self, ods: str) -> Practice | None:
        return self.corrected.get(ods) or super().entry(ods)

    def entries(self) -> list[Practice]:
        return [self.corrected.get(entry.ods) or entry for entry in super().entries()]


@wrong(catches=("DOS-43",), shows_when="an address at a public provider")
class TakesAnyAddressIntoTheDirectory(Directory):
    """Takes addresses at public providers of e-mail, and gives them out."""

    def check(self, addresses: list[str]) -> None:
        return


@wrong(catches=("DOS-43",), shows_when="an address at a public provider that mentions NHSmail")
class LooksForNhsNetAnywhereInAnEntry(Directory):
    """Takes an address for a secure one where nhs.net stands anywhere in it."""

    def check(self, addresses: list[str]) -> None:
        super().check([address for address in addresses if "nhs.net" not in address])


@wrong(catches=("DOS-44",), shows_when="DoS has another address than the directory")
def writes_what_dos_says_into_the_directory(app: App) -> None:
    """Replaces an address of the local directory by the one that DoS gives."""
    looked_up = app.actions["lookup_secure_email"]

    def look_up_and_keep(service: Service, request: Request) -> Observation:
        seen = looked_up(service, request)
        if seen.values["directory_email"]:
            entry = {"ods": request.text("ods"), "name": "", "email": seen.values["email"]}
            service.directory.load([{**entry, "kind": request.text("kind")}])
        return seen

    app.actions["lookup_secure_email"] = look_up_and_keep
