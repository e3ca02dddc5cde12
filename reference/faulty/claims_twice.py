"""Claims each consultation a second time, under another reference."""

from ..consultations.record import Record
from ..national.mys import Verdict
from ..outbound.claims.desk import ClaimsDesk
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
