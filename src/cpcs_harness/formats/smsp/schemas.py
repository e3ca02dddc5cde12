"""What is wrong with a request to the Spine Mini Service: schema first, then what a schema cannot say.

Source: the project's own schema, in fixtures/schemas/smsp, written from the interface sheet pds-smsp-auth, section 12.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree

from cpcs_harness._content import ROOT
from cpcs_harness.formats.problem import Problem, problem_at
from cpcs_harness.formats.smsp.message import NAMESPACES, PROFILES, ROOTS, Request, read_request, service_name
from cpcs_harness.formats.xsd import Xsd, too_large

FOLDER = ROOT / "fixtures" / "schemas" / "smsp"
_PREFIXES = {
    "soap": NAMESPACES["s"],
    "wsa": NAMESPACES["a"],
    "wsse": NAMESPACES["wsse"],
    "wsu": NAMESPACES["wsu"],
    "itk": NAMESPACES["itk"],
    "hl7": NAMESPACES["h"],
    "xs": "http://www.w3.org/2001/XMLSchema",
}
_SOURCE = "sheet pds-smsp-auth, section 12"


def problems(root: Any) -> list[Problem]:
    """Give what is wrong with a request, all of them errors; an empty list when nothing is.

    `root`: the root element as `read_xml` gives it, None included.
    """
    request = read_request(root)
    if request is None:
        text = "the message must be well-formed XML without a DTD, and a SOAP 1.1 Envelope"
        return [Problem("error", "XML", "", text, "SOAP 1.1")]
    return too_large(root) or [*_schema().problems(root), *_told(root, request)]


def _told(root: Any, request: Request) -> Iterator[Problem]:
    for rule, text in _rules(request):
        yield problem_at(root, "error", rule, text, _SOURCE)


def _rules(request: Request) -> Iterator[tuple[str, str]]:
    """Give id and text of each rule that is broken."""
    service = service_name(request.service)
    for name in ("action", "message_id", "created", "username"):
        if not getattr(request, name):
            yield "HEADER", f"the SOAP header must say its {_HEADERS[name]}"
    if not service:
        yield "SERVICE", f"header/@service must name one of the five services, and is {request.service!r}"
    elif request.action != request.service:
        yield "ACTION", f"wsa:Action must be header/@service, {request.service}, and is {request.action!r}"
    if len(request.payloads) != 1 or {request.manifest_count, request.payloads_count} != {
        str(len(request.items))
    }:
        yield "COUNT", "manifest and payloads must each hold one, and count one"
    if [id for id, _ in request.items] != list(request.payloads):
        yield "ID", "the manifest's id must be that of the payload"
    if service:
        yield from _of_service(request, service)


_HEADERS = {
    "action": "wsa:Action",
    "message_id": "wsa:MessageID",
    "created": "wsse:Security/wsu:Timestamp",
    "username": "wsse:Security/wsse:UsernameToken/wsse:Username",
}


def _of_service(request: Request, service: str) -> Iterator[tuple[str, str]]:
    element = f"{{{NAMESPACES['h']}}}{ROOTS[service]}"
    if request.root != element:
        yield "ROOT", f"the payload must be {element}, and is {request.root!r}"
    if [profile for _, profile in request.items] != [PROFILES[service]]:
        yield "PROFILE", f"the manifest must name the profile {PROFILES[service]}"
    if not request.identities:
        yield "AUDIT", "auditIdentity must say who asks"


@cache
def _schema() -> Xsd:
    schema = etree.XMLSchema(etree.parse(str(FOLDER / "message.xsd")))
    return Xsd(schema, _PREFIXES, "XSD", "fixtures/schemas/smsp, message.xsd and what it imports")
