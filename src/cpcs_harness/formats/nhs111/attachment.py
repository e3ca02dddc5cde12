"""The NHS Pathways case that a report carries in base64: whether it can be read, and agrees with the report.

Source: interface sheet nhs111-itk22, 3.7 and 7b I14. Its own schema is not public here, and is not judged.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from typing import Any

import pybase64
from lxml import etree

from cpcs_harness.formats.problem import Problem, problem_at
from cpcs_harness.formats.xml import read_xml, why_unread

_OID = "2.16.840.1.113883.2.1.3.2.4"
_NAMES = {
    "itk": "urn:nhs-itk:ns:201005",
    "h": "urn:hl7-org:v3",
    "p": "http://nhspathways.org/webservices/pathways/pathwaysCase",
}
_SPACE = b" \t\r\n"
_GENDERS = {"1": "male", "2": "female"}
_SOURCE = "sheet 3.7 and 7b I14; information only"
_WHAT_DIFFERS = {
    "DISPOSITION": "the attached Pathways case should end in the coded disposition",
    "NUMBER": "the NHS number in the attached Pathways case should be the patient's",
    "BIRTH": "the date of birth in the attached Pathways case should be the patient's",
    "GENDER": "the gender in the attached Pathways case should be the patient's",
    "SERVICE": "the service in the attached Pathways case should be one that the envelope is addressed to",
}


def _path(expression: str) -> Any:
    used = {prefix: uri for prefix, uri in _NAMES.items() if f"{prefix}:" in expression}
    return etree.XPath(expression, namespaces=used, regexp=False, smart_strings=False)


_VALUES = _path(
    "//h:ClinicalDocument/h:component/h:structuredBody/h:component/h:section/h:entry"
    "/h:observationMedia/h:value[@representation = 'B64'][@mediaType = 'text/xml']"
)
_ROLE = "ancestor::h:ClinicalDocument/h:recordTarget/h:patientRole"
_REPORT = {
    "DISPOSITION": _path(
        "ancestor::h:ClinicalDocument/h:componentOf/h:encompassingEncounter/h:dischargeDispositionCode/@code"
    ),
    "NUMBER": _path(
        f"{_ROLE}/h:id[@root = '2.16.840.1.113883.2.1.4.1' or @root = '{_OID}.18.23']/@extension"
    ),
    "BIRTH": _path(f"{_ROLE}/h:patient/h:birthTime/@value"),
    "GENDER": _path(f"{_ROLE}/h:patient/h:administrativeGenderCode/@code"),
    "SERVICE": _path("//itk:DistributionEnvelope/itk:header/itk:addresslist/itk:address/@uri"),
}
_LONGEST = 200
_CASE = {
    "DISPOSITION": _path("/p:PathwaysCase/p:pathwayDetails//p:finalDisposition/p:finalDispCode/text()"),
    "NUMBER": _path("/p:PathwaysCase/p:patient/p:nationalNumber/text()"),
    "BIRTH": _path("/p:PathwaysCase/p:patient/p:dateOfBirth//text()[normalize-space()]"),
    "GENDER": _path("/p:PathwaysCase/p:patient/p:gender/text()"),
    "SERVICE": _path("/p:PathwaysCase/p:serviceDestination/p:code/text()"),
}


def attachment_problems(root: Any) -> Iterator[Problem]:
    """Give what is wrong with the attachments of a message's documents; nothing when there are none."""
    for value in _VALUES(root):
        case, why = _case(value.text or "")
        if case is None:
            text = f"the attachment must be base64 of well-formed XML without a DTD: {why}"
            yield problem_at(value, "error", "ATTACHMENT", text, "sheet 3.7 and 6.2 R26")
        else:
            yield from _differences(value, case)


def _case(encoded: str) -> tuple[Any, str]:
    """Give the attached case; where there is none to be read, why."""
    try:
        body = _decoded(encoded.encode("ascii"))
    except ValueError as wrong:
        return None, f"no base64: {wrong}"[:_LONGEST]
    root = read_xml(body)
    return root, why_unread(body)[0] if root is None else ""


def _decoded(encoded: bytes) -> bytes:
    # looked for first: most attachments have no space, and taking it out touches each byte
    packed = encoded.translate(None, _SPACE) if any(byte in encoded for byte in _SPACE) else encoded
    try:
        return pybase64.b64decode(packed, validate=True)
    except binascii.Error:
        return binascii.a2b_base64(packed, strict_mode=True)  # which may take a `=` too many


def _differences(value: Any, case: Any) -> Iterator[Problem]:
    for name, wanted in _REPORT.items():
        in_report = {_plain(name, said) for said in wanted(value)}
        in_case = {_plain(name, said) for said in _CASE[name](case)}
        if "" in in_case or not in_case or not in_report:
            continue
        if not in_case & in_report:
            yield problem_at(value, "warning", f"I14-{name}", _WHAT_DIFFERS[name], _SOURCE)


def _plain(name: str, said: str) -> str:
    """Give both sides' values in one writing."""
    said = said.strip()
    if name == "DISPOSITION":
        return said.removeprefix("DispoCode").lower()
    if name == "BIRTH":
        return said.replace("-", "")[:8]
    if name == "GENDER":
        return _GENDERS.get(said, said.lower())
    return said.rsplit(":", 1)[-1] if name == "SERVICE" else said
