"""What a mini service answers: a payload in its distribution and SOAP envelopes, or a SOAP fault.

Source: ITK 2.2 web services; PDS Mini Services Domain Message Specification v1.0, the responses COMT_MT000013GB01,
COMT_MT000014GB01 and COMT_MT000016GB01 (interface sheet pds-smsp-auth, section 12).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree
from starlette.responses import Response

from cpcs_harness.people.demographics import Demographics, HeldAddress
from cpcs_harness.people.model import Practice

from ..nhs111.envelope import ADDRESSING, ITK, SOAP, add
from ..nhs111.nodes import OID, Node, fresh_id, node
from .matching import GENDERS, Finding
from .request import PREFIX, Query

NHS_NUMBER, ODS_CODE = "2.16.840.1.113883.2.1.4.1", f"{OID}.19.2"
FAULT_ACTION = "http://www.w3.org/2005/08/addressing/soap/fault"
CLIENT_ERROR, PROVIDER_ERROR = "1000", "2200"
_LINES = 5
_USES = {"home": "H", "temp": "TMP", "billing": "PST"}
_TELEPHONE_USES = {"home": "H", "work": "WP", "mobile": "MC", "temp": "HV"}
_NAMES: Any = {"soap": SOAP, "wsa": ADDRESSING, "itk": ITK}


def answered(query: Query, finding: Finding, practices: Mapping[str, Practice]) -> Response:
    """Write the answer to a query, under HTTP status 200 whatever its code."""
    held = finding.record
    if held is None:
        return coded(query.service, finding.code)
    if query.service == "verifyNHSNumber":
        return coded(query.service, finding.code, _verified(held.nhs_number, finding.agrees))
    return coded(query.service, finding.code, _subject(query, held, practices))


def coded(service: str, code: str, *inside: Node) -> Response:
    """Write an answer that is a response code, and what belongs to it."""
    kind = service if service in ("verifyNHSNumber", "getNHSNumber") else "getPatientDetails"
    name, id = f"{kind}Response-v1-0", fresh_id()
    payload = node(
        name,
        node("id", root=id),
        node("code", codeSystem=f"{OID}.17.284", code=name),
        node("value", codeSystem=f"{OID}.17.285", code=code),
        *inside,
        moodCode="EVN",
        classCode="OBS",
    )
    return _enveloped(f"{PREFIX}{service}-v1-0Response", name, id, payload)


def fault(code: str, text: str, diagnostic: str) -> Response:
    """Write a SOAP fault: what is wrong is technical, and was kept by nobody."""
    root, body = _envelope(FAULT_ACTION)
    element = add(body, SOAP, "Fault")
    etree.SubElement(element, "faultcode").text = "soap:Client" if code == CLIENT_ERROR else "soap:Server"
    etree.SubElement(element, "faultstring").text = text
    info = add(etree.SubElement(element, "detail"), ITK, "ToolkitErrorInfo")
    add(info, ITK, "ErrorID", fresh_id())
    add(info, ITK, "ErrorCode", code, attributes={"codeSystem": f"{OID}.17.268"})
    add(info, ITK, "ErrorText", text)
    add(info, ITK, "ErrorDiagnosticText", _printable(diagnostic))
    return _response(root, 500)


def _enveloped(action: str, name: str, id: str, payload: Node) -> Response:
    root, body = _envelope(action)
    distribution = add(body, ITK, "DistributionEnvelope")
    header = add(distribution, ITK, "header", attributes={"service": action, "trackingid": fresh_id()})
    manifest = add(header, ITK, "manifest", attributes={"count": "1"})
    item = {"id": f"uuid_{id}", "mimetype": "text/xml", "profileid": f"urn:nhs-en:profile:{name}"}
    add(
        manifest,
        ITK,
        "manifestitem",
        attributes=item | dict.fromkeys(("base64", "compressed", "encrypted"), "false"),
    )
    payloads = add(distribution, ITK, "payloads", attributes={"count": "1"})
    add(payloads, ITK, "payload", attributes={"id": f"uuid_{id}"}).append(payload)
    return _response(root, 200)


def _envelope(action: str) -> tuple[Node, Node]:
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap=_NAMES)
    header = add(root, SOAP, "Header")
    add(header, ADDRESSING, "MessageID", fresh_id())
    add(header, ADDRESSING, "Action", action)
    return root, add(root, SOAP, "Body")


def _response(root: Node, status: int) -> Response:
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return Response(body, status, media_type="text/xml")


def _verified(number: str, agrees: bool) -> Node:
    answer = node(
        "validIdentifier",
        node("code", codeSystem=f"{OID}.17.287", code="VI"),
        node("value", value="true" if agrees else "false"),
        node("subject", node("patient", _number(number), classCode="PAT"), typeCode="SBJ"),
        moodCode="EVN",
        classCode="OBS",
    )
    return node("component", answer, typeCode="COMP")


def _subject(query: Query, held: Demographics, practices: Mapping[str, Practice]) -> Node:
    ids = [_number(held.nhs_number)]
    if query.local_id[1]:
        ids.append(node("id", root=query.local_id[0], extension=query.local_id[1]))
    details = [] if query.service == "getNHSNumber" else _details(held, practices)
    return node("subject", node("patient", *ids, *details, classCode="PAT"), typeCode="SBJ")


def _number(number: str) -> Node:
    return node("id", root=NHS_NUMBER, extension=number)


def _details(held: Demographics, practices: Mapping[str, Practice]) -> list[Node]:
    """Write what is known of a patient; where they can be found is left out of a record that is restricted."""
    if held.security == "V":
        return []
    located = held.security != "R"
    addresses = (
        [_address(home.lines, home.postcode, _USES[home.use]) for home in _addresses(held)] if located else []
    )
    telecoms = [
        node("telecom", value=_url(way.system, way.value), use=_TELEPHONE_USES.get(way.use, "H"))
        for way in held.telecoms
        if located and not way.end and way.system in ("phone", "fax", "email")
    ]
    return [*_name(held), *addresses, *telecoms, _person(held, practices if located else None)]


def _addresses(held: Demographics) -> list[HeldAddress]:
    return [home for home in held.addresses if home.use in _USES and not home.end][:3]


def _name(held: Demographics) -> list[Node]:
    usual = next((name for name in held.names if name.use == "usual"), None)
    if usual is None:
        return []
    prefix = [node("prefix", usual.prefix)] if usual.prefix else []
    return [
        node(
            "name",
            *prefix,
            *(node("given", given) for given in usual.given[:2]),
            node("family", usual.family),
        )
    ]


def _address(lines: tuple[str, ...], postcode: str, use: str = "") -> Node:
    five = [*lines, *[""] * _LINES][:_LINES]
    inside = [node("postalCode", postcode), *(node("streetAddressLine", line) for line in five)]
    return node("addr", *inside, use=use) if use else node("addr", *inside)


def _url(system: str, value: str) -> str:
    return (
        f"mailto:{value}"
        if system == "email"
        else f"{'fax' if system == 'fax' else 'tel'}:{value.replace(' ', '')}"
    )


def _person(held: Demographics, practices: Mapping[str, Practice] | None) -> Node:
    parts = []
    if held.gender:
        parts.append(node("administrativeGenderCode", code=GENDERS[held.gender], codeSystem=f"{OID}.16.25"))
    if held.birth_date:
        parts.append(node("birthTime", value=held.birth_date.replace("-", "")))
    if held.deceased and held.death_status != "U":
        parts.append(node("deceasedTime", value=held.deceased[:10].replace("-", "")))
    if practices is not None and held.practice and not held.practice_end:
        parts.append(_practice(held.practice, practices.get(held.practice)))
    return node("patientPerson", *parts, determinerCode="INSTANCE", classCode="PSN")


def _practice(ods: str, known: Practice | None) -> Node:
    named = [node("name", known.name)] if known else []
    organisation = node(
        "locationOrganization",
        node("id", root=ODS_CODE, extension=ods),
        *named,
        determinerCode="INSTANCE",
        classCode="ORG",
    )
    where = (
        [_address(known.address, known.postcode), node("telecom", value=_url("phone", known.telephone))]
        if known
        else []
    )
    return node("gPPractice", *where, organisation, classCode="SDLOC")


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:500]
