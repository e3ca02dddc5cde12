"""Lists what the 111 Adaptor hands on at another pharmacy than the one that is addressed."""

from ..inbound.adaptor.bundle import AdaptorBundle
from ..inbound.adaptor.intake import AdaptorIntake
from ..kit.config import Premises
from ..service import Service

CATCHES = ("ADP-01",)
CONDITION = "a second pharmacy"
NEEDS_BROKER = True


class _Elsewhere(AdaptorIntake):
    def premises_for(self, found: AdaptorBundle) -> Premises:
        right = super().premises_for(found)
        others = [one for one in self.addressing.config.premises if one.ods != right.ods]
        return next(iter(others), right)


def install(service: Service) -> None:
    """Mix the pharmacies up."""
    service.adaptor_queue.intake.__class__ = _Elsewhere
