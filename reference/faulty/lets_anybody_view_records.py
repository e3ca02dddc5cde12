"""Lets everybody at the counter open Summary Care Records."""

from ..pharmacy.rights import CARE_RECORD, Rights
from ..service import Service

CATCHES = ("SCR-19",)
CONDITION = "somebody who is neither pharmacist nor pharmacy technician"


class _LetsAnybody(Rights):
    def check(self, role: str, right: str) -> None:
        if right != CARE_RECORD:
            super().check(role, right)


def install(service: Service) -> None:
    """Ask nobody for a right to view."""
    service.scr_viewer.rights = _LetsAnybody()
