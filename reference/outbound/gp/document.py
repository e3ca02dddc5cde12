"""The urgent supply document (FHIR STU3): the composition first, then the resources that it points at."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from ...consultations.record import Record
from ...kit.times import now
from . import codes as codes
from .resources import GpResources
from .sections import GpSections


@dataclass
class Ids:
    """The ids of the resources of one document, made as they are asked for."""

    known: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """The id of the resource that goes by this name."""
        return self.known.setdefault(name, str(uuid.uuid4()))


class GpDocument:
    """Builds the document; what it says of each thing is a method of its own."""

    def __init__(self, resources: GpResources) -> None:
        self.resources = resources
        self.sections = GpSections(resources)

    def bundle(self, record: Record) -> dict[str, Any]:
        """The document with everything in it."""
        ids = Ids()
        resources = [self.composition(record, ids), *self.resources.all(record, ids)]
        return {
            "resourceType": "Bundle",
            "id": ids.of("document"),
            "meta": {"lastUpdated": now(), "profile": codes.profile("document")},
            "identifier": {"system": codes.RFC4122, "value": self.new_identifier("document")},
            "type": "document",
            "entry": [
                {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in resources
            ],
        }

    def new_identifier(self, _purpose: str) -> str:
        """An identifier that no other document has."""
        return str(uuid.uuid4())

    def composition(self, record: Record, ids: Ids) -> dict[str, Any]:
        """What the document says, section by section."""
        reference = self.resources.reference
        return {
            "resourceType": "Composition",
            "id": ids.of("composition"),
            "meta": {"profile": codes.profile("composition")},
            "extension": [{"url": codes.CARE_SETTING, "valueCodeableConcept": codes.PHARMACY_SERVICE}],
            "identifier": {"system": codes.RFC4122, "value": self.new_identifier("composition")},
            "status": "final",
            "type": codes.DOCUMENT_TYPE,
            "subject": reference(ids, "patient"),
            "encounter": reference(ids, "encounter"),
            "date": now(),
            "author": [reference(ids, "pharmacist")],
            "title": codes.TITLE,
            "custodian": reference(ids, "pharmacy"),
            "section": self.sections.all(record, ids, reference),
        }
