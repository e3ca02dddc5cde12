"""Knows a referral by ITK3 by its message alone, and so takes the same document in another message for a new one."""

import uuid

from ..formats.fhir_json import Resource
from ..inbound.itk3.referral import Itk3Referral
from ..service import Service

CATCHES = ("GPI-05",)
CONDITION = "the same document in another message"


class _Forgetful(Itk3Referral):
    def identity(self, composition: Resource) -> dict[str, str]:
        return {"document_id": str(uuid.uuid4()), "set_id": str(uuid.uuid4())}


def install(service: Service) -> None:
    """Know no document again."""
    service.itk3_intake.reader.__class__ = _Forgetful
