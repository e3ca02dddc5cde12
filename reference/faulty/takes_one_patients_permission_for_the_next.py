"""Takes what one patient permitted for the next one who has not been asked."""

from typing import Any

from ..kit.models import Referral
from ..pharmacy.scr_viewer import GIVEN, ScrViewer
from ..service import Service

CATCHES = ("SCR-05",)
CONDITION = "a second patient, after one who gave permission"
_last: dict[str, Any] = {}


class _CarriesOver(ScrViewer):
    def permission(self, referral: Referral) -> dict[str, Any]:
        if referral.scr_permission is None and _last:
            return _last
        said = super().permission(referral)
        if said["permission"] == GIVEN:
            _last.update(said)
        return said


def install(service: Service) -> None:
    """Carry permission over."""
    service.scr_viewer.__class__ = _CarriesOver
