"""Taking in an NHS 111 report: read, check, find the premises, keep, and only then answer."""

import logging
from dataclasses import dataclass, replace
from email.message import Message
from typing import Any

from lxml import etree
from sqlalchemy.exc import SQLAlchemyError

from ...formats import soap
from ...formats.safe_xml import XmlRefused, parse
from ...formats.soap import Fault, Reply
from ...kit.config import Premises
from ...kit.numbers import is_one_person
from ...kit.times import believed, is_ahead, timestamp
from ...referrals.audit import Arrival
from ...referrals.content import nhs111_source
from ...referrals.register import Referrals
from ..addressing import Addressing
from . import cda, nullification
from . import envelope as itk
from .headers import Headers
from .payloads import Payloads

_log = logging.getLogger("reference.inbound.itk.intake")
_UTF8 = {
    "utf-8",
    "utf8",
    "us-ascii",
}  # ITK web services are UTF-8 only (rule WS-STD-01 of the toolkit workbench)
_ID = 255  # characters of an id that are kept


@dataclass
class _Reading:
    """What is known of a message so far; a refusal is noted under it."""

    arrival: Arrival
    premises: Premises | None = None


class Intake:
    """The ITK endpoint's work, one method a step."""

    def __init__(
        self, referrals: Referrals, addressing: Addressing, headers: Headers, payloads: Payloads
    ) -> None:
        self.referrals = referrals
        self.addressing = addressing
        self.headers = headers
        self.payloads = payloads

    def receive(self, body: bytes, host: str = "", media: str = "") -> Reply:
        """Take a message in and answer it; every failure is a SOAP fault.

        `host` is where the request came in, `media` the type that it gives its body; empty where nobody knows.
        """
        reading = _Reading(Arrival("itk", "nhs111"))
        try:
            self.check_media(media)
            distribution = self.open(body, host, reading)
            self.take(distribution, reading)
        except Exception as error:  # noqa: BLE001 whatever it is, the sender has to learn that nothing was taken
            return self.refuse(problem_of(error), reading)
        text = f"OK:{distribution.tracking_id}"
        return soap.answer(self.answer_action(distribution.service), reading.arrival.message_id, text)

    def too_large(self, reason: str) -> Reply:
        """The answer to a message of which no more was read."""
        return self.refuse(Fault(reason), _Reading(Arrival("itk", "nhs111")))

    def refuse(self, problem: Fault, reading: _Reading) -> Reply:
        """Answer with a fault, and note the refusal at the pharmacy that it was for."""
        _log.info("message refused: %s", problem.code)
        try:
            self.referrals.refused(reading.premises, reading.arrival, problem.diagnostic, problem.code)
        except SQLAlchemyError:
            _log.exception("a refusal could not be noted")
        return self.fault(problem, reading.arrival.message_id)

    def fault(self, problem: Fault, relates_to: str) -> Reply:
        """The answer to a message that was not taken."""
        return soap.fault(problem, relates_to)

    def open(self, body: bytes, host: str, reading: _Reading) -> itk.Distribution:
        """Take the envelopes apart, and find out whom the message is for before anything else is held against it."""
        root = self.parse(body)
        self.note(root, reading)
        envelope = self.envelope(root)
        distribution = self.distribution(envelope)
        reading.premises = self.addressing.premises_for(distribution)
        self.headers.check(envelope.header, host)
        return distribution

    def note(self, root: etree._Element, reading: _Reading) -> None:
        """Note whose the message is as far as can be seen, so that its refusal is in the right audit trail."""
        seen = itk.glance(root)
        reading.arrival = replace(
            reading.arrival,
            message_id=soap.message_id_of(root)[:_ID],
            tracking_id=seen.tracking_id[:_ID] if seen else "",
            sender_ods=seen.sender_ods[:_ID] if seen else "",
        )
        reading.premises = self.addressing.find(seen.dos_ids, seen.ods_codes) if seen else None

    def check_media(self, media: str) -> None:
        """Refuse a body that says of itself that it is no XML in UTF-8; one that says nothing is looked into."""
        header = Message()
        header["Content-Type"] = media or "text/xml"
        kind, charset = header.get_content_type(), header.get_content_charset("utf-8")
        if not kind.endswith(("/xml", "+xml")):
            raise Fault(f"expected the media type text/xml, received {kind[:60]}")
        if charset not in _UTF8:
            raise Fault(f"expected UTF-8, received {charset[:60]}")

    def parse(self, body: bytes) -> etree._Element:
        """Read the XML."""
        return parse(body)

    def envelope(self, root: etree._Element) -> soap.Envelope:
        """Take the SOAP envelope apart."""
        return soap.open_envelope(root)

    def distribution(self, envelope: soap.Envelope) -> itk.Distribution:
        """Take the distribution envelope apart."""
        return itk.open_distribution(envelope)

    def take(self, distribution: itk.Distribution, reading: _Reading) -> None:
        """Check a message whole, then keep what it makes."""
        self.check_manifest(distribution)
        itk.check_header(distribution)
        self.check_profiles(distribution)
        documents = self.payloads.documents(distribution, self.reads)
        if reading.premises is None:
            raise Fault("expected an address of a pharmacy that this system serves, received none of them")
        if any(nullification.is_nullification(document) for document in documents):
            if len(documents) != 1:
                raise Fault(f"expected a nullification alone, received {len(documents)} documents")
            reading.arrival = replace(reading.arrival, kind="nullification")
            self.keep(nullification.read(documents[0]), reading.premises, reading.arrival, [])
            return
        contents = self.contents(documents)
        if len(documents) < len(distribution.items):
            for content in contents:
                content["notices"] = [*content.get("notices", []), "unsupported-payload"]
        current = self.current_of(contents)
        earlier = [content for content in contents if content is not current]
        kind = "copy" if distribution.for_information else "set" if earlier else "primary"
        source = self.source_of(current)
        reading.arrival = replace(reading.arrival, kind=kind, source=source)
        self.keep_at_each(distribution, reading.premises, current, reading.arrival, earlier)

    def keep_at_each(
        self,
        distribution: itk.Distribution,
        first: Premises,
        current: dict[str, Any],
        arrival: Arrival,
        earlier: list[dict[str, Any]],
    ) -> None:
        """Keep a report at each pharmacy of ours that it is addressed to, and say so at each."""
        addressed = [first, *self.addressing.others(distribution, first)]
        for premises in addressed:
            others = " and ".join(other.ods for other in addressed if other is not premises)
            said = [{"kind": "also-addressed", "others": others}] if others else []
            self.keep(
                {**current, "notices": [*current.get("notices", []), *said]}, premises, arrival, earlier
            )

    def check_manifest(self, distribution: itk.Distribution) -> None:
        """Refuse a message whose manifest and payloads disagree."""
        itk.check_manifest(distribution)

    def check_profiles(self, distribution: itk.Distribution) -> None:
        """Refuse a message of which this system can read no payload; what else is in it is said at the referral."""
        itk.check_profiles(distribution, self.reads)

    def reads(self, profile: str) -> bool:
        """Whether payloads of a profile are read here."""
        return itk.is_known(profile)

    def contents(self, documents: list[etree._Element]) -> list[dict[str, Any]]:
        """What each document says; one that no referral can be made of is refused."""
        try:
            for document in documents:
                self.check_document(document)
        except cda.DocumentRefused as refusal:
            raise Fault(str(refusal)) from refusal
        contents = [self.read(document) for document in documents]
        self.check_one_patient(contents)
        return contents

    def check_one_patient(self, contents: list[dict[str, Any]]) -> None:
        """Refuse documents of different people in one message: only one of them would be shown."""
        patients = [content["patient"] for content in contents]
        if any(not is_one_person(patients[0], other) for other in patients[1:]):
            raise Fault("expected all documents to be about one patient, received some about others")

    def check_document(self, document: etree._Element) -> None:
        """Refuse a document that lacks what a referral cannot do without."""
        cda.check(document)

    def read(self, document: etree._Element) -> dict[str, Any]:
        """Everything that a referral shows of its document."""
        return cda.read(document)

    def current_of(self, contents: list[dict[str, Any]]) -> dict[str, Any]:
        """The document to act on: the newest by its own time, since sets of a repeat caller come in any order.

        A time that has not come yet is a wrong clock's: such a document goes behind all others, and that is said.
        """
        current = max(
            contents, key=lambda content: (believed(content["created"]), timestamp(content["created"]))
        )
        ahead = [content["created"] for content in contents if is_ahead(content["created"])]
        if ahead and len(contents) > 1:
            current["notices"] = [
                *current.get("notices", []),
                {"kind": "wrong-clock", "sent": " and ".join(ahead)},
            ]
        return current

    def source_of(self, content: dict[str, Any]) -> str:
        """Who sent a report: NHS 111 by telephone or online."""
        return nhs111_source(content)

    def keep(
        self,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
        earlier: list[dict[str, Any]],
    ) -> None:
        """Store what arrived, durably, before it is answered."""
        taken = self.referrals.take(content, premises, arrival, earlier)
        _log.info("document taken in: %s", taken.result)

    def answer_action(self, service: str) -> str:
        """The SOAP Action of the answer."""
        return f"{service}Response"


def problem_of(error: Exception) -> Fault:
    """What a sender is told of an error: all of what is the sender's, and nothing of what is ours."""
    if isinstance(error, Fault):
        return error
    if isinstance(error, XmlRefused):
        return Fault(str(error))
    _log.error("a message could not be dealt with", exc_info=error)
    what = "stored" if isinstance(error, SQLAlchemyError) else "dealt with"
    return Fault(f"the referral could not be {what}; send it again", soap.PROCESSING_FAILED, "Server")
