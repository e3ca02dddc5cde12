"""Lets an urgent medicine be supplied on the referral of a GP practice."""

from ..actions.keying import Keyed
from ..service import Service

CATCHES = ("GPR-06",)
CONDITION = "a practice that asks for a medicine"


class _Lax(Keyed):
    def check(self, source: str, asked: str) -> None:
        return


def install(service: Service) -> None:
    """Treat practices as NHS 111 is treated."""
    service.keyed.__class__ = _Lax
