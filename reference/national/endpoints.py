"""How a practice or a pharmacy is written to, as the Directory of Services says: its secure e-mail addresses."""

from dataclasses import dataclass
from typing import Any

from ..kit.agreed import EndpointNames
from ..kit.problems import Refused
from .dos import Dos

PRACTICE, PROVIDER = "gp-practice", "cpcs-provider"
PRACTICES = "100"
"""The service type of GP practices."""
PURPOSES = ("notification", "onward-referral")
SECURE = "@nhs.net"
_CODE = 5  # characters of a pharmacy's own code; what follows names a profile of it


@dataclass(frozen=True)
class Endpoint:
    """One way to a service; of those for the same use, a lower order comes first."""

    scenario: str
    transport: str
    order: int
    address: str
    comment: str


class Endpoints:
    """Finds a service in the Directory of Services, and chooses among the ways to it; nothing is kept."""

    def __init__(self, dos: Dos, names: EndpointNames) -> None:
        self.dos = dos
        self.names = names

    def secure_email(self, kind: str, ods: str, postcode: str, purpose: str) -> list[Endpoint]:
        """The secure e-mail addresses for a purpose, in the order in which they are to be tried."""
        rows = self.rows(self.service(kind, ods, postcode))
        due = self.ordered([row for row in rows if self.is_for(row, self.scenario(purpose))])
        found = [row for row in due if self.is_email(row) and self.is_secure(row.address)]
        if not found:
            said = " ".join(row.comment for row in due if row.comment)
            raise Refused(
                f"DoS has no secure e-mail address of {ods} for this; ring them. {said}".strip(),
                "no secure e-mail address in DoS",
            )
        return found

    def service(self, kind: str, ods: str, postcode: str) -> dict[str, Any]:
        """The one service that is asked for: by its type near a postcode, or else by its code."""
        service_type = PRACTICES if kind == PRACTICE else self.dos.settings.service_type
        near = self.dos.ask(self.dos.segments(postcode, "", service_type))
        found = self.matching(near, kind, ods) or self.matching(self.dos.own_services(ods), kind, ods)
        if not found:
            raise Refused(f"DoS does not know {ods}; check the code", "not in DoS")
        return found[0]

    def matching(self, services: list[dict[str, Any]], kind: str, ods: str) -> list[dict[str, Any]]:
        """Those services that have a code; DoS writes what names a profile after a pharmacy's own."""
        length = _CODE if kind == PROVIDER else None
        wanted = ods.strip().upper()[:length]
        return [
            service
            for service in services
            if str(service.get("odsCode") or "").strip().upper()[:length] == wanted
        ]

    def rows(self, service: dict[str, Any]) -> list[Endpoint]:
        """The ways to a service, as they come; what cannot be read is left out."""
        return [
            self.endpoint(row)
            for row in service.get(self.names.list) or []
            if isinstance(row, dict) and isinstance(row.get(self.names.members["address"]), str)
        ]

    def endpoint(self, row: dict[str, Any]) -> Endpoint:
        """One of the ways, by the names that DoS has for what it says of them."""
        said = {name: row.get(written) for name, written in self.names.members.items()}
        order = str(said["order"] if said["order"] is not None else "")
        return Endpoint(
            scenario=str(said["scenario"] or ""),
            transport=str(said["transport"] or ""),
            order=int(order) if order.isdigit() else 99,
            address=str(said["address"]).strip(),
            comment=str(said["comment"] or ""),
        )

    def scenario(self, purpose: str) -> str:
        """DoS's word for the use of a purpose."""
        return self.names.scenarios[self.names.uses[purpose]]

    def is_for(self, row: Endpoint, scenario: str) -> bool:
        """Whether a way is for a use."""
        return row.scenario.casefold() == scenario.casefold()

    def is_email(self, row: Endpoint) -> bool:
        """Whether a way is by e-mail."""
        return row.transport.casefold() == self.names.transports["email"].casefold()

    def ordered(self, rows: list[Endpoint]) -> list[Endpoint]:
        """The lowest order first."""
        return sorted(rows, key=lambda row: row.order)

    def is_secure(self, address: str) -> bool:
        """Whether patients' data may go there: NHSmail, and nothing that only mentions it."""
        return address.strip().casefold().endswith(SECURE)
