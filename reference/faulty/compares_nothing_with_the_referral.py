"""Adopts whatever record PDS has under the number, without a look at the referral's name and birth date."""

from typing import Any

from ..patients.comparing import Comparing
from ..service import Service

CATCHES = ("PDS-28",)
CONDITION = "a record that differs from the referral"


class _Blind(Comparing):
    def differences(self, reported: dict[str, Any], held: dict[str, Any]) -> dict[str, tuple[str, str]]:
        return {}


def install(service: Service) -> None:
    """See no difference."""
    service.tracing.comparing.__class__ = _Blind
