"""Says that a patient has no record when the Summary Care Record cannot be asked."""

from ..kit.models import Referral
from ..national.asker import Asker
from ..pharmacy.scr_viewer import ScrViewer, Viewed
from ..service import Service

CATCHES = ("SCR-29",)
CONDITION = "an answer that the API cannot be asked now"


class _TakesForNone(ScrViewer):
    def view(self, referral: Referral, asker: Asker) -> Viewed:
        viewed = super().view(referral, asker)
        return self.none(viewed.nhs_number) if viewed.outcome == "unavailable" else viewed


def install(service: Service) -> None:
    """Take trouble for an absence."""
    service.scr_viewer.__class__ = _TakesForNone
