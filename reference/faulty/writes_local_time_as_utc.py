"""Writes the time in the pharmacy's zone into requests to the Spine Mini Service, and calls it UTC."""

from datetime import datetime, timedelta

from ..national.smsp.request import SmspRequests
from ..service import Service

CATCHES = ("SMSP-03",)


class _SummerTime(SmspRequests):
    def times(self) -> tuple[str, str]:
        created, expires = (datetime.fromisoformat(one) + timedelta(hours=1) for one in super().times())
        return created.strftime("%Y-%m-%dT%H:%M:%SZ"), expires.strftime("%Y-%m-%dT%H:%M:%SZ")


def install(service: Service) -> None:
    """Write times that are an hour ahead."""
    service.smsp.requests.__class__ = _SummerTime
