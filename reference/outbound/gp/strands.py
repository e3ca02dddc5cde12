"""The two kinds of document that a practice receives: of an urgent supply, and of a minor illness consultation."""

from dataclasses import dataclass
from typing import Any

from . import codes as codes


@dataclass(frozen=True)
class Strand:
    """What one kind of document is called, wherever it is named."""

    event: str
    event_display: str
    definition: str
    composition: str
    """Profile of its composition."""
    code: str
    title: str

    @property
    def document_type(self) -> dict[str, Any]:
        """The type of its composition."""
        return codes.coded(codes.SNOMED, self.code, self.title)

    @property
    def message_definition(self) -> str:
        """The definition of the message that carries it."""
        return f"{codes.STU3}/MessageDefinition/{self.definition}"

    @property
    def profile(self) -> list[str]:
        """The profile that its composition says it keeps to."""
        return [f"{codes.STU3}/StructureDefinition/{self.composition}"]


URGENT_SUPPLY = Strand(
    "ITK010D",
    "ITK Digital Medicine Emergency Supply Document",
    "ITK-DM-EmergencySupply-MessageDefinition-1",
    "CareConnect-ITK-DM-EmergencySupply-Composition-1",
    "1218611000000102",
    "Urgent supply of prescription items by community pharmacy",
)
MINOR_ILLNESS = Strand(
    "ITK013D",
    "ITK Digital Medicine Minor Illness Document",
    "ITK-DM-MIRC-MessageDefinition-1",
    "CareConnect-ITK-DM-DMIRS-Composition-1",
    "1577041000000109",
    "Community Pharmacist Consultation Service for minor illness",
)


def strand_of(urgent_medicines: bool) -> Strand:
    """The kind of document that a consultation makes."""
    return URGENT_SUPPLY if urgent_medicines else MINOR_ILLNESS
