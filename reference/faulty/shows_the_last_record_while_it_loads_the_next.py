"""Shows the sections of the record that was looked at before, where the next patient's is looked at."""

from dataclasses import replace

from ..kit.models import Referral
from ..national.asker import Asker
from ..national.scr.record import Section
from ..pharmacy.scr_viewer import ScrViewer, Viewed
from ..service import Service

CATCHES = ("SCR-21",)
CONDITION = "second patient"
_before: dict[str, list[Section]] = {}


class _ShowsTheLast(ScrViewer):
    def view(self, referral: Referral, asker: Asker) -> Viewed:
        viewed = super().view(referral, asker)
        if viewed.outcome != "found":
            return viewed
        last = _before.get(asker.name, [])
        _before[asker.name] = viewed.sections
        return replace(viewed, sections=[*last, *viewed.sections])


def install(service: Service) -> None:
    """Leave what was there."""
    service.scr_viewer.__class__ = _ShowsTheLast
