"""Requests to the Spine Mini Service and its answers, taken apart for whoever judges them; nothing is held to any rule.

Source: ITK 2.2 web services; PDS Mini Services Domain Message Specification v1.0 (interface sheet pds-smsp-auth, 12).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cpcs_harness.formats.soap import NAMESPACES as SOAP_NAMES
from cpcs_harness.formats.soap import read_answer

_OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity"
NAMESPACES = SOAP_NAMES | {
    "wsse": f"{_OASIS}-secext-1.0.xsd",
    "wsu": f"{_OASIS}-utility-1.0.xsd",
    "h": "urn:hl7-org:v3",
}
SERVICE = "urn:nhs-itk:services:201005:{}-v1-0"
ROOTS = {
    "verifyNHSNumber": "verifyNHSNumberRequest-v1-0",
    "getNHSNumber": "getNHSNumberRequest-v1-0",
    "getPatientDetailsByNHSNumber": "getPatientDetailsByNHSNumberRequest-v1-0",
    "getPatientDetailsBySearch": "getPatientDetailsBySearchRequest-v1-0",
    "getPatientDetails": "getPatientDetails-v1-0",
}
"""The services, and the element that asks each."""
PROFILES = {name: f"urn:nhs-en:profile:{name}Request-v1-0" for name in ROOTS}
ODS_IDENTITY, ASID_IDENTITY = "2.16.840.1.113883.2.1.3.2.4.18.27", "1.2.826.0.1285.0.2.0.107"
NHS_NUMBER = "2.16.840.1.113883.2.1.4.1"


@dataclass(frozen=True)
class Request:
    """What a request says, found by namespace and never by prefix; empty where it says nothing."""

    action: str
    message_id: str
    created: str
    expires: str
    username: str
    service: str
    """What the ITK header calls the service."""
    tracking_id: str
    identities: tuple[tuple[str, str], ...]
    """Type and URI of each audit identity."""
    manifest_count: str
    items: tuple[tuple[str, str], ...]
    """Id and profile of each manifest item."""
    payloads_count: str
    payloads: tuple[str, ...]
    """Ids."""
    root: str
    """Clark name of the first payload's element."""
    code: str
    """Name of the message, as the payload says it."""
    parameters: dict[str, str] = field(default_factory=dict)
    """What is known of the patient: birth_date, gender, nhs_number, given, family, postcode."""


@dataclass(frozen=True)
class Answer:
    """What an answer says; empty where it says nothing."""

    code: str
    """Response code, such as SMSP-0000."""
    number: str
    """NHS number of the patient that it is about."""
    valid: str
    """true | false, where verifyNHSNumber answered."""
    fault_code: str
    """Of a SOAP fault."""


def is_request(root: Any) -> bool:
    """Say whether a message is a request to a mini service: a distribution envelope for one of the services."""
    header = None if root is None else root.find("s:Body/itk:DistributionEnvelope/itk:header", NAMESPACES)
    return header is not None and service_name(header.get("service") or "") != ""


def service_name(urn: str) -> str:
    """Give the short name of a service; empty where it is none of the five."""
    return next((name for name in ROOTS if SERVICE.format(name) == urn), "")


def read_request(root: Any) -> Request | None:
    """Take a request apart; None where there is no SOAP envelope."""
    if root is None or root.tag != f"{{{NAMESPACES['s']}}}Envelope":
        return None
    envelope = "s:Body/itk:DistributionEnvelope"
    items = root.findall(f"{envelope}/itk:header/itk:manifest/itk:manifestitem", NAMESPACES)
    payloads = root.findall(f"{envelope}/itk:payloads/itk:payload", NAMESPACES)
    identities = root.findall(f"{envelope}/itk:header/itk:auditIdentity/itk:id", NAMESPACES)
    inside = root.find(f"{envelope}/itk:payloads/itk:payload/*", NAMESPACES)
    security = "s:Header/wsse:Security"
    return Request(
        action=_text(root, "s:Header/a:Action"),
        message_id=_text(root, "s:Header/a:MessageID"),
        created=_text(root, f"{security}/wsu:Timestamp/wsu:Created"),
        expires=_text(root, f"{security}/wsu:Timestamp/wsu:Expires"),
        username=_text(root, f"{security}/wsse:UsernameToken/wsse:Username"),
        service=_attribute(root, f"{envelope}/itk:header", "service"),
        tracking_id=_attribute(root, f"{envelope}/itk:header", "trackingid"),
        identities=tuple(
            (identity.get("type") or ODS_IDENTITY, (identity.get("uri") or "").strip())
            for identity in identities
        ),
        manifest_count=_attribute(root, f"{envelope}/itk:header/itk:manifest", "count"),
        items=tuple((item.get("id") or "", item.get("profileid") or "") for item in items),
        payloads_count=_attribute(root, f"{envelope}/itk:payloads", "count"),
        payloads=tuple(payload.get("id") or "" for payload in payloads),
        root="" if inside is None else str(inside.tag),
        code="" if inside is None else _attribute(inside, "h:code", "code"),
        parameters={} if inside is None else _parameters(inside),
    )


def read_response(root: Any) -> Answer | None:
    """Take an answer apart; None where there is no SOAP envelope."""
    soap = read_answer(root)
    if soap is None:
        return None
    payload = root.find("s:Body/itk:DistributionEnvelope/itk:payloads/itk:payload/*", NAMESPACES)
    if payload is None:
        return Answer("", "", "", soap.fault_code)
    numbers = [id.get("extension") or "" for id in payload.iterfind(".//h:patient/h:id", NAMESPACES)]
    valid = _attribute(payload, "h:component/h:validIdentifier/h:value", "value")
    return Answer(
        _attribute(payload, "h:value", "code"), numbers[0] if numbers else "", valid, soap.fault_code
    )


_PLACES = {
    "birth_date": ("h:queryEvent/h:Person.DateOfBirth/h:value", "value"),
    "gender": ("h:queryEvent/h:Person.Gender/h:value", "code"),
    "nhs_number": ("h:queryEvent/h:Person.NHSNumber/h:value", "extension"),
    "given": ("h:queryEvent/h:Person.Name/h:value/h:given", ""),
    "family": ("h:queryEvent/h:Person.Name/h:value/h:family", ""),
    "postcode": ("h:queryEvent/h:Person.Postcode/h:value/h:postalCode", ""),
}


def _parameters(payload: Any) -> dict[str, str]:
    found = {
        name: _attribute(payload, path, attribute) if attribute else _text(payload, path)
        for name, (path, attribute) in _PLACES.items()
    }
    return {name: value for name, value in found.items() if value}


def _text(node: Any, path: str) -> str:
    return str(node.findtext(path, default="", namespaces=NAMESPACES)).strip()


def _attribute(node: Any, path: str, name: str) -> str:
    found = node.find(path, NAMESPACES)
    return "" if found is None else str(found.get(name) or "").strip()
