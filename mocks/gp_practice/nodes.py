"""FHIR STU3 in XML, as the practices' systems write it: elements with a value, entries, identifiers, codings.

Source: FHIR STU3 (3.0.2) XML; systems and profiles by ITK3 messaging (interface sheet mesh-itk3-nhsmail-mys, part B).
"""

from __future__ import annotations

from typing import Any

from lxml import etree

FHIR = "http://hl7.org/fhir"
STU3 = "https://fhir.nhs.uk/STU3"
HANDLING = f"{STU3}/StructureDefinition/Extension-ITK-MessageHandling-2"
EVENTS = f"{STU3}/CodeSystem/ITK-MessageEvent-2"
RECIPIENT_TYPES = f"{STU3}/CodeSystem/ITK-RecipientType-1"
UUIDS = "https://tools.ietf.org/html/rfc4122"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
NS = {"f": FHIR}
_DEFAULT: Any = {None: FHIR}  # lxml takes None as a prefix; its stubs do not know

Node = etree._Element


def root(name: str) -> Node:
    """Make a resource that stands alone."""
    return etree.Element(tag(name), nsmap=_DEFAULT)


def add(parent: Node, name: str, **attributes: str) -> Node:
    """Add an element; its value, as any other attribute, by name."""
    return etree.SubElement(parent, tag(name), attributes)


def resource(bundle: Node, kind: str, resource_id: str) -> Node:
    """Add an entry to a bundle; gives the resource in it."""
    entry = add(bundle, "entry")
    add(entry, "fullUrl", value=f"urn:uuid:{resource_id}")
    inner = add(add(entry, "resource"), kind)
    add(inner, "id", value=resource_id)
    return inner


def identifier(parent: Node, system: str, value: str) -> Node:
    """Add an identifier."""
    added = add(parent, "identifier")
    add(added, "system", value=system)
    add(added, "value", value=value)
    return added


def coding(parent: Node, name: str, system: str, code: str, display: str) -> None:
    """Add a coding under a name."""
    added = add(parent, name)
    for part, value in (("system", system), ("code", code), ("display", display)):
        add(added, part, value=value)


def refer(parent: Node, name: str, resource_id: str) -> None:
    """Add a reference to a resource of the same message."""
    add(add(parent, name), "reference", value=f"urn:uuid:{resource_id}")


def handling(
    header: Node, recipient: tuple[str, str], definition: str, sender_reference: str, **asked: bool
) -> None:
    """Add ITK's message handling: the acknowledgements asked for (BusAck, InfAck), recipient type, definition."""
    outer = add(header, "extension", url=HANDLING)
    for name in ("BusAck", "InfAck"):
        wanted = str(asked[name]).lower()
        add(add(outer, "extension", url=f"{name}Requested"), "valueBoolean", value=wanted)
    coding(add(outer, "extension", url="RecipientType"), "valueCoding", RECIPIENT_TYPES, *recipient)
    named = add(add(outer, "extension", url="MessageDefinition"), "valueReference")
    add(named, "reference", value=definition)
    for name, value in (("SenderReference", sender_reference), ("LocalExtension", "None")):
        add(add(outer, "extension", url=name), "valueString", value=value)


def written(message: Node) -> bytes:
    """Give a resource as it goes."""
    return bytes(etree.tostring(message, xml_declaration=True, encoding="UTF-8"))


def tag(name: str) -> str:
    """Give an element's name with its namespace."""
    return f"{{{FHIR}}}{name}"


def value_of(element: Node | None, path: str) -> str:
    """Give the value of the first element at a path; empty where there is none."""
    found = element.find(path, NS) if element is not None else None
    return str(found.get("value") or "") if found is not None else ""
