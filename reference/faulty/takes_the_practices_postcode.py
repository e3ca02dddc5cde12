"""Takes the last postcode of an answer of the Spine Mini Service for the patient's: it is the practice's."""

from dataclasses import replace

from ..formats.safe_xml import XmlRefused, parse
from ..national.smsp.answer import Answer
from ..national.smsp.request import HL7
from ..national.smsp.service import Smsp
from ..service import Service

CATCHES = ("SMSP-08",)


class _LastPostcode(Smsp):
    def read(self, status: int, body: bytes) -> Answer:
        answer = super().read(status, body)
        try:
            found = [one.text or "" for one in parse(body).iter(f"{{{HL7}}}postalCode")]
        except XmlRefused:
            return answer
        if not answer.patient or not found:
            return answer
        address = {**answer.patient["address"], "postcode": found[-1]}
        return replace(answer, patient={**answer.patient, "address": address})


def install(service: Service) -> None:
    """Read the last postcode."""
    service.smsp.__class__ = _LastPostcode
