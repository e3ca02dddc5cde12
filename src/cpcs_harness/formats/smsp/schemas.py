"""What is wrong with a request to the Spine Mini Service: schema first, then what a schema cannot say.

Source: the project's own schema, in fixtures/schemas/smsp, written from the interface sheet pds-smsp-auth, section 12.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from lxml import etree

from cpcs_harness._content import ROOT
from cpcs_harness.formats.problem import Problem, problem_at, unread
from cpcs_harness.formats.smsp.message import NAMESPACES, PROFILES, ROOTS, Request, read_request, service_name
from cpcs_harness.formats.xsd import Xsd, full_schema, too_large

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
_LONGEST = 80
"""Characters of an id that is repeated."""
_MOST_IDS = 5
_SOURCE = "sheet pds-smsp-auth, section 12"


def problems(root: Any, body: bytes | None = None) -> list[Problem]:
    """Give what is wrong with a request, all of them errors; an empty list when nothing is.

    `root`: the root element as `read_xml` gives it, None included.
    `body`: the bytes that it was read from, if they are at hand: they tell why there is no root.
    """
    request = read_request(root)
    if request is None:
        text = "the message must be well-formed XML without a DTD, and a SOAP 1.1 Envelope"
        return [unread(text, "SOAP 1.1", body if root is None else None)]
    return too_large(root) or [*_schema().problems(root), *_told(root, request)]


def _told(root: Any, request: Request) -> Iterator[Problem]:
    for rule, place, text in _rules(request):
        yield problem_at(_element(root, place), "error", rule, text, _SOURCE)


def _element(root: Any, place: str) -> Any:
    """Give the element of a place, or the nearest above it that there is."""
    node, steps = root, place.split("/")
    for step in steps:
        inner = node.find(step, NAMESPACES)
        if inner is None:
            break
        node = inner
    return node


_ENVELOPE = "s:Body/itk:DistributionEnvelope"
_HEADER = f"{_ENVELOPE}/itk:header"
_MANIFEST = f"{_HEADER}/itk:manifest"
_PAYLOAD = f"{_ENVELOPE}/itk:payloads/itk:payload"


def _rules(request: Request) -> Iterator[tuple[str, str, str]]:
    """Give id, place and text of each rule that is broken."""
    service = service_name(request.service)
    for name in ("action", "message_id", "created", "username"):
        if not getattr(request, name):
            place = "/".join(
                "a:" + step[4:] if step[:4] == "wsa:" else step for step in _HEADERS[name].split("/")
            )
            yield "HEADER", f"s:Header/{place}", f"the SOAP header must say its {_HEADERS[name]}"
    if not service:
        yield (
            "SERVICE",
            _HEADER,
            f"header/@service must name one of the five services, and is {request.service!r}",
        )
    elif request.action != request.service:
        yield (
            "ACTION",
            "s:Header/a:Action",
            f"wsa:Action must be header/@service, {request.service}, and is {request.action!r}",
        )
    if len(request.payloads) != 1 or {request.manifest_count, request.payloads_count} != {
        str(len(request.items))
    }:
        counts = f"manifest: {len(request.items)}, counted as {request.manifest_count or 'nothing'}"
        counts += f"; payloads: {len(request.payloads)}, counted as {request.payloads_count or 'nothing'}"
        yield "COUNT", _MANIFEST, f"manifest and payloads must each hold one, and count one ({counts})"
    if (named := [id for id, _ in request.items]) != list(request.payloads):
        ids = f"the manifest names {_listed(named)}, and there is {_listed(request.payloads)}"
        yield "ID", f"{_MANIFEST}/itk:manifestitem", f"the manifest's id must be that of the payload: {ids}"
    if service:
        yield from _of_service(request, service)


_HEADERS = {
    "action": "wsa:Action",
    "message_id": "wsa:MessageID",
    "created": "wsse:Security/wsu:Timestamp",
    "username": "wsse:Security/wsse:UsernameToken/wsse:Username",
}


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(repr(id[:_LONGEST]) for id in ids[:_MOST_IDS]) or "none"


def _of_service(request: Request, service: str) -> Iterator[tuple[str, str, str]]:
    element = f"{{{NAMESPACES['h']}}}{ROOTS[service]}"
    if request.root != element:
        yield "ROOT", f"{_PAYLOAD}/*", f"the payload must be {element}, and is {request.root!r}"
    if [profile for _, profile in request.items] != [PROFILES[service]]:
        named = _listed([profile for _, profile in request.items])
        text = f"the manifest must name the profile {PROFILES[service]}, and names {named}"
        yield "PROFILE", f"{_MANIFEST}/itk:manifestitem", text
    if not request.identities:
        yield "AUDIT", f"{_HEADER}/itk:auditIdentity", "auditIdentity must say who asks"


@cache
def _schema() -> Xsd:
    path = FOLDER / "message.xsd"
    source = "fixtures/schemas/smsp, message.xsd and what it imports"
    return Xsd(etree.XMLSchema(etree.parse(str(path))), _PREFIXES, "XSD", source, lambda: full_schema(path))
