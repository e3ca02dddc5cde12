"""Leaves the advice that was given out of the e-mail to the practice."""

from ..consultations.record import Record
from ..outbound.gp.email import GpEmail
from ..service import Service

CATCHES = ("GPN-03",)


class _NoAdvice(GpEmail):
    def advice(self, record: Record) -> str:
        return ""


def install(service: Service) -> None:
    """Leave out the advice."""
    service.notifier.email.__class__ = _NoAdvice
