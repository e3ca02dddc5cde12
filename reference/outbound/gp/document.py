"""The document to a practice (FHIR STU3): the composition first, then the resources that it points at."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from ...consultations.record import Record
from ...kit.times import now
from . import codes as codes
from .resources import GpResources
from .sections import GpSections
from .strands import strand_of


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

    def bundle(self, record: Record, replaces: str = "") -> dict[str, Any]:
        """The document with everything in it; `replaces` is the Composition.identifier of the one before it."""
        ids = Ids()
        resources = [self.composition(record, ids, replaces), *self.resources.all(record, ids)]
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

    def composition(self, record: Record, ids: Ids, replaces: str = "") -> dict[str, Any]:
        """What the document says, section by section."""
        reference, strand = self.resources.reference, strand_of(record.urgent_medicines)
        return {
            "resourceType": "Composition",
            "id": ids.of("composition"),
            "meta": {"profile": strand.profile},
            "extension": [{"url": codes.CARE_SETTING, "valueCodeableConcept": codes.PHARMACY_SERVICE}],
            "identifier": {"system": codes.RFC4122, "value": self.new_identifier("composition")},
            "status": "final",
            "type": strand.document_type,
            "subject": reference(ids, "patient"),
            "encounter": reference(ids, "encounter"),
            "date": now(),
            "author": [reference(ids, "pharmacist")],
            "title": strand.title,
            "custodian": reference(ids, "pharmacy"),
            "relatesTo": self.relates_to(replaces),
            "section": self.sections.all(record, ids, reference),
        }

    def relates_to(self, replaces: str) -> list[dict[str, Any]] | None:
        """That a document replaces the one before it; nothing where there is none."""
        target = {"system": codes.RFC4122, "value": replaces}
        return [{"code": "replaces", "targetIdentifier": target}] if replaces else None
