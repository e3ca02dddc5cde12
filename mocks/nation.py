"""All the national services of one world, served: what a run starts before its journeys, and stops after them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.mockkit import Mock, World
from cpcs_harness.mockkit.host import Host

from . import mys
from .adaptor.publisher import Adaptor
from .canary import Canary
from .dos import service as dos
from .dos.service import DoS
from .eps import EPS
from .gp_practice.responder import PracticeResponder
from .gp_practice.sender import GpPractice
from .identity.cis2 import CIS2
from .identity.cis2_keys import REALM, Keys
from .identity.platform import Platform
from .identity.platform_combined import Combined
from .mesh.service import MESH
from .mys import MYS
from .nhs111.sender import NHS111
from .nhs111_fhir.sender import NHS111Fhir
from .nhsmail.imap import Imap
from .nhsmail.page import MailPage
from .nhsmail.smtp import NHSmail
from .pds import service as pds
from .pds.service import PDS
from .scr import service as scr
from .scr.service import SCR
from .smsp import service as smsp
from .smsp.service import Smsp


class Nation:
    """Every mock on a port of its own; the world's addresses are set once they listen."""

    def __init__(
        self,
        world: World,
        ports: Mapping[str, int] | None = None,
        host: str = "127.0.0.1",
        advertised: str = "",
    ) -> None:
        """Serve the mocks on a listening host, under the host name that the candidate is to call them by."""
        self.world = world
        self.identity_keys = Keys(world)
        self.cis2 = CIS2(world, self.identity_keys)
        self.oauth = Platform(world, self.identity_keys)
        self.combined = Combined(self.oauth, self.cis2)
        self.cis2.on_end = lambda session: self.oauth.grants.revoke(session=session)
        self.pds = PDS(world, self.oauth)
        self.scr = SCR(world, self.oauth)
        self.smsp = Smsp(world)
        self.dos = DoS(world)
        self.eps = EPS(world)
        self.mys = MYS(world)
        self.mesh = MESH(world)
        self.nhsmail = NHSmail(world)
        self.imap = Imap(world, self.nhsmail.tls, self.nhsmail.mailbox)
        self.nhsmail.on_delivery.append(self.imap.wake)
        self.mail_page = MailPage(self.nhsmail.mailboxes)
        self.nhs111 = NHS111(world)
        self.nhs111_fhir = NHS111Fhir(world)
        self.adaptor = Adaptor(world)
        self.canary = Canary(world)
        self.practice = PracticeResponder(world)
        self.gp_practice = GpPractice(world, self.nhsmail)
        self.host = Host()
        try:
            self._serve(ports or {}, host, advertised or host)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop every service."""
        if self.host.loop.is_running():
            self.host.call(self.nhsmail.stop())
            self.host.call(self.imap.stop())
        self.host.close()

    def __enter__(self) -> Nation:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def candidate_endpoints(self) -> dict[str, dict[str, Any]]:
        """Give the addresses that a candidate is configured with."""
        at = self.world.addresses
        mail_host, _, mail_port = at["nhsmail"].rpartition(":")
        imap_host, _, imap_port = at["imap"].rpartition(":")
        return {
            "pds": {"base": at["pds"] + pds.BASE, "token_url": at["oauth"] + "/oauth2/token"},
            "scr": {"base": at["scr"] + scr.BASE},
            "cis2": {"issuer": at["cis2"] + REALM},
            "smsp": {"url": at["smsp"] + smsp.PATH},
            "dos": {"base": at["dos"] + dos.BASE.removesuffix("/services")},
            "mys": {"base": at["mys"] + mys.BASE.removesuffix("/Claim")},
            "mesh": {"base": at["mesh"]},
            "nhsmail": {
                "host": mail_host,
                "port": int(mail_port),
                "imap_host": imap_host,
                "imap_port": int(imap_port),
            },
        }

    def _serve(self, ports: Mapping[str, int], host: str, advertised: str) -> None:
        mocks: tuple[Mock, ...] = (
            self.oauth,
            self.cis2,
            self.pds,
            self.scr,
            self.smsp,
            self.dos,
            self.eps,
            self.mys,
            self.mesh,
            self.canary,
        )
        for mock in mocks:
            _, port = self.host.serve(mock.service, mock, host, ports.get(mock.service, 0))
            self.world.addresses[mock.service] = f"http://{advertised}:{port}"
        _, port = self.host.call(self.nhsmail.start(host, ports.get("nhsmail", 0)))
        self.world.addresses["nhsmail"] = f"{advertised}:{port}"
        _, port = self.host.call(self.imap.start(host, ports.get("imap", 0)))
        self.world.addresses["imap"] = f"{advertised}:{port}"
        _, port = self.host.serve("mail_page", self.mail_page, host, ports.get("mail_page", 0))
        self.world.addresses["mail_page"] = f"http://{advertised}:{port}"
