"""Points from the patient at a practice that is not in the document."""

import uuid
from typing import Any

from ..outbound.gp.resources import GpResources, Ids
from ..service import Service

CATCHES = ("GPM-07",)


class _Dangling(GpResources):
    def patient(self, patient: dict[str, Any], ids: Ids) -> dict[str, Any]:
        nowhere = {"reference": f"urn:uuid:{uuid.uuid4()}"}
        return {**super().patient(patient, ids), "generalPractitioner": [nowhere]}


def install(service: Service) -> None:
    """Point at nothing."""
    service.gp_message.document.resources.__class__ = _Dangling
