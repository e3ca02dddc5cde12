"""Patient, caller, author and organisations of NHS 111's referral in FHIR R4.

Source: model of the project, from the Booking and Referral FHIR API and UK Core: identifier systems, the extension for
the status of an NHS number, what stands in Patient.contact.
"""

from __future__ import annotations

import uuid
from typing import Any

from cpcs_harness.people.model import Caller, Person, Practice, Premises, Report

Resource = dict[str, Any]

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
STATUS_EXTENSION = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus"
STATUS_SYSTEM = "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus"
VERIFIED = ("number-present-and-verified", "Number present and verified")
NOT_TRACED = ("number-present-but-not-traced", "Number present but not traced")
IN_FULL, AT_LEAST = "in-full", "at-least"
"""The forms in which a message has all that R4 lets it have of a patient, or no more than it asks for."""
LOCAL_IDS = "https://fhir.example.nhs.uk/Id/local-patient"
RELATIONSHIPS = "urn:oid:2.16.840.1.113883.2.1.3.2.4.16.45"
SELF = "21"
GENDERS = {"male": "male", "female": "female", "not specified": "other", "unknown": "unknown"}
_NAMES = uuid.UUID("5b0f7a0e-8c1b-5f7e-9a54-1a9f0a6c6d11")


def resource_id(report: Report, part: str) -> str:
    """Name a part of one message: the same message names it the same each time that it is sent."""
    return str(uuid.uuid5(_NAMES, f"{report.message_id}/{part}"))


def reference(report: Report, part: str) -> dict[str, str]:
    """Refer to a part of the same message."""
    return {"reference": f"urn:uuid:{resource_id(report, part)}"}


def number_of(report: Report) -> tuple[str, bool] | None:
    """Give the NHS number as this report has it and whether it says that it is verified; None where it has none."""
    number = report.person.nhs_number
    last = str((int(number[-1]) + 1) % 10)
    return {
        "verified": (number, True),
        "unverified": (number, False),
        "zeros": ("0" * len(number), False),
        "short": (number[:-1], False),
        "bad-check": (number[:-1] + last, True),
    }.get(report.number)


def patient(report: Report) -> Resource:
    """Write the patient, with the number to call back first."""
    person = report.person
    written: Resource = {
        "resourceType": "Patient",
        "id": resource_id(report, "patient"),
        "identifier": _identifiers(report),
        "name": _names(report),
        "telecom": _telephones(report),
        "gender": GENDERS[report.gender or person.gender] if AT_LEAST not in report.forms else "",
        "birthDate": birth_date(report),
        "address": _addresses(report),
        "contact": [_contact(report.caller)] if third_party(report.caller) and report.caller else [],
        "generalPractitioner": [reference(report, "practice")] if report.names_practice else [],
    }
    return without_empty(written)


def practice(report: Report) -> Resource:
    """Write the practice where the patient is registered."""
    found: Practice = report.person.practice
    return organization(report, "practice", found.ods, found.name) | {
        "telecom": [_telephone(found.telephone, "work")],
        "address": [_address(found.address, found.postcode, "work")],
    }


def receiver(report: Report) -> Resource:
    """Write the pharmacy that the referral is addressed to."""
    found: Premises = report.premises
    return organization(report, "receiver", found.ods + report.ods_suffix, found.name)


def organization(report: Report, part: str, ods: str, name: str) -> Resource:
    """Write an organisation by its ODS code and its name."""
    return {
        "resourceType": "Organization",
        "id": resource_id(report, part),
        "identifier": [{"system": ODS, "value": ods}],
        "name": name,
    }


def author(report: Report) -> Resource:
    """Write who took the call, or, online, whoever stands for the patient there."""
    given, family = report.author_name
    return {
        "resourceType": "Practitioner",
        "id": resource_id(report, "author"),
        "name": [{"family": family, "given": [given]}],
    }


def birth_date(report: Report) -> str:
    """Give as much of the birth date as is known: FHIR dates may end early."""
    whole = report.person.birth_date.isoformat()
    return whole[: {"day": 10, "month": 7, "year": 4, "unknown": 0}[report.birth_known]]


def third_party(caller: Caller | None) -> bool:
    """Tell whether somebody else rang than the patient."""
    return caller is not None and caller.code != SELF


def without_empty(written: Resource) -> Resource:
    """Leave out what has nothing in it: FHIR knows no empty elements."""
    return {name: value for name, value in written.items() if value not in ("", [], {}, None)}


def _identifiers(report: Report) -> list[Resource]:
    """Write the NHS number; the provider's own number stands before it, or alone."""
    local = {"use": "secondary", "system": LOCAL_IDS, "value": report.local_id}
    before = [local] if {IN_FULL, AT_LEAST} & set(report.forms) else []
    found = number_of(report)
    if found is None:
        return before
    number, verified = found
    code, display = VERIFIED if verified else NOT_TRACED
    status = {"coding": [{"system": STATUS_SYSTEM, "code": code, "display": display}]}
    extension = [{"url": STATUS_EXTENSION, "valueCodeableConcept": status}]
    return [*before, {"extension": extension, "system": NHS_NUMBER, "value": number}]


def _names(report: Report) -> list[Resource]:
    """Write the patient's own name, and what else they are called; that may stand first."""
    names, written = [_name(report.person)], report.written
    if written.nickname and AT_LEAST not in report.forms:
        nickname = {"use": "nickname", "given": [written.nickname]}
        names.insert(0 if written.names == "nickname first" else 1, nickname)
    return names


def _addresses(report: Report) -> list[Resource]:
    """Write where the patient lives; before it where they are now."""
    person, elsewhere = report.person, report.written.elsewhere
    found = [_address(person.address, person.postcode, "home")]
    if IN_FULL in report.forms and elsewhere is not None:
        found.insert(0, _address(elsewhere.lines, elsewhere.postcode, "temp") | {"type": "physical"})
    return found


def _name(person: Person) -> Resource:
    return {"use": "official", "family": person.family, "given": [person.given], "prefix": [person.prefix]}


def _telephones(report: Report) -> list[Resource]:
    person, caller = report.person, report.caller
    use = "mobile" if person.callback.startswith("07") else "temp"
    callback = _telephone(person.callback, use) | {"rank": 1}
    home = _telephone(person.home_telephone, "home")
    # A patient who rang from another number than the one to call back has that number too.
    own = caller is not None and not third_party(caller) and caller.telephone != person.callback
    email = {"system": "email", "value": report.written.email, "use": "home"}
    return [
        *([email] if IN_FULL in report.forms else []),
        callback,
        home,
        *([_telephone(caller.telephone, "temp")] if own and caller else []),
    ]


def _contact(caller: Caller) -> Resource:
    """Write who rang; a relationship for which there is no code is in words alone (FHIR R4, CodeableConcept)."""
    coding = {"system": RELATIONSHIPS, "code": caller.code, "display": caller.relationship}
    return {
        "relationship": [
            without_empty({"coding": [coding] * bool(caller.code), "text": caller.relationship})
        ],
        "name": {"text": caller.name},
        "telecom": [_telephone(caller.telephone, "") | {"rank": 1}],
    }


def _telephone(number: str, use: str) -> Resource:
    return without_empty({"system": "phone", "value": number.replace(" ", ""), "use": use})


def _address(lines: tuple[str, ...], postcode: str, use: str) -> Resource:
    return {"use": use, "line": list(lines), "postalCode": postcode}
