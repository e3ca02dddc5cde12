"""Sets the patient's consent at the Spine when they permit one view."""

from typing import Any

from ..kit.models import Referral
from ..national.asker import Asker
from ..pharmacy.scr_viewer import GIVEN, ScrViewer, number_of
from ..service import Service

CATCHES = ("SCR-24",)


class _SetsConsent(ScrViewer):
    def record_permission(self, referral: Referral, answer: str, reason: str, asker: Asker) -> dict[str, Any]:
        said = super().record_permission(referral, answer, reason, asker)
        if answer == GIVEN:
            number = number_of(referral)
            self.scr.asking.post("/$setPermission", _parameters(number), asker, number)
        return said


def _parameters(number: str) -> dict[str, Any]:
    system = "https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission"
    parts = [
        {"name": "nhsNumber", "valueString": number},
        {"name": "permissionCode", "valueCoding": {"system": system, "code": "Ask"}},
    ]
    return {"resourceType": "Parameters", "parameter": [{"name": "setPermissions", "part": parts}]}


def install(service: Service) -> None:
    """Change more than was asked."""
    service.scr_viewer.__class__ = _SetsConsent
