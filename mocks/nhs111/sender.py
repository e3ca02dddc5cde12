"""NHS 111 as it sends a report to a pharmacy: ITK 2.2 over SOAP 1.1, by telephone and online.

Source: ITK 2.2 web services and Distribution Envelope 2.0 (interface sheet nhs111-itk22, sections 1 to 4).
Habits: "field" (no To, no Security, ITK as default namespace), "strict" (To, Security with Timestamp and Username),
"tpp" (From, no Security, a misspelt `itk` namespace outside that is put right inside), "cleric" (the tracking id is the
message id, the service before the organisation), "ic24" (To, a restricted document, its own organisation as the one
referred to), "online" (NHS 111 online: default namespaces, Username "none", no sender address).
Left out: mutual TLS, the HTML rendering that goes by e-mail, and retries: no sender was seen to.
"""

from __future__ import annotations

import socket
import time
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

import httpx
from lxml import etree

from cpcs_harness.drivers.http_call import CONNECT_SECONDS, NoAnswer, call
from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import Exchange, Side
from cpcs_harness.mockkit import World
from cpcs_harness.people.model import Report, Sent, plain

from .damage import tree_damages
from .envelope import envelope, message_id
from .hostile import HTTP_DAMAGES, Sending, byte_damages, sending
from .people import as_sent

SOURCE = "ITK 2.2 SendNHS111Report-v2-0, NHS 111 CDA v2"
SECONDS = 60.0
"""How long NHS 111 online waits for an answer."""
NOWHERE = "http://127.0.0.1:9"
"""Stands for the canary where none is served: nothing listens there."""
DAMAGES = (*tree_damages(NOWHERE), *byte_damages(NOWHERE), *HTTP_DAMAGES)
FORMS = {
    "service-dms": "the service's name ends in _DMS",
    "ack-requested": "both acknowledgements are asked for, after the interaction",
    "ack-requested-first": "both acknowledgements are asked for, before the interaction",
    "iuc-profile": "the profile is the later one, nhs111CDADocument-v3-1",
    "attachment": "the Pathways case is attached, in Base64",
    "attachment-wrapped": "the same with line breaks in the Base64",
    "copies": "a second payload is of another profile",
    "chunked": "the HTTP body goes in chunks",
    "charset": "the media type names UTF-8",
    "no-soapaction": "there is no SOAPAction header",
    "bare-soapaction": "SOAPAction stands without its quotes",
    "no-sender-address": "the envelope does not say from whom",
    "ids-reordered": "the case's ids stand in another order",
    "utf-8-bom": "a byte order mark comes first",
    "ods-typed": "the type of an ODS address is given, although it is the default",
    "nested-markup": "lines are in a paragraph, content within content",
    "drop-answer": "the sender goes away before it reads the answer",
}
"""The lawful peculiarities that a report may have, by name."""


class NHS111:
    """Sends reports, and records each with what came back and what was planted in it."""

    def __init__(self, world: World) -> None:
        self.world = world

    def send(self, report: Report, endpoint: str, damage: str = "", variant: str = "") -> Sent:
        """Send one report, whole or damaged; gives what became of it, also when nothing answers."""
        report = as_sent(report)
        request = self._request(report, endpoint, damage)
        journey, rule = self._owner(report)
        started = time.monotonic()
        dropped = "drop-answer" in report.forms
        response = _cut(endpoint, request) if dropped else _post(endpoint, request)
        exchange = Exchange(
            service="nhs111online" if report.sender == "online" else "nhs111",
            operation="send_report",
            protocol="http",
            direction="to-candidate",
            request=Side(
                {"method": request.method, "target": endpoint}, list(request.headers.items()), request.body
            ),
            response=response,
            certainty=Certainty.PUBLISHED,
            source=SOURCE,
            journey=journey,
            rule=rule,
            facts=_facts(report, damage, variant),
            elapsed_ms=(time.monotonic() - started) * 1000,
        )
        status = int(response.start.get("status", 0))
        return Sent(self.world.recorder.exchange(exchange), status, response.body)

    def _request(self, report: Report, endpoint: str, damage: str) -> Sending:
        canary = self.world.addresses.get("canary", NOWHERE)
        body = message(report, endpoint, self.world.clock.now(), damage, canary)
        return sending(report, body, damage)

    def _owner(self, report: Report) -> tuple[str | None, str]:
        """Find the report's journey by patient or case, and remember the ids that this report has of its own.

        The marks are the plain data's: a number that is not sent is known here all the same.
        """
        marks = [report.person.nhs_number, report.case_reference, report.document_id]
        journey, rule = self.world.register.match(marks)
        if journey is None:
            return None, ""
        for one in (report, *report.earlier):
            for kind, mark in (
                ("document", one.document_id),
                ("document", one.set_id),
                ("message", one.message_id),
                ("message", one.tracking_id),
                ("case", one.case_reference),
                ("case", one.case_id),
            ):
                self.world.register.link(kind, mark, journey)
        return journey, rule


def message(report: Report, endpoint: str, now: datetime, damage: str = "", canary: str = NOWHERE) -> bytes:
    """Write the whole message for one report, as bytes."""
    on_tree, on_bytes = tree_damages(canary), byte_damages(canary)
    if damage and damage not in DAMAGES:
        raise HarnessError(f"a report cannot be damaged by {damage!r}; known: {', '.join(DAMAGES)}")
    if unknown := set(report.forms) - FORMS.keys():
        raise HarnessError(f"a report cannot have the forms {sorted(unknown)}; known: {', '.join(FORMS)}")
    root = envelope(as_sent(report), endpoint, now)
    if damage in on_tree:
        on_tree[damage](root, report, now)
    body = bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    return on_bytes[damage](body, report) if damage in on_bytes else body


def _facts(report: Report, damage: str, variant: str) -> dict[str, object]:
    return {
        "habits": report.habits,
        "sender": report.sender,
        "variant": variant,
        "damage": damage,
        "message_id": message_id(report),
        "report": plain(report),
    }


def _post(endpoint: str, request: Sending) -> Side:
    try:
        answer = call(
            request.method,
            endpoint,
            seconds=SECONDS,
            headers=request.headers,
            body=request.body,
            chunked=request.chunked,
        )
    except NoAnswer as failed:
        return Side({"error": str(failed)})
    return Side({"status": answer.status}, answer.headers, answer.body)


def _cut(endpoint: str, request: Sending) -> Side:
    """Send the whole request, wait until its answer has begun, and go away without having read it."""
    try:
        parts = urlsplit(endpoint)
        with _connection(parts) as connection:
            connection.settimeout(SECONDS)
            connection.sendall(_head(parts, request) + request.body)
            connection.recv(1)
    except (OSError, ValueError) as failed:
        return Side({"error": str(failed) or type(failed).__name__})
    return Side({"error": "the sender went away before it read the answer"})


def _connection(parts: SplitResult) -> socket.socket:
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{parts.geturl()} is no address to send to")
    secure = parts.scheme == "https"
    plain_one = socket.create_connection(
        (parts.hostname, parts.port or (443 if secure else 80)), timeout=CONNECT_SECONDS
    )
    if not secure:
        return plain_one
    return httpx.create_ssl_context().wrap_socket(plain_one, server_hostname=parts.hostname)


def _head(parts: SplitResult, request: Sending) -> bytes:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{request.method} {target} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    lines.append(f"Content-Length: {len(request.body)}")
    return "\r\n".join(lines).encode("ascii") + b"\r\n\r\n"
