"""What the SCR FHIR API asks of the two resources that a viewer may send it, in the order in which it answers.

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
        return "The body has to be an AuditEvent"
    if not event.get("id"):
        return "'id' has to be there"
    return (
        _message_problem(event)
        or _codes_problem(event)
        or _what_problem(event)
        or next((problem for system in AGENTS if (problem := _agent_problem(event, system))), "")
        or _observer_problem(event)
    )


def permission_problem(parameters: dict[str, Any]) -> str:
    """Say the first thing that is wrong with a request to set permission; nothing where it is as it should be."""
    named = [part for part in objects_in(parameters, "parameter") if part.get("name") == "setPermissions"]
    if parameters.get("resourceType") != "Parameters" or len(named) != 1:
        return "One parameter has to be called 'setPermissions'"
    if not number_in(parameters):
        return "The part 'nhsNumber' has to have a value"
    coding = object_in(_part(parameters, "permissionCode"), "valueCoding")
    if coding.get("system") != PERMISSION:
        return f"The part 'permissionCode' has to hold a code of {PERMISSION}"
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
    named = objects_in(parameters, "parameter")
    parts = [part for parameter in named for part in objects_in(parameter, "part")]
    return next((part for part in parts if part.get("name") == name), {})


def _message_problem(event: dict[str, Any]) -> str:
    messages = [found for found in objects_in(event, "extension") if found.get("url") == MESSAGE]
    if len(messages) != 1:
        return f"One 'extension' has to be {MESSAGE}"
    return "" if messages[0].get("valueString") else f"The 'valueString' of {MESSAGE} has to be there"


def _codes_problem(event: dict[str, Any]) -> str:
    kind, reasons = object_in(event, "type"), objects_in(event, "subtype")
    if kind.get("system") != TYPE or kind.get("code") not in TYPES or not kind.get("display"):
        return f"'type' has to be one of {', '.join(TYPES)} of {TYPE}, with its display"
    if len(reasons) != 1:
        return "There has to be one 'subtype'"
    reason = reasons[0]
    if reason.get("system") != REASON or reason.get("code") not in REASONS or not reason.get("display"):
        return f"'subtype' has to be one of {', '.join(REASONS)} of {REASON}, with its display"
    pair = (kind["code"], reason["code"])
    return f"Type {pair[0]} may not have subtype {pair[1]}" if pair in FORBIDDEN else ""


def _what_problem(event: dict[str, Any]) -> str:
    if not isinstance(event.get("recorded"), str) or not event["recorded"]:
        return "'recorded' has to be there"
    entities = objects_in(event, "entity")
    if len(entities) != 1:
        return "There has to be one 'entity'"
    identified = object_in(object_in(entities[0], "what"), "identifier").get("value")
    return "" if identified else "entity.what.identifier.value has to be there"


def _agent_problem(event: dict[str, Any], system: str) -> str:
    identifiers = [
        (agent, object_in(object_in(agent, "who"), "identifier")) for agent in objects_in(event, "agent")
    ]
    found = [agent for agent, who in identifiers if who.get("system") == system and who.get("value")]
    if not found and system == AGENTS[0]:
        return "One 'agent' has to be the patient, by NHS number"
    if len(found) != 1:
        return f"One 'agent' has to be identified by {system}"
    if found[0].get("requestor") is not False:
        return f"'requestor' has to be false for the 'agent' identified by {system}"
    roles = objects_in(found[0], "role")
    if system == AGENTS[2] and not any(role.get("text") or objects_in(role, "coding") for role in roles):
        return f"'role' has to be told of the 'agent' identified by {system}"
    return ""


def _observer_problem(event: dict[str, Any]) -> str:
    observer = object_in(object_in(object_in(event, "source"), "observer"), "identifier")
    named = observer.get("system") == ASID and observer.get("value")
    return "" if named else f"source.observer has to be identified by {ASID}"
