"""Shows a running number of its own in place of the case reference that was sent."""

from ..kit.models import Referral
from ..kit.store import Store
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-09",)


class _OwnNumber(Screen):
    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.numbers: dict[str, int] = {}

    def case_reference(self, referral: Referral) -> str:
        return f"CASE{self.numbers.setdefault(referral.id, len(self.numbers) + 1):05}"


def install(service: Service) -> None:
    """Number cases here."""
    service.screen = _OwnNumber(service.store)
