"""Keeps the notes of a referral that staff key in, and not the complaint."""

from ..actions.keying import Keyed
from ..actions.shape import Request
from ..service import Service

CATCHES = ("GPR-05",)


class _NotesAlone(Keyed):
    def sections(self, request: Request) -> list[dict[str, str]]:
        return [one for one in super().sections(request) if one["title"] == "Notes"]


def install(service: Service) -> None:
    """Lose the complaint."""
    service.keyed.__class__ = _NotesAlone
