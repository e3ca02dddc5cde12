"""Shows the first name of a record, whatever its use: a maiden name where it comes first."""

from typing import Any

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-24",)
CONDITION = "a maiden name that stands before the usual one"


class _First(Pds):
    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        first = [{**one, "use": "usual", "period": {}} for one in (resource.get("name") or [])[:1]]
        return super().read({**resource, "name": first})


def install(service: Service) -> None:
    """Take the first."""
    service.pds.__class__ = _First
