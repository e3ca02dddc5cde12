"""Shows the sections of the Summary Care Record as they come, scripts and all."""

from typing import Any

from ..national.scr.record import Section
from ..national.scr.service import Scr
from ..service import Service

CATCHES = ("SCR-18",)
CONDITION = "a record with markup that nobody should write"


class _AsItComes(Scr):
    def sections(self, composition: dict[str, Any]) -> list[Section]:
        divs = [str(one["text"]["div"]) for one in composition["section"]]
        return [
            Section(read.title, div if "<script" in div else read.text)
            for read, div in zip(super().sections(composition), divs, strict=True)
        ]


def install(service: Service) -> None:
    """Pass markup on."""
    service.scr_viewer.scr.__class__ = _AsItComes
