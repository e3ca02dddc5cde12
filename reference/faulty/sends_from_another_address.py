"""Writes an address into From that is not the mailbox that it authenticated as."""

from ..outbound.gp.email import GpEmail
from ..service import Service

CATCHES = ("GPN-04",)


class _AnotherAddress(GpEmail):
    def sender(self, address: str) -> str:
        return f"reports.{address}"


def install(service: Service) -> None:
    """Send in another's name."""
    service.notifier.email.__class__ = _AnotherAddress
