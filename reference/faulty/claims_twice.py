"""Claims each consultation a second time, under another reference."""

from ..claiming import ClaimsDesk
from ..mys import Verdict
from ..record import Record
from ..service import Service

CATCHES = ("BSA-02",)


class _Twice(ClaimsDesk):
    def send(self, record: Record) -> Verdict:
        verdict = super().send(record)
        again = self.claims.claim(record)
        again["identifier"][0]["value"] += "-2"
        self.mys.submit(again)
        return verdict


def install(service: Service) -> None:
    """Claim twice."""
    service.claims_desk.__class__ = _Twice
