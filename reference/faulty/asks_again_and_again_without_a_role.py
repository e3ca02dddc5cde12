"""Asks PDS without a role for a pharmacist who has several, three times, before it names one."""

from typing import TYPE_CHECKING

from ..national.asker import Asker
from ..national.http import Unreachable
from ..national.identity.access import Access
from ..national.pds.service import Pds
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-53",)
CONDITION = "several roles"


class _NoRoleAtFirst(Access):
    left = 3

    def headers(self, asker: Asker) -> dict[str, str]:
        headers, session = super().headers(asker), self.sessions.of(asker)
        if self.left and session is not None and len(session.person.roles) > 1:
            self.left -= 1
            headers.pop("NHSD-Session-URID")
        return headers


class _Again(Pds):
    tries = 5

    def may_pass(self, answer: "httpx.Response | Unreachable") -> bool:
        return super().may_pass(answer) or (not isinstance(answer, Unreachable) and answer.status_code == 400)


def install(service: Service) -> None:
    """Ask without a role at first."""
    service.access.__class__ = _NoRoleAtFirst
    service.pds.__class__ = _Again
