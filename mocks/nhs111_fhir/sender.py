"""NHS 111 as it would send a referral by FHIR: a message bundle posted to the pharmacy's system.

Source: model of the project, from the Booking and Referral FHIR API, application 5. NHS 111 does not do so yet.
Left out: the national proxy with its tokens, the headers that describe the sender's organisation, user and software,
the questions that are asked beforehand (capabilities, message definitions), slots and bookings.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace

from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import Side
from cpcs_harness.mockkit.sender import Channel, Sender, called, facts_of
from cpcs_harness.people.model import Premises, Report, Sent

from .bundle import message_bundle
from .people import NHS_NUMBER, Resource

SOURCE = "model of the project, from Booking and Referral FHIR API, application 5"
CHANNEL = Channel("nhs111fhir", "http", Certainty.MODELLED, SOURCE)
MEDIA = "application/fhir+json"
DOS_SERVICE_ID = "https://fhir.nhs.uk/Id/dos-service-id"
DEPTH = 10_000
SECONDS = 60.0
"""How long an answer is waited for: as long as NHS 111 online waits for one by ITK."""


class NHS111Fhir(Sender):
    """Sends referrals, and records each with what came back."""

    def send(self, report: Report, base_url: str, damage: str = "", variant: str = "") -> Sent:
        """Send one report, whole or damaged; where nothing answers the status is 0."""
        target = f"{base_url.rstrip('/')}/$process-message"
        headers, body = headers_of(addressed(report, damage)), message(report, damage)
        return self.sent(
            CHANNEL,
            "send_referral",
            Side({"method": "POST", "target": target}, list(headers.items()), body),
            lambda: called("POST", target, headers, body, seconds=SECONDS),
            self.owner([report.person.nhs_number], marks_of(report)),
            facts_of(report, variant, damage),
        )


def message(report: Report, damage: str = "") -> bytes:
    """Write the body for one report; a damage makes it one that is to be refused."""
    bundle = message_bundle(addressed(report, damage))
    if damage in _DAMAGED:
        _DAMAGED[damage](bundle)
    if damage == "wrong-resource":
        bundle = _resource(bundle, "ServiceRequest")
    body = json.dumps(bundle, ensure_ascii=False).encode()
    return SPOILED[damage](body, report) if damage in SPOILED else body


def addressed(report: Report, damage: str = "") -> Report:
    """Give the report as it is to be addressed, after seeing that the damage is one that is known."""
    if damage not in ("", *DAMAGES):
        raise HarnessError(f"a FHIR referral cannot be damaged by {damage!r}; known: {', '.join(DAMAGES)}")
    return replace(report, premises=nobody(report.premises)) if damage == "unknown-recipient" else report


def nobody(premises: Premises) -> Premises:
    """Give a pharmacy that no candidate serves, neither by its ODS code nor by its id at the DoS."""
    return replace(premises, ods="FZZ99", dos_service_id="2000099999", name="Nowhere Pharmacy")


def headers_of(report: Report) -> dict[str, str]:
    """Give the headers of one message; the target is the service at the DoS, in Base64."""
    target = {"system": DOS_SERVICE_ID, "value": report.premises.dos_service_id}
    return {
        "Content-Type": MEDIA,
        "Accept": MEDIA,
        "NHSD-Target-Identifier": base64.b64encode(json.dumps(target).encode()).decode(),
        "X-Request-Id": report.message_id,
        "X-Correlation-Id": report.tracking_id,
    }


def marks_of(report: Report) -> tuple[tuple[str, str], ...]:
    """Give the ids that a report has of its own in FHIR, by which the candidate may name it."""
    return (
        ("document", report.document_id),
        ("message", report.message_id),
        ("message", report.tracking_id),
    )


def _drop_patient(bundle: Resource) -> None:
    bundle["entry"] = [entry for entry in bundle["entry"] if entry["resource"]["resourceType"] != "Patient"]


def _refer_to_nobody(bundle: Resource) -> None:
    """Make the referral one of a patient who is not in the message, although another is."""
    _resource(bundle, "ServiceRequest")["subject"] = {
        "reference": "urn:uuid:00000000-0000-4000-8000-000000000000"
    }


def _focus_on_the_patient(bundle: Resource) -> None:
    """Have the header say that the message is about the patient, and not about a referral."""
    patient = next(entry for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Patient")
    _resource(bundle, "MessageHeader")["focus"] = [{"reference": patient["fullUrl"]}]


def _refer_to_the_sender(bundle: Resource) -> None:
    """Make the referral one of an organisation, which is in the message."""
    held = (entry for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Organization")
    _resource(bundle, "ServiceRequest")["subject"] = {"reference": next(held)["fullUrl"]}


def _book(bundle: Resource) -> None:
    """Say that what comes is a booking, though it holds none."""
    _resource(bundle, "MessageHeader")["eventCoding"]["code"] = "booking-request"


def _spoil_number(bundle: Resource) -> None:
    for identifier in _resource(bundle, "Patient").get("identifier", []):
        if identifier["system"] == NHS_NUMBER:
            number = identifier["value"]
            identifier["value"] = number[:-1] + str((int(number[-1]) + 1) % 10)


def _resource(bundle: Resource, kind: str) -> Resource:
    found: list[Resource] = [entry["resource"] for entry in bundle["entry"]]
    return next(resource for resource in found if resource["resourceType"] == kind)


_DAMAGED: dict[str, Callable[[Resource], None]] = {
    "no-patient": _drop_patient,
    "dangling-reference": _refer_to_nobody,
    "focus-elsewhere": _focus_on_the_patient,
    "subject-elsewhere": _refer_to_the_sender,
    "other-event": _book,
    "nhs-number-bad": _spoil_number,
}
SPOILED: dict[str, Callable[[bytes, Report], bytes]] = {
    "not-json": lambda body, _report: body[: len(body) // 2],
    "no-body": lambda _body, _report: b"",
    "no-object": lambda body, _report: b"[" + body + b"]",
    "not-utf-8": lambda body, report: body.replace(_name(report), b"\xe9" + _name(report)),
    "nested-deep": lambda body, _report: _nested(body),
    "number-for-text": lambda body, report: body.replace(b'"%s"' % _name(report), b"4711"),
}
"""What is wrong with the bytes; a text that is not UTF-8 may be no JSON (RFC 8259, 8.1)."""
DAMAGES = (*SPOILED, "wrong-resource", "unknown-recipient", *_DAMAGED)


def _nested(body: bytes) -> bytes:
    """Put the message into lists within lists, of which FHIR has none, deeper than readers go (RFC 8259, 9)."""
    return b'{"resourceType": "Bundle", "type": "message", "entry": %s%s%s}' % (
        b"[" * DEPTH,
        body,
        b"]" * DEPTH,
    )


def _name(report: Report) -> bytes:
    return json.dumps(report.person.family or report.person.given, ensure_ascii=False)[1:-1].encode()
