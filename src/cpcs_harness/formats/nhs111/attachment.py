"""The NHS Pathways case that a report carries in base64: whether it can be read, and agrees with the report.

Source: interface sheet nhs111-itk22, 3.7 and 7b I14. Its own schema is not public here, and is not judged.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from typing import Any

import pybase64
from lxml import etree

from cpcs_harness.formats.nhs111.case import differing, plain
from cpcs_harness.formats.problem import Problem, problem_at
from cpcs_harness.formats.xml import why_unread

_OID = "2.16.840.1.113883.2.1.3.2.4"
_NAMES = {
    "itk": "urn:nhs-itk:ns:201005",
    "h": "urn:hl7-org:v3",
}
_MEDIA = "{urn:hl7-org:v3}observationMedia"
_SPACES = (b" ", b"\t", b"\r", b"\n")
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


def attachment_problems(root: Any) -> Iterator[Problem]:
    """Give what is wrong with the attachments of a message's documents; nothing when there are none."""
    if next(root.iter(_MEDIA), None) is None:  # of most messages, and sooner known than where they stand
        return
    for value in _VALUES(root):
        try:
            body = _decoded((value.text or "").encode("ascii"))
        except ValueError as wrong:
            yield _unread(value, f"no base64: {wrong}"[:_LONGEST])
        else:
            yield from _problems_of(value, body)


def _problems_of(value: Any, body: bytes) -> Iterator[Problem]:
    reported = {name: {plain(name, said) for said in wanted(value)} for name, wanted in _REPORT.items()}
    names = differing(body, reported)
    if names is None:
        yield _unread(value, why_unread(body)[0])
    for name in names or ():
        yield problem_at(value, "warning", f"I14-{name}", _WHAT_DIFFERS[name], _SOURCE)


def _unread(value: Any, why: str) -> Problem:
    text = f"the attachment must be base64 of well-formed XML without a DTD: {why}"
    return problem_at(value, "error", "ATTACHMENT", text, "sheet 3.7 and 6.2 R26")


def _decoded(encoded: bytes) -> bytes:
    for space in _SPACES:  # a fifth of the time that bytes.translate takes
        encoded = encoded.replace(space, b"")
    try:
        return pybase64.b64decode(encoded, validate=True)
    except binascii.Error:
        return binascii.a2b_base64(encoded, strict_mode=True)  # which may take a `=` too many
