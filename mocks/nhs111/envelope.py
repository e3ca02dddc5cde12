"""The SOAP envelope and the ITK distribution envelope of a report, by the habits of the system that sends it.

Source: ITK 2.2 web services and Distribution Envelope 2.0, and what senders are seen to send (interface sheet
nhs111-itk22, sections 1, 2 and 4.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from cpcs_harness.people.model import Report

from .cda import document
from .nodes import AHEAD, CDA, LOCALISATION, Node
from .nullification import INTERACTION as NULLIFY
from .nullification import PROFILE as NULLIFICATION_PROFILE
from .nullification import nullification

SOAP, ADDRESSING = "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2005/08/addressing"
ITK, MISSPELT_ITK = "urn:nhs-itk:ns:201005", "urn:nhs-:ns:201005"
_OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity"
WSSE, WSU = f"{_OASIS}-secext-1.0.xsd", f"{_OASIS}-utility-1.0.xsd"
MISSPELT_WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurityutility-1.0.xsd"
SERVICE = "urn:nhs-itk:services:201005:SendNHS111Report-v2-0"
PROFILE = "urn:nhs-en:profile:nhs111CDADocument-v2-0"
LATER_PROFILE = "urn:nhs-en:profile:nhs111CDADocument-v3-1"
OTHER_PROFILE = "urn:nhs-en:profile:ITKUnstructuredPdf-v1-0"
DOS_ADDRESS, ODS_ADDRESS = "2.16.840.1.113883.2.1.3.2.4.18.44", "2.16.840.1.113883.2.1.3.2.4.18.22"
ANONYMOUS = f"{ADDRESSING}/anonymous"
ONLINE_TIMESTAMP = "D6CD5232-14CF-11DF-9423-1F9A910D4703"
"""NHS 111 online sends this wsu:Id in every message: nobody may take it for a repeat."""
INTERACTIONS = {
    "primary": "urn:nhs-itk:interaction:primaryOutofHourRecipientNHS111CDADocument-v2-0",
    "copy": "urn:nhs-itk:interaction:copyRecipientNHS111CDADocument-v2-0",
    "nullify": NULLIFY,
    "repeat-caller": "urn:nhs-itk:interaction:primaryNHS111RepeatCallerDocumentSet-v1-0",
}


@dataclass(frozen=True)
class _Security:
    """How a system fills the Security header, where it sends one."""

    minutes: int
    fraction: str
    username: str
    id: str


def service_of(report: Report) -> str:
    """Give the service's name; some test senders add a suffix to it."""
    return SERVICE + ("_DMS" if "service-dms" in report.forms else "")


def envelope(report: Report, endpoint: str, now: datetime) -> Node:
    """Write the whole message for one report."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap=_outer_namespaces(report.habits))
    header = add(root, SOAP, "Header")
    _headers(header, report, endpoint, now)
    if "header-of-others" in report.forms:  # SOAP 1.1, 4.2.3: who does not know it passes it over
        other = add(header, "urn:example:other", "Priority", "routine", nsmap={"o": "urn:example:other"})
        other.set(f"{{{SOAP}}}mustUnderstand", "0")
    _distribution(add(root, SOAP, "Body"), report)
    if "comments" in report.forms:
        _comment(root)
    return root


def _comment(root: Node) -> None:
    """Put comments between the parts of both envelopes, as the specification's own examples have them."""
    for name in ("header", "manifest", "payload"):
        for holder in root.iter(f"{{{ITK}}}{name}"):
            holder.insert(0, etree.Comment(" the endpoint was looked up before "))


def _outer_namespaces(habits: str) -> Any:
    if habits in ("field", "ic24"):
        return {"s": SOAP, "a": ADDRESSING}
    if habits == "online":
        return {"soap": SOAP}
    prefixes = {"soap": SOAP, "wsa": ADDRESSING}
    if habits == "cleric":
        return prefixes | {"itk": ITK, "wsu": MISSPELT_WSU}
    return prefixes | {"itk": MISSPELT_ITK if habits == "tpp" else ITK}


def _headers(header: Node, report: Report, endpoint: str, now: datetime) -> None:
    if report.habits == "online":
        secured(header, report, now)
    parts = {
        "Action": service_of(report),
        "MessageID": message_id(report),
        "To": "" if report.habits == "field" else endpoint,
    }
    for name in _ORDER.get(report.habits, ("MessageID", "Action", "To")):
        if parts[name]:
            _addressing(header, name, parts[name], report.habits)
    if report.habits in ("field", "ic24", "online"):
        reply_to = add(header, ADDRESSING, "ReplyTo", nsmap=_default(report.habits))
        add(reply_to, ADDRESSING, "Address", ANONYMOUS)
    if report.habits == "tpp":
        add(add(header, ADDRESSING, "From"), ADDRESSING, "Address", ANONYMOUS)
    if report.habits in ("strict", "cleric"):
        secured(header, report, now)


_ORDER = {"field": ("Action", "MessageID", "To"), "ic24": ("Action", "MessageID", "To")}


def message_id(report: Report) -> str:
    """Give the message id; cleric's is the tracking id once more."""
    return report.tracking_id if report.habits == "cleric" else report.message_id


def _addressing(header: Node, name: str, text: str, habits: str) -> None:
    must = {f"{{{SOAP}}}mustUnderstand": "1"} if name == "Action" and habits in ("field", "ic24") else {}
    add(header, ADDRESSING, name, text, attributes=must, nsmap=_default(habits))


def _default(habits: str) -> Any:
    return {None: ADDRESSING} if habits == "online" else None


def secured(header: Node, report: Report, now: datetime) -> None:
    """Add the Security header as the report's system fills it, or as one would that leaves it out."""
    clock = AHEAD if report.times == "ahead" else UTC  # a Timestamp may have an offset, or Z
    _secured(header, _security_of(report), now.astimezone(clock))


def _security_of(report: Report) -> _Security:
    name = f"CN={report.sender_ods}.oneoneone.nhs.uk"
    if report.habits == "online":
        return _Security(5, "000", "none", ONLINE_TIMESTAMP)
    return _Security(15, "", name, f"TS-{report.message_id}")


def _secured(header: Node, security: _Security, now: datetime) -> None:
    element = add(header, WSSE, "Security", nsmap={"wsse": WSSE, "wsu": WSU})
    timestamp = add(element, WSU, "Timestamp", attributes={f"{{{WSU}}}Id": security.id})
    for name, moment in (("Created", now), ("Expires", now + timedelta(minutes=security.minutes))):
        fraction = f".{security.fraction}" if security.fraction else ""
        offset = moment.isoformat()[-6:].replace("+00:00", "Z")
        add(timestamp, WSU, name, moment.strftime("%Y-%m-%dT%H:%M:%S") + f"{fraction}{offset}")
    token = add(element, WSSE, "UsernameToken")
    add(token, WSSE, "Username", security.username)


def _distribution(body: Node, report: Report) -> None:
    prefix = {"field": None, "online": "ns2"}.get(report.habits, "itk")
    names: Any = {prefix: ITK} | ({None: CDA, "ns3": LOCALISATION} if report.habits == "online" else {})
    distribution = add(body, ITK, "DistributionEnvelope", nsmap=names)
    attributes = {"service": service_of(report), "trackingid": report.tracking_id}
    header = add(distribution, ITK, "header", attributes=attributes)
    payloads = _payloads(report)
    if report.addressing != "none":
        _addresses(header, report)
    audit = add(header, ITK, "auditIdentity")
    signed_on = ":000000000001" if "audit-user" in report.forms else ""  # a user id after the code
    add(audit, ITK, "id", attributes={"uri": f"urn:nhs-uk:identity:ods:{report.sender_ods}{signed_on}"})
    manifest = add(header, ITK, "manifest", attributes={"count": str(len(payloads))})
    for name, profile, _ in payloads:
        add(manifest, ITK, "manifestitem", attributes={"id": name, "profileid": profile} | _packing(report))
    if report.habits != "online" and "no-sender-address" not in report.forms:
        user = ":000000000001" if report.habits == "tpp" else ""  # a user id after the code
        uri = f"urn:nhs-uk:addressing:ods:{report.sender_ods}{user}"
        add(header, ITK, "senderAddress", attributes={"uri": uri})
    _handling(header, report)
    holder = add(distribution, ITK, "payloads", attributes={"count": str(len(payloads))})
    for name, _, content in payloads:
        add(holder, ITK, "payload", attributes={"id": name}).append(content)


def _packing(report: Report) -> dict[str, str]:
    """Say of what type a payload is, and how it is packed: not at all, which may be said in so many words."""
    media = "application/cda+xml" if "cda-media-type" in report.forms else "text/xml"
    flags = ("metadata", "compressed", "base64", "encrypted") if "flags-false" in report.forms else ()
    return {"mimetype": media, **dict.fromkeys(flags, "false")}


def _payloads(report: Report) -> list[tuple[str, str, Node]]:
    """Give id, profile and content of each payload."""
    if report.interaction == "nullify":
        return [(f"uuid_{report.document_id}", NULLIFICATION_PROFILE, nullification(report))]
    profile = LATER_PROFILE if "iuc-profile" in report.forms else PROFILE
    found = [
        (f"uuid_{version.document_id}", profile, document(version)) for version in (report, *report.earlier)
    ]
    if "copies" in report.forms or report.written.copies == "before":
        names: Any = {None: "urn:example:other"}  # lxml takes None as a prefix; its stubs do not know
        other = etree.Element("{urn:example:other}Leaflet", nsmap=names)
        other.text = "A payload of a profile that no pharmacy system reads"
        place = 0 if report.written.copies == "before" else len(found)
        found.insert(place, (f"uuid_{report.set_id}", OTHER_PROFILE, other))
    return found


def _handling(header: Node, report: Report) -> None:
    specs = [("interaction", INTERACTIONS[report.interaction])]
    if "ack-requested" in report.forms:
        specs += [("ackrequested", "true"), ("infackrequested", "true")]
    if "ack-requested-first" in report.forms:
        specs = [("ackrequested", "true"), ("infackrequested", "true"), *specs]
    handling = add(header, ITK, "handlingSpecification")
    for key, value in specs:
        add(handling, ITK, "spec", attributes={"key": f"{ITK}:{key}", "value": value})


def _addresses(header: Node, report: Report) -> None:
    addresses = add(header, ITK, "addresslist")
    for premises in (*report.also_to, report.premises):
        suffix = report.ods_suffix if premises is report.premises else ""
        ods = {"uri": f"urn:nhs-uk:addressing:ods:{premises.ods}{suffix}"}
        if "ods-typed" in report.forms:
            ods = {"type": ODS_ADDRESS} | ods
        dos = {"type": DOS_ADDRESS, "uri": premises.dos_service_id}
        order = {"ods+dos": (ods, dos), "dos+ods": (dos, ods), "ods": (ods,), "dos": (dos,)}
        first = "dos+ods" if report.habits in ("strict", "cleric") and report.addressing == "ods+dos" else ""
        for identity in order[first or report.addressing]:  # the order is not fixed
            add(addresses, ITK, "address", attributes=identity)


def add(
    parent: Node,
    namespace: str,
    name: str,
    text: str | None = None,
    *,
    attributes: dict[str, str] | None = None,
    nsmap: Any = None,
) -> Node:
    """Write a child element."""
    child = etree.SubElement(parent, f"{{{namespace}}}{name}", attributes or {}, nsmap=nsmap)
    child.text = text
    return child
