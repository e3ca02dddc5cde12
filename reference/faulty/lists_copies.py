"""Puts copies for information on the worklist."""

from ..referrals.placing import Arrival, Referrals
from ..service import Service

CATCHES = ("N111-31",)
CONDITION = "a copy for information"


class _Copies(Referrals):
    def is_work(self, arrival: Arrival) -> bool:
        return True


def install(service: Service) -> None:
    """Take a copy for work."""
    service.referrals.__class__ = _Copies
