"""Reading the document by which a sender withdraws another."""

from typing import Any

from lxml import etree

from .cda import CDA, DocumentRefused, attribute, document_id, sender_of, version_of

_NS = {"h": CDA}
_CODE = "285091000000108"


def is_nullification(document: etree._Element) -> bool:
    """Whether a document withdraws another."""
    return document.tag == f"{{{CDA}}}ClinicalDocument" and attribute(document, "h:code", "code") == _CODE


def read(document: etree._Element) -> dict[str, Any]:
    """What is withdrawn: the set of the document that it names, or else its own."""
    parent = "h:relatedDocument/h:parentDocument/h:setId"
    withdrawn = attribute(document, parent, "root") or attribute(document, "h:setId", "root")
    if not document_id(document) or not withdrawn:
        raise DocumentRefused(
            "expected a nullification with an id and the set that it withdraws, received none"
        )
    return {
        "document_id": document_id(document),
        "set_id": withdrawn.strip().upper(),
        "version": version_of(document),
        "created": "",
        "case_reference": "",
        "case_id": "",
        "sender": sender_of(document),
        "patient": {},
    }
