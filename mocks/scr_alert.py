"""What the SCR FHIR API asks of the two resources that a viewer may send it, in the order in which it tells.

Source: Summary Care Record FHIR API, AuditEvent and $setPermission (interface sheet dos-eps-rtec-scr-dmd, section 5.3).
"""

from __future__ import annotations

from typing import Any

from cpcs_harness.formats.json_parts import object_in, objects_in

MESSAGE = "https://fhir.nhs.uk/StructureDefinition/Extension-SCR-NotificationMessage"
TYPE = "https://fhir.nhs.uk/CodeSystem/SCR-AlertType"
REASON = "https://fhir.nhs.uk/CodeSystem/SCR-AlertReason"
PERMISSION = "https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission"
ASID = "https://fhir.nhs.uk/Id/nhsSpineASID"
AGENTS = (
    "https://fhir.nhs.uk/Id/nhs-number",
    "https://fhir.nhs.uk/Id/ods-organization-code",
    "https://fhir.nhs.uk/Id/sds-user-id",
)
TYPES = ("1", "2")
REASONS = ("1", "2", "3", "4", "5", "6")
FORBIDDEN = (("1", "5"), ("2", "4"), ("2", "6"))
"""Pairs of type and reason that are not permitted."""
PERMISSIONS = ("Yes", "No", "Ask")


def alert_problem(event: dict[str, Any]) -> str:
    """Say the first thing that is wrong with an alert; nothing where it is as it should be."""
    if event.get("resourceType") != "AuditEvent":
        return "Expecting resource of type AuditEvent"
    if not event.get("id"):
        return "'id' element is missing"
    return (
        _message_problem(event)
        or _codes_problem(event)
        or _what_problem(event)
        or next((problem for system in AGENTS if (problem := _agent_problem(event, system))), "")
        or _observer_problem(event)
    )


def permission_problem(parameters: dict[str, Any]) -> str:
    """Say the first thing that is wrong with a request to set permission; nothing where it is as it should be."""
    named = [one for one in objects_in(parameters, "parameter") if one.get("name") == "setPermissions"]
    if parameters.get("resourceType") != "Parameters" or len(named) != 1:
        return "Exactly 1 parameter named 'setPermissions' expected"
    if not number_in(parameters):
        return "Missing value for Parameter.Part 'nhsNumber'"
    coding = object_in(_part(parameters, "permissionCode"), "valueCoding")
    if coding.get("system") != PERMISSION:
        return f"Parameter.Part named 'permissionCode' with valueCoding.system {PERMISSION} not found"
    code = coding.get("code")
    return "" if code in PERMISSIONS else f"Invalid value - {code} in field 'valueCoding.code'"


def number_in(parameters: dict[str, Any]) -> str:
    """Give the NHS number that permission is set for."""
    value = _part(parameters, "nhsNumber").get("valueString")
    return value if isinstance(value, str) else ""


def code_in(parameters: dict[str, Any]) -> str:
    """Give the permission that is set."""
    return str(object_in(_part(parameters, "permissionCode"), "valueCoding").get("code"))


def _part(parameters: dict[str, Any], name: str) -> dict[str, Any]:
    parts = [part for one in objects_in(parameters, "parameter") for part in objects_in(one, "part")]
    return next((part for part in parts if part.get("name") == name), {})


def _message_problem(event: dict[str, Any]) -> str:
    messages = [one for one in objects_in(event, "extension") if one.get("url") == MESSAGE]
    if len(messages) != 1:
        return f"Expecting exactly one 'extension' element with URL: '{MESSAGE}'"
    return "" if messages[0].get("valueString") else f"'valueString' for 'extension' '{MESSAGE}' is missing"


def _codes_problem(event: dict[str, Any]) -> str:
    kind, reasons = object_in(event, "type"), objects_in(event, "subtype")
    if kind.get("system") != TYPE or kind.get("code") not in TYPES or not kind.get("display"):
        return f"Invalid or missing value in field 'type'. Supported values are: {', '.join(TYPES)} of {TYPE}"
    if len(reasons) != 1:
        return "Expecting exactly one 'subtype' element"
    reason = reasons[0]
    if reason.get("system") != REASON or reason.get("code") not in REASONS or not reason.get("display"):
        return f"Invalid or missing value in field 'subtype'. Supported values are: {', '.join(REASONS)} of {REASON}"
    pair = (kind["code"], reason["code"])
    return f"Not a permitted combination: type {pair[0]}, subtype {pair[1]}" if pair in FORBIDDEN else ""


def _what_problem(event: dict[str, Any]) -> str:
    if not isinstance(event.get("recorded"), str) or not event["recorded"]:
        return "'recorded' element missing"
    entities = objects_in(event, "entity")
    if len(entities) != 1:
        return "Expecting exactly one 'entity' element"
    identified = object_in(object_in(entities[0], "what"), "identifier").get("value")
    return "" if identified else "Invalid or missing value in field 'entity.what.identifier.value'"


def _agent_problem(event: dict[str, Any], system: str) -> str:
    identifiers = [
        (one, object_in(object_in(one, "who"), "identifier")) for one in objects_in(event, "agent")
    ]
    found = [one for one, who in identifiers if who.get("system") == system and who.get("value")]
    if not found and system == AGENTS[0]:
        return "NHS number missing"
    if len(found) != 1:
        return f"Expecting exactly one 'agent' entry with 'who.identifier.system' '{system}' and non-empty 'value'"
    if found[0].get("requestor") is not False:
        return f"Missing or unsupported 'requestor' value for 'agent' with 'who.identifier.system' '{system}'"
    roles = objects_in(found[0], "role")
    if system == AGENTS[2] and not any(one.get("text") or objects_in(one, "coding") for one in roles):
        return f"Expecting at least one non empty 'role' for 'agent' entry with system {system}"
    return ""


def _observer_problem(event: dict[str, Any]) -> str:
    observer = object_in(object_in(object_in(event, "source"), "observer"), "identifier")
    named = observer.get("system") == ASID and observer.get("value")
    return "" if named else f"Missing 'source.observer.identifier' of system {ASID}"
