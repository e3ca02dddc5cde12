"""Reads the dates of DoS with the month first wherever that makes a date."""

from ..national.dos import Dos
from ..service import Service

CATCHES = ("DOS-04",)
CONDITION = "a specified date in the first twelve days of a month"


class _MonthFirst(Dos):
    def iso_date(self, text: str) -> str:
        right = super().iso_date(text)
        year, _, rest = right.partition("-")
        month, _, day = rest.partition("-")
        return f"{year}-{day}-{month}" if day.isdigit() and int(day) <= 12 else right


def install(service: Service) -> None:
    """Read the month first."""
    service.dos.__class__ = _MonthFirst
