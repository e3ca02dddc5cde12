"""The two kinds of document that a practice receives, by pathway: what each is called, and what has to stand in it.

Source: GP Connect DigiMeds emergency supply guide 1.3.0-public-beta; ITK FHIR Digital Medicines 1.2.9 (interface sheet
mesh-itk3-nhsmail-mys, sections A8, B5 and B8).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_DEFINITION = "https://fhir.nhs.uk/STU3/MessageDefinition/"
PRACTICE, DEMOGRAPHICS, MEDICATIONS = "886711000000101", "886731000000109", "933361000000108"
DISTRIBUTION, CONTACTS = "887261000000109", "contacts-with-professionals"


@dataclass(frozen=True)
class Kind:
    """One kind of document."""

    workflow: str
    event: str
    definition: str
    type: str
    sections: Mapping[str, str]
    """Those that are mandatory, by code."""


URGENT = Kind(
    "DIGMED_EMG_MED",
    "ITK010D",
    f"{_DEFINITION}ITK-DM-EmergencySupply-MessageDefinition-1",
    "1218611000000102",
    {
        PRACTICE: "GP practice",
        MEDICATIONS: "Medications and medical devices",
        DEMOGRAPHICS: "Patient demographics",
    },
)
MINOR = Kind(
    "DIGMED_MINOR_ILLNESS_PEM",
    "ITK013D",
    f"{_DEFINITION}ITK-DM-MIRC-MessageDefinition-1",
    "1577041000000109",
    {
        PRACTICE: "GP practice",
        "887181000000106": "Clinical summary",
        CONTACTS: "Contacts with professionals",
        DEMOGRAPHICS: "Patient demographics",
    },
)
KINDS = {"urgent-medicines": URGENT, "minor-illness": MINOR}
"""By the pathway of the journey."""
EXPLAINED = {
    CONTACTS,
    "886921000000105",
    "886961000000102",
    DISTRIBUTION,
    "717121000000105",
    "1052951000000105",
    "887201000000105",
    "886721000000107",
    "886891000000102",
    "975131000000104",
    "1077911000000105",
    "1102421000000108",
    "715851000000102",
}
"""Codes of the sections that may stand beside them."""
