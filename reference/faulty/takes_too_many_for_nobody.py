"""Looks for TOO_MANY_MATCHES in issue.code, where it never is, and so says that nobody was found."""

from typing import TYPE_CHECKING, Any

from ..national.pds.asking import json_of
from ..national.pds.service import Pds
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-38",)
CONDITION = "more than one match"


class _WrongCode(Pds):
    def has_too_many(self, reply: "httpx.Response") -> bool:
        issues = json_of(reply).get("issue") or [{}]
        return bool(issues[0].get("code") == "TOO_MANY_MATCHES")

    def found_in(self, reply: "httpx.Response") -> list[dict[str, Any]]:
        return super().found_in(reply) if json_of(reply).get("entry") else []


def install(service: Service) -> None:
    """Look at the wrong code, and at entries without looking at what has them."""
    service.pds.__class__ = _WrongCode
