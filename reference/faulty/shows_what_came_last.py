"""Shows whichever version of a report came last."""

from typing import Any

from ..kit.models import Referral
from ..referrals.placing import Referrals
from ..service import Service

CATCHES = ("N111-28",)
CONDITION = "versions that come in the wrong order"


class _Last(Referrals):
    def is_newer(self, content: dict[str, Any], current: Referral) -> bool:
        return bool(content["version"] != current.version)


def install(service: Service) -> None:
    """Take the last for the newest."""
    service.referrals.__class__ = _Last
