"""NHS 111 as it sends a report to a pharmacy: ITK 2.2 over SOAP 1.1, with the habits of one of three systems.

Source: ITK 2.2 web services and Distribution Envelope 2.0 (interface sheet nhs111-itk22, sections 1 and 2).
Habits: "field" (no To, no Security, ITK as default namespace), "strict" (To, Security with Timestamp and Username),
"tpp" (From, no Security, and a misspelt `itk` namespace outside that is put right inside).
Left out: mutual TLS, repeat-caller sets, the HTML rendering that goes by e-mail, and retries: no sender was seen to.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from lxml import etree

from cpcs_harness.calling import NoAnswer, call
from cpcs_harness.certainty import Certainty
from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.recorder import Exchange, Side
from cpcs_harness.mockkit import World
from cpcs_harness.session.model import Report

from .nhs111_cda import document
from .nhs111_nodes import Node

SOURCE = "ITK 2.2 SendNHS111Report-v2-0, NHS 111 CDA v2"
SOAP, ADDRESSING = "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2005/08/addressing"
ITK, MISSPELT_ITK = "urn:nhs-itk:ns:201005", "urn:nhs-:ns:201005"
_OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity"
WSSE, WSU = f"{_OASIS}-secext-1.0.xsd", f"{_OASIS}-utility-1.0.xsd"
SERVICE = "urn:nhs-itk:services:201005:SendNHS111Report-v2-0"
INTERACTION = "urn:nhs-itk:interaction:primaryOutofHourRecipientNHS111CDADocument-v2-0"
PROFILE = "urn:nhs-en:profile:nhs111CDADocument-v2-0"
DOS_ADDRESS = "2.16.840.1.113883.2.1.3.2.4.18.44"
ANONYMOUS = f"{ADDRESSING}/anonymous"
SECONDS = 60.0
"""How long NHS 111 online waits for an answer."""
DAMAGES = ("manifest-count",)


class NHS111:
    """Sends reports, and records each with what came back."""

    service = "nhs111"

    def __init__(self, world: World) -> None:
        self.world = world

    def send(self, report: Report, endpoint: str, damage: str | None = None) -> str:
        """Send one report, whole or damaged; gives the exchange's id, also when nothing answers."""
        body = message(report, endpoint, self.world.clock.now(), damage)
        headers = {"Content-Type": "text/xml", "SOAPAction": f'"{SERVICE}"'}
        journey, rule = self._owner(report)
        started = time.monotonic()
        response = _post(endpoint, headers, body)
        exchange = Exchange(
            service=self.service,
            operation="send_report",
            protocol="http",
            direction="to-candidate",
            request=Side({"method": "POST", "target": endpoint}, list(headers.items()), body),
            response=response,
            certainty=Certainty.PUBLISHED,
            source=SOURCE,
            journey=journey,
            rule=rule,
            facts={"habits": report.habits} | ({"damage": damage} if damage else {}),
            elapsed_ms=(time.monotonic() - started) * 1000,
        )
        return self.world.recorder.exchange(exchange)

    def _owner(self, report: Report) -> tuple[str | None, str]:
        """Find the report's journey by its patient, and remember the ids that this report has of its own."""
        journey, rule = self.world.register.match([report.person.nhs_number])
        if journey is None:
            return None, ""
        for kind, mark in (
            ("document", report.document_id),
            ("message", report.message_id),
            ("message", report.tracking_id),
        ):
            self.world.register.link(kind, mark, journey)
        return journey, rule


def message(report: Report, endpoint: str, now: datetime, damage: str | None = None) -> bytes:
    """Write the whole message for one report."""
    if damage not in (None, *DAMAGES):
        raise HarnessError(f"a report cannot be damaged by {damage!r}; known: {', '.join(DAMAGES)}")
    envelope = _element(SOAP, "Envelope", nsmap=_outer_namespaces(report.habits))
    header = _add(envelope, SOAP, "Header")
    _addressing(header, report, endpoint)
    if report.habits == "strict":
        _security(header, report, now)
    _distribution(_add(envelope, SOAP, "Body"), report, damage)
    return bytes(etree.tostring(envelope, xml_declaration=True, encoding="UTF-8"))


def _outer_namespaces(habits: str) -> dict[str | None, str]:
    if habits == "field":
        return {"s": SOAP, "a": ADDRESSING}
    prefixes: dict[str | None, str] = {"soap": SOAP, "wsa": ADDRESSING}
    return prefixes | ({"itk": MISSPELT_ITK} if habits == "tpp" else {"itk": ITK})


def _addressing(header: Node, report: Report, endpoint: str) -> None:
    must = {f"{{{SOAP}}}mustUnderstand": "1"}
    if report.habits == "field":
        _add(header, ADDRESSING, "Action", SERVICE, attributes=must)
        _add(header, ADDRESSING, "MessageID", report.message_id)
        _add(_add(header, ADDRESSING, "ReplyTo"), ADDRESSING, "Address", ANONYMOUS)
        return
    _add(header, ADDRESSING, "MessageID", report.message_id)
    _add(header, ADDRESSING, "Action", SERVICE)
    _add(header, ADDRESSING, "To", endpoint)
    if report.habits == "tpp":
        _add(_add(header, ADDRESSING, "From"), ADDRESSING, "Address", ANONYMOUS)


def _security(header: Node, report: Report, now: datetime) -> None:
    security = _add(header, WSSE, "Security", nsmap={"wsse": WSSE, "wsu": WSU})
    timestamp = _add(security, WSU, "Timestamp", attributes={f"{{{WSU}}}Id": f"TS-{report.message_id}"})
    _add(timestamp, WSU, "Created", now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    _add(timestamp, WSU, "Expires", (now + timedelta(minutes=15)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    token = _add(security, WSSE, "UsernameToken")
    _add(token, WSSE, "Username", f"CN={report.sender_ods}.oneoneone.nhs.uk")


def _distribution(body: Node, report: Report, damage: str | None) -> None:
    prefix = None if report.habits == "field" else "itk"
    envelope = _add(body, ITK, "DistributionEnvelope", nsmap={prefix: ITK})
    header = _add(envelope, ITK, "header", attributes={"service": SERVICE, "trackingid": report.tracking_id})
    payload_id = f"uuid_{report.document_id}"
    _addresses(header, report)
    audit = _add(header, ITK, "auditIdentity")
    _add(audit, ITK, "id", attributes={"uri": f"urn:nhs-uk:identity:ods:{report.sender_ods}"})
    manifest = _add(header, ITK, "manifest", attributes={"count": "2" if damage == "manifest-count" else "1"})
    item = {"id": payload_id, "mimetype": "text/xml", "profileid": PROFILE}
    _add(manifest, ITK, "manifestitem", attributes=item)
    _add(header, ITK, "senderAddress", attributes={"uri": f"urn:nhs-uk:addressing:ods:{report.sender_ods}"})
    handling = _add(header, ITK, "handlingSpecification")
    _add(handling, ITK, "spec", attributes={"key": f"{ITK}:interaction", "value": INTERACTION})
    payloads = _add(envelope, ITK, "payloads", attributes={"count": "1"})
    _add(payloads, ITK, "payload", attributes={"id": payload_id}).append(document(report))


def _addresses(header: Node, report: Report) -> None:
    addresses = _add(header, ITK, "addresslist")
    both = [
        {"uri": f"urn:nhs-uk:addressing:ods:{report.premises.ods}"},
        {"type": DOS_ADDRESS, "uri": report.premises.dos_service_id},
    ]
    for one in reversed(both) if report.habits == "strict" else both:  # the order is not fixed
        _add(addresses, ITK, "address", attributes=one)


def _post(endpoint: str, headers: dict[str, str], body: bytes) -> Side:
    try:
        answer = call("POST", endpoint, seconds=SECONDS, headers=headers, body=body)
    except NoAnswer as failed:
        return Side({"error": str(failed)})
    return Side({"status": answer.status}, answer.headers, answer.body)


def _element(namespace: str, name: str, nsmap: Any) -> Node:
    return etree.Element(f"{{{namespace}}}{name}", nsmap=nsmap)


def _add(
    parent: Node,
    namespace: str,
    name: str,
    text: str | None = None,
    *,
    attributes: dict[str, str] | None = None,
    nsmap: Any = None,
) -> Node:
    child = etree.SubElement(parent, f"{{{namespace}}}{name}", attributes or {}, nsmap=nsmap)
    child.text = text
    return child
