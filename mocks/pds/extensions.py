"""The extensions of a Patient at PDS, and other parts of it that are coded.

Source: Personal Demographics Service FHIR API, Patient (interface sheet pds-smsp-auth, section 3). Left out: the
confidential reasons for removal, and consent to record sharing, which need attributes that few applications have.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cpcs_harness.people.demographics import SINCE, Demographics, HeldAddress

UK_CORE = "https://fhir.hl7.org.uk"
STRUCTURE = f"{UK_CORE}/StructureDefinition"
CODES = f"{UK_CORE}/CodeSystem"
ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code"
DEATH = {
    "1": "Informal - death notice received via an update from a local NHS Organisation such as GP or Trust",
    "2": "Formal - death notice received from Registrar of Deaths",
    "U": "Removed",
}
REMOVAL = {
    "DEA": "Death",
    "EMB": "Embarkation",
    "SCT": "Transferred to Scotland",
    "NIT": "Transferred to Northern Ireland",
    "TRA": "Temporary resident not returned",
    "ORR": "Other reason",
}
LANGUAGES = {"cy": "Welsh", "fr": "French", "pl": "Polish", "ur": "Urdu", "q4": "British Sign Language"}
METHODS = {
    "1": "Letter",
    "2": "Visit",
    "3": "Telephone",
    "4": "E-mail",
    "5": "Minicom (Textphone)",
    "6": "Telephone contact via proxy",
    "7": "Sign language",
    "8": "No Telephone contact",
}
FORMATS = {"11": "Large print", "12": "Braille", "13": "Audio tape"}


def extensions(record: Demographics) -> list[dict[str, Any]]:
    """Write the extensions of a whole record, without those that would say where a restricted patient is."""
    located = [] if record.security == "R" else [*_pharmacies(record), *_birth_place(record)]
    return [
        *located,
        *death_notification(record),
        *_communication(record),
        *_preference(record),
        *_removal(record),
        *_unknown(record),
    ]


def death_notification(record: Demographics) -> list[dict[str, Any]]:
    """Write on whose word a death is held, or that it is no longer; the one extension that searches give too."""
    if not record.death_status:
        return []
    status = coded(f"{CODES}/UKCore-DeathNotificationStatus", record.death_status, DEATH[record.death_status])
    status["coding"][0]["version"] = "1.0.0"
    parts = [{"url": "deathNotificationStatus", "valueCodeableConcept": status}]
    since = _moment(record.deceased)
    effective = [{"url": "systemEffectiveDate", "valueDateTime": since}] if since else []
    return [{"url": f"{STRUCTURE}/Extension-UKCore-DeathNotificationStatus", "extension": parts + effective}]


def verified() -> dict[str, Any]:
    """Say that an NHS number is verified, as PDS says of all that it gives."""
    status = coded(f"{CODES}/UKCore-NHSNumberVerificationStatus", "01", "Number present and verified")
    status["coding"][0]["version"] = "1.0.0"
    url = f"{STRUCTURE}/Extension-UKCore-NHSNumberVerificationStatus"
    return {"url": url, "valueCodeableConcept": status}


def keys(address: HeldAddress) -> list[dict[str, Any]]:
    """Write the keys of an address, by which it is the same in other registers."""
    return [_key(kind, value) for kind, value in (("UPRN", address.uprn), ("PAF", address.paf)) if value]


def textphone() -> dict[str, Any]:
    """Say that a means of contact that FHIR has no name for is a textphone."""
    system = f"{CODES}/UKCore-OtherContactSystem"
    coding = {"system": system, "code": "textphone", "display": "Minicom (Textphone)"}
    return {"url": f"{STRUCTURE}/Extension-UKCore-OtherContactSystem", "valueCoding": coding}


def null_lines(lines: Iterable[str]) -> dict[str, Any]:
    """Write an address with all of its five lines, those that are blank as null with an extension beside it."""
    five: list[str | None] = [line or None for line in lines][:5]
    five = [*([None] * (5 - len(five))), *five]
    url = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
    absent = {"extension": [{"url": url, "valueCode": "unknown"}]}
    return {"line": five, "_line": [None if line else absent for line in five]}


def coded(system: str, code: str, display: str) -> dict[str, Any]:
    """Write one code as a CodeableConcept."""
    return {"coding": [{"system": system, "code": code, "display": display}]}


def _pharmacies(record: Demographics) -> list[dict[str, Any]]:
    named = {
        "NominatedPharmacy": record.nominated_pharmacy,
        "PreferredDispenserOrganization": record.dispensing_doctor,
        "MedicalApplianceSupplier": record.appliance_supplier,
    }
    return [
        {
            "url": f"{STRUCTURE}/Extension-UKCore-{name}",
            "valueReference": {"identifier": {"system": ODS_CODE, "value": ods}},
        }
        for name, ods in named.items()
        if ods
    ]


def _birth_place(record: Demographics) -> list[dict[str, Any]]:
    place = dict(zip(("city", "district", "country"), record.birth_place, strict=False))
    url = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"
    return [{"url": url, "valueAddress": place}] if place else []


def _communication(record: Demographics) -> list[dict[str, Any]]:
    if not record.language:
        return []
    display = LANGUAGES.get(record.language, record.language)
    language = coded(f"{CODES}/UKCore-HumanLanguage", record.language, display)
    language["coding"][0]["version"] = "1.0.0"
    parts = [
        {"url": "language", "valueCodeableConcept": language},
        {"url": "interpreterRequired", "valueBoolean": record.interpreter},
    ]
    return [{"url": f"{STRUCTURE}/Extension-UKCore-NHSCommunication", "extension": parts}]


def _preference(record: Demographics) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    for url, code, known in (
        ("PreferredWrittenCommunicationFormat", record.written_format, FORMATS),
        ("PreferredContactMethod", record.contact_method, METHODS),
    ):
        if code:
            concept = coded(f"{CODES}/UKCore-{url}", code, known[code])
            parts.append({"url": url, "valueCodeableConcept": concept})
    if record.contact_times:
        parts.append({"url": "PreferredContactTimes", "valueString": record.contact_times})
    url = f"{STRUCTURE}/Extension-UKCore-ContactPreference"
    return [{"url": url, "extension": parts}] if parts else []


def _removal(record: Demographics) -> list[dict[str, Any]]:
    if not record.removal:
        return []
    why = coded(
        "https://fhir.nhs.uk/CodeSystem/PDS-RemovalReasonExitCode", record.removal, REMOVAL[record.removal]
    )
    lasted = record.removal_period
    since = lasted.start or record.practice_end or record.practice_start or SINCE
    effective = {"start": _moment(since) or _moment(SINCE)} | (
        {"end": _moment(lasted.end)} if lasted.end else {}
    )
    parts = [
        {"url": "removalFromRegistrationCode", "valueCodeableConcept": why},
        {"url": "effectiveTime", "valuePeriod": effective},
    ]
    url = "https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration"
    return [{"url": url, "extension": parts}]


def _unknown(record: Demographics) -> list[dict[str, Any]]:
    url = "https://fhir.example/StructureDefinition/Extension-NotYetPublished"
    return [{"url": url, "valueBoolean": True}] if "unknown-extension" in record.oddities else []


def _key(kind: str, value: str) -> dict[str, Any]:
    coding = {"system": f"{CODES}/UKCore-AddressKeyType", "code": kind}
    parts = [{"url": "type", "valueCoding": coding}, {"url": "value", "valueString": value}]
    return {"url": f"{STRUCTURE}/Extension-UKCore-AddressKey", "extension": parts}


def _moment(date: str) -> str:
    """Write a date, or a moment, as a moment; nothing for a date that is partly known."""
    return date if "T" in date else f"{date}T00:00:00+00:00" if len(date) == 10 else ""
