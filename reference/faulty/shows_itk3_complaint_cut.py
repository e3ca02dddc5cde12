"""Shows the first 20 characters of each text of a referral that came by ITK3."""

from ..formats.fhir_json import Resource, Resources
from ..inbound.itk3.referral import Itk3Referral
from ..service import Service

CATCHES = ("GPI-02",)
CONDITION = "a text of more than 20 characters"


class _Cut(Itk3Referral):
    def sections(self, document: Resources, composition: Resource) -> list[dict[str, str]]:
        return [{**one, "text": one["text"][:20]} for one in super().sections(document, composition)]


def install(service: Service) -> None:
    """Cut what practices wrote."""
    service.itk3_intake.reader.__class__ = _Cut
