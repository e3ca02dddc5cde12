"""The FHIR endpoint `$process-message`: a message in, and a message or an OperationOutcome back."""

import logging
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from ...formats.fhir_json import FhirRefused, Resource, parse
from ...kit.config import Premises
from ...kit.times import now
from ...referrals.audit import Arrival
from ...referrals.content import nhs111_source
from ...referrals.register import Referrals
from ..addressing import Addressing
from .referral import FhirMessage, FhirReferral

_log = logging.getLogger("reference.fhir")
MEDIA = "application/fhir+json"
_MEDIA = {MEDIA, "application/json"}
_EVENTS = "https://fhir.nhs.uk/CodeSystem/message-events-bars"


@dataclass(frozen=True)
class FhirReply:
    """An HTTP answer to a FHIR request."""

    status: int
    resource: dict[str, Any]


class FhirIntake:
    """The FHIR endpoint's work, one method a step."""

    def __init__(self, referrals: Referrals, addressing: Addressing, reader: FhirReferral) -> None:
        self.referrals = referrals
        self.addressing = addressing
        self.reader = reader

    def receive(self, body: bytes, media: str) -> FhirReply:
        """Take a message in and answer it: 200 when it is kept, 4xx when it is refused, 500 when it cannot be kept."""
        try:
            if media.partition(";")[0].strip().lower() not in _MEDIA:
                raise FhirRefused(f"expected {MEDIA}, received another content type", "not-supported", 415)
            return self.take(parse(body))
        except FhirRefused as refusal:
            _log.info("message refused: %s", refusal.issue)
            return self.refusal(refusal)
        except RecursionError:
            return self.refusal(
                FhirRefused("expected a message, received one that is nested too deeply", "structure")
            )
        except SQLAlchemyError:
            _log.exception("a referral could not be kept")
            return self.refusal(
                FhirRefused("the referral could not be stored; send it again", "exception", 500)
            )

    def take(self, bundle: Resource) -> FhirReply:
        """Find the pharmacy, then keep what the message makes there."""
        message = self.reader.open(bundle)
        premises = self.addressing.find(message.dos_ids, message.ods_codes)
        if premises is None:
            # None of the pharmacies that are known here is named to a sender.
            raise FhirRefused("the addressed pharmacy is none that this system serves", "not-found", 404)
        try:
            self.keep(message, premises)
        except FhirRefused as refusal:
            self.referrals.refused(premises, arrival(message), refusal.diagnostics, refusal.issue)
            raise
        return FhirReply(200, self.answer(message, premises))

    def keep(self, message: FhirMessage, premises: Premises) -> None:
        """Store the referral that a message makes, or take back the one that it withdraws."""
        if message.withdraws:
            self.referrals.take(self.reader.withdrawal(message), premises, arrival(message, "nullification"))
            return
        content = self.reader.content(message)
        self.referrals.take(content, premises, arrival(message, source=nhs111_source(content)))

    def answer(self, message: FhirMessage, premises: Premises) -> dict[str, Any]:
        """The message that says that all is well."""
        identifier = str(uuid.uuid4())
        header = {
            "resourceType": "MessageHeader",
            "id": identifier,
            "eventCoding": {"system": _EVENTS, "code": "servicerequest-response"},
            "source": {"endpoint": f"urn:nhs-uk:addressing:ods:{premises.ods}"},
            "response": {"identifier": message.id, "code": "ok"},
        }
        return {
            "resourceType": "Bundle",
            "id": str(uuid.uuid4()),
            "type": "message",
            "timestamp": now(),
            "entry": [{"fullUrl": f"urn:uuid:{identifier}", "resource": header}],
        }

    def refusal(self, refused: FhirRefused) -> FhirReply:
        """What is wrong with a message that was not taken."""
        return _outcome(refused)


def arrival(message: FhirMessage, kind: str = "primary", source: str = "nhs111") -> Arrival:
    """How a message came."""
    return Arrival("fhir", source, message_id=message.id, kind=kind, sender_ods=message.sender["ods"])


def too_large(why: str) -> FhirReply:
    """The answer to a message that was not even read."""
    return _outcome(FhirRefused(why, "too-long", 413))


def _outcome(refused: FhirRefused) -> FhirReply:
    issue = {"severity": "error", "code": refused.issue, "diagnostics": refused.diagnostics}
    return FhirReply(refused.status, {"resourceType": "OperationOutcome", "issue": [issue]})
