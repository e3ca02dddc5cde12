"""How PDS writes a patient's related persons.

Source: Personal Demographics Service FHIR API, RelatedPerson (interface sheet pds-smsp-auth, section 2.3).
Left out: contact preferences and language of a related person.
"""

from __future__ import annotations

from typing import Any

from cpcs_harness.people.demographics import Demographics, HeldRelation

from .record import NHS_NUMBER, part_id, period

ROLES = "https://fhir.nhs.uk/R4/CodeSystem/UKCore-AdditionalRelatedPersonRole"
TYPES = "http://hl7.org/fhir/ValueSet/relatedperson-relationshiptype"
EXTENSION = "https://fhir.nhs.uk/R4/StructureDefinition/Extension-UKCore"
ROLE_NAMES = {
    "Agent": "Agent of patient",
    "Guardian": "Guardian of patient",
    "Personal": "Personal relationship with the patient",
}
TYPE_NAMES = {
    "SPS": "spouse",
    "DOMPART": "domestic partner",
    "PRN": "parent",
    "PRNFOST": "foster parent",
    "STPPRN": "step parent",
    "CHILD": "child",
    "MTH": "mother",
    "FTH": "father",
    "SIS": "sister",
    "BRO": "brother",
    "FAMMEMB": "family member",
    "ONESELF": "self",
    "U": "Unknown",
    "N": "Next-of-Kin",
}


def related_persons(record: Demographics) -> list[dict[str, Any]]:
    """Write all related persons; of a patient whose record is restricted there are none to be given."""
    if record.security != "U":
        return []
    return [_related(record, index, relation) for index, relation in enumerate(record.relations)]


def _related(record: Demographics, index: int, relation: HeldRelation) -> dict[str, Any]:
    written: dict[str, Any] = {
        "resourceType": "RelatedPerson",
        "id": relation.object_id or part_id(record, "related", index),
        "active": True,
        "patient": _patient(record, relation),
        "relationship": [{"coding": _codes(relation)}],
        "period": period(record, relation),
    }
    if relation.family:
        given = {"given": [relation.given]} if relation.given else {}
        name_id = part_id(record, "related-name", index)
        written["name"] = [{"id": name_id, "use": "usual", "family": relation.family, **given}]
    if relation.address is not None:
        lines, postcode = list(relation.address.lines), relation.address.postcode
        written["address"] = [{"use": relation.address.use, "line": lines, "postalCode": postcode}]
    if relation.telephone:
        written["telecom"] = [{"system": "phone", "use": "home", "value": relation.telephone}]
    written["extension"] = _extensions(relation)
    return {name: value for name, value in written.items() if name == "patient" or value not in ({}, [])}


def _patient(record: Demographics, relation: HeldRelation) -> dict[str, Any]:
    """Point at the related person's own record; where it is not known, whoever is named there points at nothing."""
    if relation.nhs_number or not (relation.family and relation.address):
        number = relation.nhs_number or record.nhs_number  # the description wants something of everybody
        return {"type": "Patient", "identifier": {"system": NHS_NUMBER, "value": number}}
    return {}


def _codes(relation: HeldRelation) -> list[dict[str, str]]:
    codes = [
        {"system": ROLES, "code": relation.role, "display": ROLE_NAMES.get(relation.role, relation.role)}
    ]
    if relation.kind != relation.role:
        display = TYPE_NAMES.get(relation.kind, relation.kind)
        codes.append({"system": TYPES, "code": relation.kind, "display": display})
    if relation.next_of_kin and relation.kind != "N":
        codes.append({"system": TYPES, "code": "N", "display": TYPE_NAMES["N"]})
    return codes


def _extensions(relation: HeldRelation) -> list[dict[str, Any]]:
    copied = {"url": f"{EXTENSION}-CopyCorrespondenceIndicator", "valueBoolean": True}
    ranked = {"url": f"{EXTENSION}-ContactRank", "valuePositiveInt": relation.rank}
    return ([copied] if relation.copied else []) + ([ranked] if relation.rank else [])
