"""Records of PDS in many states, as the stand-in answers with them."""

import copy
from typing import Any

from reference_nation import PATIENT

OLD, NEW = "9990000018", "9990000026"
EXTENSIONS = "https://fhir.hl7.org.uk/StructureDefinition"
PAST = {"start": "2001-01-01", "end": "2019-03-31"}
NOW = {"start": "2019-04-01"}


def record(**changes: Any) -> dict[str, Any]:
    """The plain record with other members; None takes one away."""
    made = {**copy.deepcopy(PATIENT), **changes}
    return {name: value for name, value in made.items() if value is not None}


def secured(code: str) -> dict[str, Any]:
    """Meta with a level of confidentiality."""
    return {"versionId": "2", "security": [{"code": code}]}


def restricted() -> dict[str, Any]:
    """The record without all that says where the patient is."""
    return record(meta=secured("R"), address=None, telecom=None, generalPractitioner=None)


def very_restricted() -> dict[str, Any]:
    """No more than that there is a record."""
    return {"resourceType": "Patient", "id": OLD, "meta": secured("V")}


def death(code: str) -> dict[str, Any]:
    """The extension that tells of a death."""
    coding = {"code": code, "system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-DeathNotificationStatus"}
    status = {"url": "deathNotificationStatus", "valueCodeableConcept": {"coding": [coding]}}
    return {"url": f"{EXTENSIONS}/Extension-UKCore-DeathNotificationStatus", "extension": [status]}


def outcome(code: str) -> dict[str, Any]:
    """An OperationOutcome."""
    return {"resourceType": "OperationOutcome", "issue": [{"details": {"coding": [{"code": code}]}}]}


INVALIDATED = (404, outcome("INVALIDATED_RESOURCE"))
UNKNOWN = (404, outcome("RESOURCE_NOT_FOUND"))
