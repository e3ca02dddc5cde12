"""FHIR in XML as the same data that its JSON is: fields with the list of what stands in them."""

from typing import Any

from lxml import etree

from .fhir_json import Resource
from .fhir_xml import FHIR, XHTML

_HOLDERS = {"resource", "contained"}


def from_xml(root: etree._Element) -> Resource:
    """A resource; XML without namespace or of another one has nothing in it for FHIR."""
    name = etree.QName(root)
    if name.namespace != FHIR:
        return {}
    return {"resourceType": name.localname, **_fields(root)}


def _fields(element: etree._Element) -> dict[str, Any]:
    found: dict[str, Any] = {"url": [element.get("url")]} if element.get("url") else {}
    for child in element:
        name = etree.QName(child)
        if name.namespace in {FHIR, XHTML}:
            found.setdefault(name.localname, []).append(_value(name.localname, child))
    return found


def _value(name: str, element: etree._Element) -> Any:
    if name == "div":
        return etree.tostring(element, encoding="unicode", with_tail=False)
    if name in _HOLDERS and len(element):
        return from_xml(element[0])
    value = element.get("value")
    return _fields(element) if value is None else value
