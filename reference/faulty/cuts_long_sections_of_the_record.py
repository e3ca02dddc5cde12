"""Shows the first 2,000 characters of a section of the Summary Care Record."""

from ..national.scr.record import Section
from ..screen import Screen
from ..service import Service

CATCHES = ("SCR-17",)
CONDITION = "a section of more than 2,000 characters"


class _Cuts(Screen):
    def care_section(self, section: Section) -> dict[str, str]:
        return super().care_section(Section(section.title, section.text[:2000]))


def install(service: Service) -> None:
    """Cut sections."""
    service.screen.__class__ = _Cuts
