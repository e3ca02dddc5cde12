"""Taking in an NHS 111 report: read, check, find the premises, keep, and only then answer."""

import logging
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree
from sqlalchemy.exc import SQLAlchemyError

from . import cda, itk, nullification, soap
from .addressing import Addressing
from .config import Premises
from .headers import Headers
from .moments import comparable
from .payloads import Payloads
from .referrals import Arrival, Referrals
from .safe_xml import XmlRefused, parse
from .soap import Fault, Reply

_log = logging.getLogger("reference.intake")
_ONLINE, _ONLINE_CASE = "YDDF4", "111-ONLINE-"  # the online service's own code, and how its case ids begin


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

    def receive(self, body: bytes, host: str = "") -> Reply:
        """Take a message in and answer it; every failure is a SOAP fault. `host` is where the request came in."""
        reading = _Reading(Arrival("itk", "nhs111"))
        try:
            distribution = self.open(body, host, reading)
            self.take(distribution, reading)
        except XmlRefused as refusal:
            return self.refuse(Fault(str(refusal)), reading)
        except Fault as problem:
            return self.refuse(problem, reading)
        except SQLAlchemyError:
            _log.exception("a referral could not be kept")
            return self.refuse(
                Fault("the referral could not be stored", soap.PROCESSING_FAILED, "Server"), reading
            )
        text = f"OK:{distribution.tracking_id}"
        return soap.answer(self.answer_action(distribution.service), reading.arrival.message_id, text)

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
        envelope = self.envelope(self.parse(body))
        reading.arrival = replace(reading.arrival, message_id=envelope.message_id)
        distribution = self.distribution(envelope)
        reading.arrival = replace(
            reading.arrival, tracking_id=distribution.tracking_id, sender_ods=distribution.sender_ods
        )
        reading.premises = self.addressing.premises_for(distribution)
        self.headers.check(envelope.header, host)
        return distribution

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
        documents = self.payloads.documents(distribution)
        if reading.premises is None:
            raise Fault("expected an address of a pharmacy that this system serves, received none of them")
        if nullification.is_nullification(documents[0]):
            reading.arrival = replace(reading.arrival, kind="nullification")
            self.keep(nullification.read(documents[0]), reading.premises, reading.arrival, [])
            return
        contents = self.contents(documents)
        current = self.current_of(contents)
        earlier = [one for one in contents if one is not current]
        kind = "copy" if distribution.for_information else "set" if earlier else "primary"
        if kind == "set":
            current["newest_of_set"] = True
        source = self.source_of(current)
        reading.arrival = replace(reading.arrival, kind=kind, source=source)
        self.keep(current, reading.premises, reading.arrival, earlier)

    def check_manifest(self, distribution: itk.Distribution) -> None:
        """Refuse a message whose manifest and payloads disagree."""
        itk.check_manifest(distribution)

    def check_profiles(self, distribution: itk.Distribution) -> None:
        """Refuse a message of a kind that this system does not read."""
        itk.check_profiles(distribution)

    def contents(self, documents: list[etree._Element]) -> list[dict[str, Any]]:
        """What each document says; one that no referral can be made of is refused."""
        try:
            for document in documents:
                self.check_document(document)
        except cda.DocumentRefused as refusal:
            raise Fault(str(refusal)) from refusal
        return [self.read(document) for document in documents]

    def check_document(self, document: etree._Element) -> None:
        """Refuse a document that lacks what a referral cannot do without."""
        cda.check(document)

    def read(self, document: etree._Element) -> dict[str, Any]:
        """Everything that a referral shows of its document."""
        return cda.read(document)

    def current_of(self, contents: list[dict[str, Any]]) -> dict[str, Any]:
        """The document to act on: the newest by its own time, since sets of a repeat caller come in any order."""
        return max(contents, key=lambda content: comparable(content["created"]))

    def source_of(self, content: dict[str, Any]) -> str:
        """Who sent a report: NHS 111 online is known by its own code, or by how its case ids begin."""
        online = content["sender"]["ods"] == _ONLINE or content["case_id"].startswith(_ONLINE_CASE)
        return "nhs111-online" if online else "nhs111"

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
