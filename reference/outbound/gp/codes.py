"""The words of the messages to practices: codes, systems and profiles of ITK3 and Digital Medicines (STU3)."""

from typing import Any

STU3 = "https://fhir.nhs.uk/STU3"
_CARE_CONNECT = "https://fhir.hl7.org.uk/STU3"

RFC4122 = "https://tools.ietf.org/html/rfc4122"
ODS_SYSTEM = "https://fhir.nhs.uk/Id/ods-organization-code"
NHS_NUMBER_SYSTEM = "https://fhir.nhs.uk/Id/nhs-number"
GPHC_SYSTEM = "https://fhir.hl7.org.uk/Id/gphc-number"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"

EVENT_SYSTEM = f"{STU3}/CodeSystem/ITK-MessageEvent-2"
RECIPIENT_TYPE_SYSTEM = f"{STU3}/CodeSystem/ITK-RecipientType-1"
HANDLING = f"{STU3}/StructureDefinition/Extension-ITK-MessageHandling-2"
CARE_SETTING = f"{STU3}/StructureDefinition/Extension-CareSettingType-1"
NUMBER_STATUS = f"{_CARE_CONNECT}/StructureDefinition/Extension-CareConnect-NHSNumberVerificationStatus-1"
NUMBER_STATUS_SYSTEM = f"{_CARE_CONNECT}/CodeSystem/CareConnect-NHSNumberVerificationStatus-1"
QUANTITY_TEXT = f"{_CARE_CONNECT}/StructureDefinition/Extension-CareConnect-MedicationQuantityText-1"
SUPPLY_TYPE_SYSTEM = f"{_CARE_CONNECT}/CodeSystem/CareConnect-MedicationSupplyType-1"
PARTICIPATION_SYSTEM = "http://hl7.org/fhir/v3/ParticipationType"
SECTION_SYSTEM = "https://fhir.nhs.uk/CodeSystem/SectionCode"

_ITK_PROFILES = {
    "message": "ITK-Message-Bundle-1",
    "header": "ITK-MessageHeader-2",
    "document": "ITK-Document-Bundle-1",
    "header organisation": "CareConnect-ITK-Header-Organization-1",
    "encounter": "CareConnect-ITK-Encounter-1",
    "dispense list": "CareConnect-ITK-MedicationDispense-List-1",
    "dispense": "CareConnect-ITK-MedicationDispense-1",
}
_CARE_CONNECT_PROFILES = {
    "patient": "CareConnect-Patient-1",
    "organisation": "CareConnect-Organization-1",
    "practitioner": "CareConnect-Practitioner-1",
    "medication": "CareConnect-Medication-1",
}


def profile(name: str) -> list[str]:
    """The profile that a resource says it keeps to."""
    if name in _ITK_PROFILES:
        return [f"{STU3}/StructureDefinition/{_ITK_PROFILES[name]}"]
    return [f"{_CARE_CONNECT}/StructureDefinition/{_CARE_CONNECT_PROFILES[name]}"]


def coded(system: str, code: str, display: str) -> dict[str, Any]:
    """A concept with one code."""
    return {"coding": [{"system": system, "code": code, "display": display}]}


PHARMACY_SERVICE = coded(SNOMED, "310080006", "Pharmacy service")
DISPENSED = coded(SNOMED, "163541000000107", "Dispensed Medication")
EMERGENCY_SUPPLY = coded(SUPPLY_TYPE_SYSTEM, "emergency-supply", "Emergency Supply")
PERFORMER = coded(PARTICIPATION_SYSTEM, "PPRF", "primary performer")

_NUMBER_STATUS = {
    "01": "Number present and verified",
    "02": "Number present but not traced",
    "03": "Trace required",
    "04": "Trace attempted - No match or multiple match found",
    "05": "Trace needs to be resolved - (NHS Number or patient detail conflict)",
}


def number_status(code: str) -> dict[str, Any]:
    """How far an NHS number is verified."""
    return coded(NUMBER_STATUS_SYSTEM, code, _NUMBER_STATUS[code])


SECTIONS = {
    "contacts": ("Contacts with professionals", SECTION_SYSTEM, "contacts-with-professionals"),
    "legal": ("Legal information", SNOMED, "886961000000102"),
    "distribution": ("Distribution list", SNOMED, "887261000000109"),
    "practice": ("GP practice", SNOMED, "886711000000101"),
    "complaint": ("Presenting complaints or issues", SNOMED, "886891000000102"),
    "summary": ("Clinical summary", SNOMED, "887181000000106"),
    "advice": ("Information and advice given", SNOMED, "1052951000000105"),
    "medications": ("Medications and medical devices", SNOMED, "933361000000108"),
    "patient": ("Patient demographics", SNOMED, "886731000000109"),
    "plan": ("Plan and requested actions", SNOMED, "887201000000105"),
    "referral": ("Referral details", SNOMED, "886721000000107"),
}
