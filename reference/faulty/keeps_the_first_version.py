"""Keeps showing the first version of a report when a newer one comes."""

from typing import Any

from ..kit.models import Referral
from ..referrals.placing import Referrals
from ..service import Service

CATCHES = ("N111-26",)
CONDITION = "a replacement"


class _First(Referrals):
    def is_newer(self, content: dict[str, Any], current: Referral) -> bool:
        return False

    def is_older(self, content: dict[str, Any], current: Referral) -> bool:
        return True


def install(service: Service) -> None:
    """Take nothing for newer."""
    service.referrals.__class__ = _First
