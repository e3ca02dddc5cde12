"""FHIR resources as XML: dictionaries in the order of their elements become elements in the FHIR namespace."""

from typing import Any

from lxml import etree

from .amounts import written
from .safe_xml import clean

FHIR = "http://hl7.org/fhir"
XHTML = "http://www.w3.org/1999/xhtml"
_DEFAULT_FHIR: Any = {None: FHIR}  # the stubs do not know default namespaces
_DEFAULT_XHTML: Any = {None: XHTML}


def to_xml(resource: dict[str, Any]) -> bytes:
    """A resource as an XML document."""
    root = etree.Element(f"{{{FHIR}}}{resource['resourceType']}", nsmap=_DEFAULT_FHIR)
    _fill(root, resource)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _fill(element: etree._Element, value: dict[str, Any]) -> None:
    for name, part in value.items():
        if name == "resourceType" or part in (None, "", [], {}):
            continue
        # An extension's url is the one attribute beside the values of primitive types.
        if name == "url" and etree.QName(element).localname == "extension":
            element.set("url", part)
            continue
        for value in part if isinstance(part, list) else [part]:
            _append(element, name, value)


def _append(parent: etree._Element, name: str, value: Any) -> None:
    if name == "div":
        parent.append(value)
        return
    element = etree.SubElement(parent, f"{{{FHIR}}}{name}")
    if isinstance(value, dict):
        inner = element
        if "resourceType" in value:
            inner = etree.SubElement(element, f"{{{FHIR}}}{value['resourceType']}")
        _fill(inner, value)
    else:
        element.set("value", clean(_primitive(value)))


def _primitive(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return written(value)  # of a decimal FHIR STU3 takes no exponent
    return str(value)


def narrative(lines: list[str]) -> dict[str, Any]:
    """A narrative of one paragraph a line."""
    div = etree.Element(f"{{{XHTML}}}div", nsmap=_DEFAULT_XHTML)
    for line in lines:
        etree.SubElement(div, f"{{{XHTML}}}p").text = clean(line)
    return {"status": "additional", "div": div}
