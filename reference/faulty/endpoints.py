"""Faults in finding secure e-mail addresses by the endpoints of the Directory of Services."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..actions.action import Observation, Request
from ..app import App
from ..kit.problems import Refused, ServiceTrouble
from ..national.endpoints import PRACTICE, PROVIDER, SECURE, Endpoint, Endpoints
from ..service import Service
from ._wrong import give, wrong


@wrong(catches=("SEM-01",), shows_when="an order that both uses have")
class IgnoresTheScenario(Endpoints):
    """Takes the e-mail with the lowest order, whatever it is for."""

    def is_for(self, row: Endpoint, scenario: str) -> bool:
        return True


@wrong(catches=("SEM-01", "SEM-02"), shows_when="several e-mails, the first not at the top")
class TakesEndpointsAsTheyCome(Endpoints):
    """Takes the first e-mail for the use, whatever its order."""

    def ordered(self, rows: list[Endpoint]) -> list[Endpoint]:
        return rows


@wrong(catches=("SEM-01",), shows_when="a practice that is not the nearest")
class TakesTheNearestPractice(Endpoints):
    """Takes the first practice that the search finds near the postcode."""

    def matching(self, services: list[dict[str, Any]], kind: str, ods: str) -> list[dict[str, Any]]:
        return services if kind == PRACTICE else super().matching(services, kind, ods)


@wrong(catches=("SEM-02",), shows_when="a suffix after the provider's code")
class WantsTheCodeAsItIs(Endpoints):
    """Does not find a provider whose code DoS writes with a suffix, and takes the nearest."""

    def matching(self, services: list[dict[str, Any]], kind: str, ods: str) -> list[dict[str, Any]]:
        exact = [service for service in services if service.get("odsCode") == ods]
        return exact or (services if kind == PROVIDER else [])


@wrong(catches=("SEM-03",), shows_when="a service without an e-mail among its endpoints")
class GuessesWhereDosHasNoEmail(Endpoints):
    """Shows the usual NHSmail name where DoS has no address."""

    def secure_email(self, kind: str, ods: str, postcode: str, purpose: str) -> list[Endpoint]:
        try:
            return super().secure_email(kind, ods, postcode, purpose)
        except Refused:
            return [Endpoint("", "email", 1, f"{kind.partition('-')[2]}.{ods.lower()}@nhs.net", "")]


@wrong(catches=("SEM-03",), shows_when="the same address is looked up again")
class KeepsWhatDosSaid(Endpoints):
    """Asks DoS for a service once, and answers from memory after that."""

    known: dict[tuple[str, str], dict[str, Any]]

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).known = {}

    def service(self, kind: str, ods: str, postcode: str) -> dict[str, Any]:
        if (kind, ods) not in self.known:
            self.known[kind, ods] = super().service(kind, ods, postcode)
        return self.known[kind, ods]


@wrong(catches=("SEM-03",), shows_when="the local directory has another address")
def answers_from_the_directory_as_if_from_dos(app: App) -> None:
    """Shows the address of the local directory as the one from DoS, where it has one."""
    looked_up = app.actions["lookup_secure_email"]

    def look_up(service: Service, request: Request) -> Observation:
        seen = looked_up(service, request)
        here = seen.values["directory_email"]
        return Observation({**seen.values, "email": here or seen.values["email"], "differs": False})

    app.actions["lookup_secure_email"] = look_up


@wrong(catches=("SEM-04",), shows_when="DoS has an address at a public provider")
class TakesAnyEmailForASecureOne(Endpoints):
    """Shows an address as secure because DoS has it."""

    def is_secure(self, address: str) -> bool:
        return True


@wrong(catches=("SEM-04", "SEM-05"), shows_when="an address at a public provider that mentions NHSmail")
class LooksForNhsNetAnywhere(Endpoints):
    """Takes an address for a secure one where nhs.net stands anywhere in it."""

    def is_secure(self, address: str) -> bool:
        return "nhs.net" in address.casefold()


@wrong(catches=("SEM-05",), shows_when="an address whose domain ends as NHSmail's does")
class TakesWhateverEndsLikeNhsmail(Endpoints):
    """Takes an address for a secure one that ends in nhs.net, whatever stands before that."""

    def is_secure(self, address: str) -> bool:
        return address.strip().casefold().endswith(SECURE.removeprefix("@"))


@wrong(catches=("SEM-01",), shows_when="an address whose domain begins as NHSmail's does")
class TakesWhateverBeginsAsNhsmail(Endpoints):
    """Takes an address for a secure one whose domain begins with nhs.net, whatever stands after that."""

    def is_secure(self, address: str) -> bool:
        return SECURE in address.casefold()


@wrong(catches=("SEM-06",), shows_when="several e-mails for one use")
def shows_no_further_address(app: App) -> None:
    """Shows the first address alone, and neither what is tried next nor what to do."""
    looked_up = app.actions["lookup_secure_email"]

    def look_up(service: Service, request: Request) -> Observation:
        return Observation({**looked_up(service, request).values, "further": [], "instruction": ""})

    app.actions["lookup_secure_email"] = look_up


@wrong(catches=("SEM-06",), shows_when="an instruction for each use")
class ShowsTheInstructionsOfEveryUse(Endpoints):
    """Shows beside the first address what DoS says to do of every use."""

    def secure_email(self, kind: str, ods: str, postcode: str, purpose: str) -> list[Endpoint]:
        first, *further = super().secure_email(kind, ods, postcode, purpose)
        rows = self.rows(self.service(kind, ods, postcode))
        return [replace(first, comment=" ".join(row.comment for row in rows if row.comment)), *further]


@wrong(catches=("SEM-07",), shows_when="DoS has another address than the directory")
def says_nothing_of_another_address(app: App) -> None:
    """Does not tell that the local directory has another address than DoS."""
    looked_up = app.actions["lookup_secure_email"]

    def look_up(service: Service, request: Request) -> Observation:
        return Observation({**looked_up(service, request).values, "differs": False})

    app.actions["lookup_secure_email"] = look_up


@wrong(catches=("SEM-08",), shows_when="a code that the local directory has not")
def shows_what_dos_says_as_the_directorys_own(app: App) -> None:
    """Shows the address from DoS as that of the local directory where this has none."""
    looked_up = app.actions["lookup_secure_email"]

    def look_up(service: Service, request: Request) -> Observation:
        seen = looked_up(service, request)
        return Observation(
            {**seen.values, "directory_email": seen.values["directory_email"] or seen.values["email"]}
        )

    app.actions["lookup_secure_email"] = look_up


@wrong(catches=("SEM-09",), shows_when="DoS answers with an error")
class TakesErrorsForNoAddress(Endpoints):
    """Says that DoS has no address where DoS answered with an error."""

    def service(self, kind: str, ods: str, postcode: str) -> dict[str, Any]:
        try:
            return super().service(kind, ods, postcode)
        except ServiceTrouble:
            return {"endpoints": []}


@wrong(catches=("SEM-01", "SEM-02"), shows_when="a telephone before the e-mail")
class RingsWhereATelephoneComesFirst(Endpoints):
    """Has no address where a telephone comes before it."""

    def is_secure(self, address: str) -> bool:
        return super().is_secure(address) and not self.rings

    rings = False

    def ordered(self, rows: list[Endpoint]) -> list[Endpoint]:
        found = super().ordered(rows)
        self.rings = bool(found) and found[0].transport == "telno"
        return found


@wrong(catches=("SEM-06",), shows_when="a third address")
class ShowsOneFurtherAddress(Endpoints):
    """Shows one address at most that is to be tried next."""

    def secure_email(self, kind: str, ods: str, postcode: str, purpose: str) -> list[Endpoint]:
        return super().secure_email(kind, ods, postcode, purpose)[:2]


@wrong(catches=("SEM-06",), shows_when="several addresses, the first not at the top")
class ShowsFurtherAddressesAsTheyCome(Endpoints):
    """Shows what is to be tried next as DoS has it, whatever its order."""

    def secure_email(self, kind: str, ods: str, postcode: str, purpose: str) -> list[Endpoint]:
        first, *further = super().secure_email(kind, ods, postcode, purpose)
        rows = self.rows(self.service(kind, ods, postcode))
        return [first, *sorted(further, key=rows.index)]


@wrong(catches=("SEM-01",), shows_when="an order of ten after one of nine")
class OrdersEndpointsAsTexts(Endpoints):
    """Takes the lowest order as texts are ordered, in which ten comes before nine."""

    def ordered(self, rows: list[Endpoint]) -> list[Endpoint]:
        return sorted(rows, key=lambda row: str(row.order))
