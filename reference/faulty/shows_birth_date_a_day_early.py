"""Shows each patient's birth date as the day before, as a wrong time zone does."""

from datetime import date, timedelta

from ..kit.models import Referral
from ..screen import Screen
from ..service import Service

CATCHES = ("N111-02",)


class _DayEarly(Screen):
    def birth_date(self, referral: Referral) -> str:
        sent = super().birth_date(referral)
        return (date.fromisoformat(sent) - timedelta(days=1)).isoformat() if len(sent) == 10 else sent


def install(service: Service) -> None:
    """Show birth dates a day early."""
    service.screen.__class__ = _DayEarly
