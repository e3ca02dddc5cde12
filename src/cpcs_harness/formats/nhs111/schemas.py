"""What is wrong with an NHS 111 message, or with what a receiver answers to one: schema first, then rules.

Source: the project's own schemas and rules, in fixtures/schemas/nhs111, written from the interface sheet
nhs111-itk22. The official pack, where a user has it, is judged by beside them: see nhs111_pack.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from lxml import etree

from cpcs_harness._content import ROOT
from cpcs_harness.errors import HarnessError
from cpcs_harness.formats.nhs111.attachment import attachment_problems
from cpcs_harness.formats.nhs111.pack import OfficialPack
from cpcs_harness.formats.nhs111.timestamp import timestamp_problems
from cpcs_harness.formats.problem import Problem, problem_at, unread
from cpcs_harness.formats.schematron import Schematron
from cpcs_harness.formats.xsd import MOST, Xsd, full_schema, too_large

__all__ = ["KINDS", "OfficialPack", "Problem", "kind_of", "problems", "rules_of"]

FOLDER = ROOT / "fixtures" / "schemas" / "nhs111"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
PREFIXES = {
    "soap": SOAP,
    "wsa": "http://www.w3.org/2005/08/addressing",
    "wsse": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    "wsu": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
    "itk": "urn:nhs-itk:ns:201005",
    "hl7": "urn:hl7-org:v3",
    "npfitlc": "NPFIT:HL7:Localisation",
    "xs": "http://www.w3.org/2001/XMLSchema",
}
KINDS = {
    "report": ("transport", "envelope", "document", "report"),
    "nullification": ("transport", "envelope", "document", "nullification"),
    "answer": ("answer",),
}
"""What can be judged, and by which files of rules."""
_ENVELOPE = "/s:Envelope/s:Body/itk:DistributionEnvelope"
_PLACES = {
    "itk:DistributionEnvelope": _ENVELOPE,
    "h:ClinicalDocument": f"{_ENVELOPE}/itk:payloads/itk:payload/h:ClinicalDocument",
}
_UTF_8 = ("UTF-8", "UTF8", "US-ASCII", "ASCII")


def problems(root: Any, kind: str, body: bytes | None = None) -> list[Problem]:
    """Give what is wrong with a message, errors and warnings, up to 200 of them; an empty list when nothing is.

    `root`: the root element as `read_xml` gives it, None included. `kind`: report | nullification | answer.
    `body`: the bytes that it was read from, if they are at hand: they tell why there is no root.
    """
    if kind not in KINDS:
        raise HarnessError(f"no kind of message {kind!r}; known: {', '.join(KINDS)}")
    return _not_to_be_judged(root, body) or list(islice(_all(root, kind), MOST))


def kind_of(root: Any) -> str:
    """Say which kind a message is, by what its body holds; a report where nothing tells."""
    if root is None:
        return "report"
    first = root.find(f"{{{SOAP}}}Body/*")
    if first is not None and first.tag in (f"{{{SOAP}}}Fault", f"{{{PREFIXES['itk']}}}SimpleMessageResponse"):
        return "answer"
    types = root.iterfind(f".//{{{PREFIXES['npfitlc']}}}messageType")
    return (
        "nullification" if any(type.get("extension") == "POCD_MT130001UK05" for type in types) else "report"
    )


def rules_of(kind: str) -> list[tuple[str, str, str]]:
    """Give id, level and source of each rule that a kind is judged by, apart from schema, times and attachments."""
    return _rules(kind).rules


def _not_to_be_judged(root: Any, body: bytes | None) -> list[Problem]:
    if root is None:
        return [unread("the message must be well-formed XML without a DTD", "sheet 6.2 R01 and R24", body)]
    if root.tag != f"{{{SOAP}}}Envelope":
        text = "the root must be a SOAP 1.1 Envelope"
        return [problem_at(root, "error", "ROOT", text, "sheet 1.1 and 6.2 R02")]
    return too_large(root)


def _all(root: Any, kind: str) -> Iterator[Problem]:
    yield from _encoding(root)
    yield from _schema().problems(root)
    for finding in _rules(kind).findings(root):
        yield problem_at(finding.node, finding.level, finding.rule, finding.text, finding.source)
    if kind != "answer":
        yield from timestamp_problems(root)
    if kind == "report":
        yield from attachment_problems(root)


def _encoding(root: Any) -> Iterator[Problem]:
    encoding = root.getroottree().docinfo.encoding
    if encoding and encoding.upper() not in _UTF_8:
        text = f"the message must be in UTF-8, and is in {encoding}"
        source = "Toolkit Workbench rule WS-STD-01; sheet 1.2 and 6.2 R23"
        yield Problem("error", "ENCODING", "", text, source)


@cache
def _schema() -> Xsd:
    path = FOLDER / "message.xsd"
    source = "fixtures/schemas/nhs111, message.xsd and what it imports"
    return Xsd(etree.XMLSchema(etree.parse(str(path))), PREFIXES, "XSD", source, lambda: full_schema(path))


@cache
def _rules(kind: str) -> Schematron:
    return Schematron([FOLDER / f"{name}.sch" for name in KINDS[kind]], _PLACES)
