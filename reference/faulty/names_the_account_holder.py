"""Names the holder of the account in what it sends, whoever was the pharmacist."""

from ..pharmacy.staff import Staff
from ..service import Service

CATCHES = ("ENR-01",)


class _AccountHolder(Staff):
    def acting(self, gphc: str) -> dict[str, str]:
        super().acting(gphc)
        return {"full_name": "Account Holder", "gphc_number": "2000001"}


def install(service: Service) -> None:
    """Name the account holder."""
    service.staff.__class__ = _AccountHolder
