"""Puts the patient's name and NHS number into the e-mail's subject."""

from ..consultations.record import Record
from ..outbound.gp.email import GpEmail
from ..service import Service

CATCHES = ("GPN-02",)


class _Telling(GpEmail):
    def subject(self, record: Record) -> str:
        patient = record.patient
        return f"{super().subject(record)}: {patient['name']}, {patient['nhs_number']}"


def install(service: Service) -> None:
    """Name the patient in the subject."""
    service.notifier.email.__class__ = _Telling
