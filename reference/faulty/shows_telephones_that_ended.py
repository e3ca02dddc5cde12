"""Shows a telephone number whose period has ended."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-25",)
CONDITION = "a telephone number that the patient gave up"


class _Endless(Pds):
    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        telecoms = [{**one, "period": {}} for one in resource.get("telecom") or []]
        return super().read({**resource, "telecom": telecoms})


def install(service: Service) -> None:
    """Ignore the period of a telephone number."""
    service.pds.__class__ = _Endless
