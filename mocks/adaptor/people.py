"""Patient, callers and organisations of a report, with what the 111 Adaptor loses of them.

Source: NHS 111 Adaptor 2.0.0, its mappers and expected results (interface sheet nhs111-itk22, section 5.2): the local
id goes, of an NHS number's root only 01 or 02 stays, no organisation's code has a system, numbers keep `tel:`, and the
number to call back loses its use and comes once more as an "Emergency Contact".
"""

from __future__ import annotations

from typing import Any

from cpcs_harness.people.model import Caller, Practice, Report

from ..nhs111_fhir.people import birth_date, number_of
from .parts import OID, Parts, coded, without_empty

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
STATUS = (
    "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-NHSNumberVerificationStatus-1"
)
ROLES = "http://hl7.org/fhir/v2/0131"
GENDERS = {"male": "male", "female": "female", "not specified": "other", "unknown": "unknown"}
JOBS = {"telephony": ("NR1690", "Call Operator"), "online": ("T1", "OOH call handler")}


def add_patient(parts: Parts, report: Report) -> None:
    """Add the patient, and the practice as it stands once more beside the patient."""
    person = report.person
    parts.add(
        "patient",
        "Patient",
        identifier=_identifiers(report),
        active=True,
        name=[
            {"use": "official", "family": person.family, "given": [person.given], "prefix": [person.prefix]}
        ],
        telecom=[telephone(person.home_telephone, "home"), telephone(person.callback)],
        gender=GENDERS[report.gender or person.gender],
        birthDate=birth_date(report),
        address=[{"use": "home", "line": list(person.address), "postalCode": person.postcode}],
        generalPractitioner=[parts.reference("practice")] if report.names_practice else [],
    )
    if report.names_practice:
        add_practice(parts, "practice", person.practice)


def add_practice(parts: Parts, part: str, practice: Practice) -> None:
    """Add a GP practice, whose code has no system."""
    parts.add(
        part,
        "Organization",
        identifier=[{"value": practice.ods}],
        type=[{"text": "GP Practice"}],
        name=practice.name,
        telecom=[telephone(practice.telephone, "work")],
        address=[{"use": "work", "line": list(practice.address), "postalCode": practice.postcode}],
    )


def add_author(parts: Parts, report: Report) -> None:
    """Add who took the call."""
    given, family = report.author_name
    name = {"use": "official", "family": family, "given": [given]}
    parts.add("author", "Practitioner", active=True, name=[name])


def add_role(parts: Parts, report: Report) -> None:
    """Add the author's role, and the sender as the author's organisation: only here is its code."""
    parts.add(
        "role",
        "PractitionerRole",
        practitioner=parts.reference("author"),
        organization=parts.reference("employer"),
        code=[coded(f"{OID}.17.196", *JOBS[report.sender])],
    )
    parts.add("employer", "Organization", identifier=[{"value": report.sender_ods}], name=report.sender_name)


def add_caller(parts: Parts, caller: Caller) -> None:
    """Add who rang; whoever left a number is called an emergency contact besides."""
    relationship = coded(f"{OID}.16.45", caller.code, caller.relationship)
    parts.add(
        "caller",
        "RelatedPerson",
        active=True,
        patient=parts.reference("patient"),
        relationship={"coding": relationship["coding"] + (_contact()["coding"] if caller.telephone else [])},
        name=[{"text": caller.name}] if caller.name else [],
        telecom=[telephone(caller.telephone)] if caller.telephone else [],
        gender="unknown",
    )


def add_callback(parts: Parts, report: Report) -> None:
    """Add the number to call back as what it is not: somebody else's, to ring in an emergency."""
    parts.add(
        "callback",
        "RelatedPerson",
        patient=parts.reference("patient"),
        relationship=_contact(),
        telecom=[telephone(report.person.callback)],
    )


def telephone(number: str, use: str = "") -> dict[str, Any]:
    """Write a number as a URL, as the document has it."""
    return without_empty({"system": "phone", "value": f"tel:{number.replace(' ', '')}", "use": use})


def _identifiers(report: Report) -> list[dict[str, Any]]:
    found = number_of(report)
    if found is None:
        return []
    number, verified = found
    # The adaptor gives the extension's own address as the system of its code.
    status = {"coding": [{"system": STATUS, "code": "01" if verified else "02"}]}
    return [
        {
            "extension": [{"url": STATUS, "valueCodeableConcept": status}],
            "system": NHS_NUMBER,
            "value": number,
        }
    ]


def _contact() -> dict[str, Any]:
    return coded(ROLES, "C", "Emergency Contact")
