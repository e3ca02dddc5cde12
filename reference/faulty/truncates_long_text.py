"""Cuts the text of a section after 2,000 characters."""

from ..screen import Screen
from ..service import Service

CATCHES = ("N111-06",)
CONDITION = "a text of more than 2,000 characters"


class _Cut(Screen):
    def section(self, section: dict[str, str]) -> dict[str, str]:
        return {**super().section(section), "text": section["text"][:2000]}


def install(service: Service) -> None:
    """Cut long texts."""
    service.screen.__class__ = _Cut
