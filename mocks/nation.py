"""The national services of one world, each on a port of its own.

Source: each service's own module. A further service is its folder and a name in `SERVICES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from cpcs_harness.declaration import Declaration
from cpcs_harness.mockkit import ConfigFile, World
from cpcs_harness.mockkit.host import Host
from cpcs_harness.mockkit.service import Service, Services

from .canary import Canary
from .cks import CKS
from .cppe import CPPE
from .dos.service import DoS
from .eps.clinical import ClinicalTracker
from .eps.page import EPS
from .eps.tracker import Tracker
from .identity.cis2.service import CIS2
from .identity.platform.combined import CombinedPlatform
from .mesh.service import MESH
from .mys.service import MYS
from .nhsmail.imap import Imap
from .nhsmail.page import MailPage
from .nhsmail.smtp import NHSmail
from .onward import OnwardReceivers
from .pds.service import PDS
from .rtec.service import Rtec
from .scr.service import SCR
from .smsp.service import Smsp

S = TypeVar("S")
SERVICES: tuple[type[Service], ...] = (
    CIS2,
    CombinedPlatform,
    PDS,
    SCR,
    Smsp,
    DoS,
    EPS,
    Tracker,
    ClinicalTracker,
    Rtec,
    CKS,
    CPPE,
    MYS,
    OnwardReceivers,
    MESH,
    Canary,
    NHSmail,
    Imap,
    MailPage,
)
"""A service that works with others stands after them."""


def kinds_for(declaration: Declaration) -> tuple[type[Service], ...]:
    """Give the services that are served to a candidate that declares this, each as it is served to it."""
    served = (kind.as_declared(declaration) for kind in SERVICES)
    return tuple(kind for kind in served if kind is not None)


class Nation:
    """Every service of a world, listening until it is closed; the world's addresses are set."""

    def __init__(
        self,
        world: World,
        ports: Mapping[str, int] | None = None,
        host: str = "127.0.0.1",
        advertised: str = "",
        kinds: tuple[type[Service], ...] = SERVICES,
    ) -> None:
        """Serve on a listening host, under the host name that the candidate is to call; ports go by service."""
        self.world = world
        self.services = Services(world, kinds)
        self.host = Host()
        try:
            self._serve(ports or {}, host, advertised or host)
        except BaseException:
            self.close()
            raise

    def __getitem__(self, kind: type[S]) -> S:
        """Give the service of a class."""
        return self.services[kind]

    def close(self) -> None:
        """Stop every service."""
        self.host.close()

    def __enter__(self) -> Nation:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def configure(self, declaration: Declaration) -> None:
        """Let each service take what it goes by of what a candidate declares."""
        for service in self.services:
            service.configure(declaration)

    def candidate_endpoints(self, declaration: Declaration | None = None) -> dict[str, dict[str, Any]]:
        """Give what a candidate is configured with, by section: what each service says of itself.

        With a declaration, of those alone that it uses: a system may call whatever it was given.
        """
        found: dict[str, dict[str, Any]] = {}
        for service in self.services:
            if declaration is not None and not service.is_used(declaration):
                continue
            for section, values in service.endpoints(service.address).items():
                found.setdefault(section, {}).update(values)
        return found

    def unused(self, declaration: Declaration) -> list[str]:
        """Give the names of services that a declaration says no use of."""
        return [service.service for service in self.services if not service.is_used(declaration)]

    def settings(self, declaration: Declaration) -> dict[str, list[str]]:
        """Give the keys of provision.json that lead a candidate to each service that it uses, by service."""
        used = [service for service in self.services if service.is_used(declaration)]
        return {service.service: _keys_of(service) for service in used}

    def _serve(self, ports: Mapping[str, int], host: str, advertised: str) -> None:
        for service in self.services:
            port = self.host.serve(service, host, ports.get(service.service, 0))
            address = f"{service.scheme}{advertised}:{port}"
            self.world.addresses[service.service] = address
            service.on_served(address)


def _keys_of(service: Service) -> list[str]:
    """Give the keys whose values hold the service's host and port, or its port, and those of certificates."""
    port = service.address.rpartition(":")[2]
    return [
        f"{section}.{key}"
        for section, values in service.endpoints(service.address).items()
        for key, value in values.items()
        if str(value) == port
        or (isinstance(value, str) and f":{port}" in value)
        or (isinstance(value, ConfigFile) and not value.secret)
    ]
