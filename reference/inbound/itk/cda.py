"""Reading the NHS 111 CDA document: who the patient is, how to call back, what was decided, and the text.

What is odd in a document is kept as it stands; only what no referral can do without is asked for.
"""

import re
from typing import Any

from lxml import etree

from ...formats.cda_text import readable
from ...kit.times import hl7_time
from .attachments import attachments, notices
from .cda_people import Said, case_numbers, informants, location, organisation, patient, patient_notices

CDA = "urn:hl7-org:v3"
_NS = {"h": CDA}
_PATIENT = "h:recordTarget/h:patientRole"
_ENCOUNTER = "h:componentOf/h:encompassingEncounter"
_PLACE = "h:location/h:healthCareFacility/h:location"
_URGENT_MEDICINES = {80, 85, 86, 87}


class DocumentRefused(Exception):
    """The document lacks what a referral cannot do without."""


def document_id(document: etree._Element) -> str:
    """The id of this version of the document."""
    return attribute(document, "h:id", "root").strip().upper()


def check(document: etree._Element) -> None:
    """Refuse what is not a document about one patient."""
    if document.tag != f"{{{CDA}}}ClinicalDocument":
        raise DocumentRefused(f"expected a ClinicalDocument in the payload, received {document.tag}")
    if not document_id(document):
        raise DocumentRefused("expected ClinicalDocument/id with a root, received none")
    if not attribute(document, "h:setId", "root"):
        raise DocumentRefused("expected ClinicalDocument/setId with a root, received none")
    patients = document.findall(_PATIENT, _NS)
    if len(patients) != 1 or len(document.findall("h:recordTarget", _NS)) != 1:
        raise DocumentRefused(f"expected one recordTarget with a patientRole, received {len(patients)}")
    if document.find("h:component/h:structuredBody", _NS) is None:
        raise DocumentRefused("expected a structuredBody, received none")
    if not any(_disposition(document).values()):
        raise DocumentRefused("expected a dischargeDispositionCode with a code or a text, received none")


def read(document: etree._Element) -> dict[str, Any]:
    """Everything that a referral shows of its document."""
    role = document.find(_PATIENT, _NS)
    callers = informants(document)
    caller = callers[0] if callers else None
    person = patient(role)
    created = attribute(document, "h:effectiveTime", "value")
    attached = attachments(document)
    return {
        "document_id": document_id(document),
        "set_id": attribute(document, "h:setId", "root").strip().upper(),
        "version": version_of(document),
        "created": hl7_time(created),
        **case_numbers(document.findall(f"{_ENCOUNTER}/h:id", _NS)),
        "sender": sender_of(document),
        "patient": person,
        "callback_number": callback_number(person["telephones"], caller["telephones"] if caller else []),
        "informant": caller,
        "other_informants": callers[1:],
        "location": location(document.find(f"{_ENCOUNTER}/{_PLACE}", _NS)),
        "practice": organisation(role.find("h:providerOrganization", _NS) if role is not None else None),
        "disposition": _disposition(document),
        "pathway": pathway(_disposition(document)["code"]),
        "attachments": attached,
        "notices": [*notices(attached), *_said(patient_notices(role, person)), *_said(_of_time(created))],
        "sections": _sections(document.find("h:component/h:structuredBody", _NS)),
    }


def _of_time(created: str) -> list[Said]:
    return [("unreadable-time", {"sent": created})] if created and not hl7_time(created) else []


def _said(notices: list[Said]) -> list[dict[str, str]]:
    return [{"kind": kind, **words} for kind, words in notices]


def callback_number(patient_numbers: list[dict[str, str]], caller_numbers: list[dict[str, str]]) -> str:
    """The number to call: EC means call back, not next of kin; failing that a mobile, then a home number."""
    for use, numbers in (
        ("callback", patient_numbers),
        ("callback", caller_numbers),
        ("mobile", patient_numbers),
        ("home", patient_numbers),
        ("mobile", caller_numbers),
        ("home", caller_numbers),
    ):
        found = [number["number"] for number in numbers if number["use"] == use]
        if found:
            return found[0]
    return ""


def pathway(disposition_code: str) -> str:
    """The pathway that a disposition stands for; senders write Dx87, DX087 and DispoCodeDx87."""
    match = re.search(r"dx0*([0-9]+)", disposition_code, re.IGNORECASE)
    if match is None:
        return "minor-illness" if disposition_code else "unknown"
    return "urgent-medicines" if int(match.group(1)) in _URGENT_MEDICINES else "minor-illness"


def attribute(element: etree._Element, path: str, name: str) -> str:
    """An attribute of the element at a path; empty where there is none."""
    found = element.find(path, _NS)
    return (found.get(name) or "") if found is not None else ""


def version_of(document: etree._Element) -> int | None:
    """The number of this version of the document; None where it is no whole number that a person would write."""
    text = attribute(document, "h:versionNumber", "value").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def sender_of(document: etree._Element) -> dict[str, str]:
    """The custodian is the provider that sent the report; its author stands in where it is not named."""
    custodian = "h:custodian/h:assignedCustodian/h:representedCustodianOrganization"
    author = "h:author/h:assignedAuthor/h:representedOrganization"
    found = organisation(document.find(custodian, _NS))
    return found if found["ods"] else organisation(document.find(author, _NS))


def _disposition(document: etree._Element) -> dict[str, str]:
    path = f"{_ENCOUNTER}/h:dischargeDispositionCode"
    text = attribute(document, path, "displayName")
    if not text:
        text = document.findtext(f"{path}/h:originalText", "", _NS).strip()
    return {"code": attribute(document, path, "code"), "text": text}


def _sections(parent: etree._Element | None) -> list[dict[str, str]]:
    """All sections in the order of the document, those within others after them."""
    found: list[dict[str, str]] = []
    for section in parent.findall("h:component/h:section", _NS) if parent is not None else []:
        title = readable(section.find("h:title", _NS))
        text = section.find("h:text", _NS)
        if title or text is not None:
            found.append({"title": title, "text": readable(text)})
        found.extend(_sections(section))
    return found
