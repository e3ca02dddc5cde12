"""Percent-encodes the names of a search twice, so that PDS reads %27 for an apostrophe."""

from urllib.parse import quote

from ..national.pds.service import Pds
from ..service import Service

CATCHES = ("PDS-42",)
CONDITION = "a name with an apostrophe, a blank or a mark"


class _Twice(Pds):
    def address(self, path: str, parameters: dict[str, str]) -> str:
        names = {
            name: quote(text, safe="*") for name, text in parameters.items() if name in {"family", "given"}
        }
        return super().address(path, {**parameters, **names})


def install(service: Service) -> None:
    """Encode once more."""
    service.pds.__class__ = _Twice
