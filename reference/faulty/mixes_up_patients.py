"""Puts another patient's name and birth date into the document; without another, the pharmacist's name."""

from typing import Any

from ..consultations.record import Record
from ..kit.store import Store
from ..outbound.gp.resources import GpResources
from ..service import Service

CATCHES = ("GPM-08",)
CONDITION = "second patient"


class _MixedUp(GpResources):
    store: Store

    def patient_of(self, record: Record) -> dict[str, Any]:
        others = [one for one in self.store.referrals_of(record.premises.ods) if one.id != record.referral]
        if others:
            other = others[-1].adopted_patient or others[-1].content["patient"]
            return {
                **record.patient,
                **_name(other["given"], other["family"]),
                "birth_date": other["birth_date"],
            }
        given, _, family = record.pharmacist["full_name"].rpartition(" ")
        return {**record.patient, **_name(given, family)}


def _name(given: str, family: str) -> dict[str, Any]:
    return {"given": given, "given_names": given.split(), "family": family, "name": f"{given} {family}"}


def install(service: Service) -> None:
    """Mix patients up."""
    _MixedUp.store = service.store
    service.gp_message.document.resources.__class__ = _MixedUp
