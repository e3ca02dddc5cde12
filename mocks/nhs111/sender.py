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
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

import httpx
from lxml import etree

from cpcs_harness.drivers.connection import CONNECT_SECONDS
from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import Side
from cpcs_harness.mockkit.sender import Channel, Owner, Sender, called, facts_of
from cpcs_harness.people.model import Report, Sent

from .damage.body import byte_damages
from .damage.document import document_damages
from .damage.envelope import ENVELOPE_DAMAGES
from .damage.packed import packed_damages
from .envelope import envelope, message_id
from .people import as_sent
from .request import HTTP_DAMAGES, HttpRequest, http_request

SOURCE = "ITK 2.2 SendNHS111Report-v2-0, NHS 111 CDA v2"
TELEPHONY = Channel("nhs111", "http", Certainty.PUBLISHED, SOURCE)
ONLINE = Channel("nhs111online", "http", Certainty.PUBLISHED, SOURCE)
SECONDS = 60.0
"""How long NHS 111 online waits for an answer."""
NOWHERE = "http://127.0.0.1:9"
"""Stands for the canary where none is served: nothing listens there."""
DAMAGES = (
    *ENVELOPE_DAMAGES,
    *packed_damages(NOWHERE),
    *document_damages(NOWHERE),
    *byte_damages(NOWHERE),
    *HTTP_DAMAGES,
)
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
    "header-of-others": "a header of others stands there, which need not be understood",
    "comments": "comments stand between the parts of the envelope",
    "audit-user": "a user's id follows the code of who is audited",
    "flags-false": "each way of packing a payload is named, and said not to be used",
    "cda-media-type": "the media type of the payload is application/cda+xml",
    "other-recipient": "the document names a recipient before ours, and the envelope does not",
    "other-list": "the disposition's code is of a local list",
    "called-verified": "a number that is no NHS number is sent as a verified one",
    "nested-markup": "lines are in a paragraph, content within content",
    "drop-answer": "the sender goes away before it reads the answer",
}
"""The lawful peculiarities that a report may have, by name."""


class NHS111(Sender):
    """Sends reports, and records each with what came back and what was planted in it."""

    def send(self, report: Report, endpoint: str, damage: str = "", variant: str = "") -> Sent:
        """Send one report, whole or damaged; gives what became of it, also when nothing answers."""
        report = as_sent(report)
        request = self._request(report, endpoint, damage)
        post = _cut if "drop-answer" in report.forms else _post
        start = {"method": request.method, "target": endpoint}
        return self.sent(
            ONLINE if report.sender == "online" else TELEPHONY,
            "send_report",
            Side(start, list(request.headers.items()), request.body),
            lambda: post(endpoint, request),
            self._owner(report),
            facts_of(report, variant, damage) | {"message_id": message_id(report)},
        )

    def _request(self, report: Report, endpoint: str, damage: str) -> HttpRequest:
        canary = self.world.addresses.get("canary", NOWHERE)
        body = message(report, endpoint, self.world.clock.now(), damage, canary)
        return http_request(report, body, damage)

    def _owner(self, report: Report) -> Owner:
        """Find the report's journey by patient or case, and remember the ids that this report has of its own.

        The marks are the plain data's: a number that is not sent is known here all the same.
        """
        texts = [report.person.nhs_number, report.case_reference, report.document_id]
        return self.owner(
            texts, [mark for document in (report, *report.earlier) for mark in _marks(document)]
        )


def message(report: Report, endpoint: str, now: datetime, damage: str = "", canary: str = NOWHERE) -> bytes:
    """Write the whole message for one report, as bytes."""
    on_tree = ENVELOPE_DAMAGES | packed_damages(canary) | document_damages(canary)
    on_bytes = byte_damages(canary)
    if damage and damage not in DAMAGES:
        raise HarnessError(f"a report cannot be damaged by {damage!r}; known: {', '.join(DAMAGES)}")
    if unknown := set(report.forms) - FORMS.keys():
        raise HarnessError(f"a report cannot have the forms {sorted(unknown)}; known: {', '.join(FORMS)}")
    root = envelope(as_sent(report), endpoint, now)
    sound = _written(root)
    if damage not in on_tree and damage not in on_bytes:
        return sound
    if damage in on_tree:
        on_tree[damage](root, report, now)
    damaged = on_bytes[damage](sound, report) if damage in on_bytes else _written(root)
    if damaged == sound:
        raise HarnessError(
            f"{damage!r} damages nothing in the report {report.document_id}: it has no such place"
        )
    return damaged


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _marks(report: Report) -> tuple[tuple[str, str], ...]:
    return (
        ("document", report.document_id),
        ("document", report.set_id),
        ("message", report.message_id),
        ("message", report.tracking_id),
        ("case", report.case_reference),
        ("case", report.case_id),
    )


def _post(endpoint: str, request: HttpRequest) -> Side:
    return called(
        request.method, endpoint, request.headers, request.body, seconds=SECONDS, chunked=request.chunked
    )


def _cut(endpoint: str, request: HttpRequest) -> Side:
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


def _head(parts: SplitResult, request: HttpRequest) -> bytes:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{request.method} {target} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    lines.append(f"Content-Length: {len(request.body)}")
    return "\r\n".join(lines).encode("ascii") + b"\r\n\r\n"
