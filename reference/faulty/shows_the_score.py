"""Shows how well each patient of a list matches, by PDS's score."""

from typing import TYPE_CHECKING, Any

from ..national.pds.asking import json_of
from ..national.pds.service import Pds
from ..screen import Screen
from ..service import Service

if TYPE_CHECKING:
    import httpx

CATCHES = ("PDS-49",)
CONDITION = "several matches"


class _Keeps(Pds):
    def found_in(self, reply: "httpx.Response") -> list[dict[str, Any]]:
        entries = json_of(reply).get("entry") or []
        found = super().found_in(reply)
        return [
            {**one, "_score": entry["search"]["score"]} for one, entry in zip(found, entries, strict=True)
        ]

    def read(self, resource: dict[str, Any]) -> dict[str, Any]:
        return {**super().read(resource), "score": resource.get("_score")}


class _Shows(Screen):
    def patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        return {**super().patient(patient), "score": patient.get("score")}


def install(service: Service) -> None:
    """Show the score beside the name."""
    service.pds.__class__ = _Keeps
    service.screen.__class__ = _Shows
