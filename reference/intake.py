"""Taking in an NHS 111 report: read, check, find the premises, keep, and only then answer."""

import logging
import uuid

from lxml import etree
from sqlalchemy.exc import SQLAlchemyError

from . import cda, itk, soap
from .config import Config, Premises
from .models import Referral
from .moments import now
from .safe_xml import XmlRefused, parse
from .soap import Fault, Reply
from .store import Store

_log = logging.getLogger("reference.intake")


class Intake:
    """The ITK endpoint's work, one method a step."""

    def __init__(self, config: Config, store: Store) -> None:
        self.config = config
        self.store = store

    def receive(self, body: bytes) -> Reply:
        """Take a message in and answer it; every failure is a SOAP fault."""
        relates_to = ""
        try:
            envelope = soap.open_envelope(parse(body))
            relates_to = envelope.message_id
            distribution = itk.open_distribution(envelope)
            self.take(distribution)
        except XmlRefused as refusal:
            return soap.fault(Fault(str(refusal)), relates_to)
        except Fault as problem:
            _log.info("message refused: %s", problem.code)
            return soap.fault(problem, relates_to)
        except SQLAlchemyError:
            _log.exception("a referral could not be kept")
            return soap.fault(
                Fault("the referral could not be stored", soap.PROCESSING_FAILED, "Server"), relates_to
            )
        return soap.answer(
            self.answer_action(distribution.service), relates_to, f"OK:{distribution.tracking_id}"
        )

    def take(self, distribution: itk.Distribution) -> None:
        """Check a message whole, then keep the referral that it makes."""
        self.check_manifest(distribution)
        itk.check_profiles(distribution)
        premises = self.premises_for(distribution)
        self.keep(
            self.referral_from(self.current_document(distribution), premises, distribution.for_information)
        )

    def check_manifest(self, distribution: itk.Distribution) -> None:
        """Refuse a message whose manifest and payloads disagree."""
        itk.check_manifest(distribution)

    def premises_for(self, distribution: itk.Distribution) -> Premises:
        """The pharmacy addressed: by DoS service, by ODS code, by the code without its profile's suffix."""
        ods_codes = distribution.ods_codes
        rules = (
            ("DoS service id", "dos_service_id", distribution.dos_ids),
            ("ODS code", "ods", ods_codes),
            ("first five of the ODS code", "ods", [code[:5] for code in ods_codes]),
        )
        for rule, attribute, addresses in rules:
            for premises in self.config.premises:
                if getattr(premises, attribute) in addresses:
                    _log.info("message routed to %s by %s", premises.ods, rule)
                    return premises
        # The pharmacies that are known here are nobody else's business, so none is named.
        raise Fault("expected an address of a pharmacy that this system serves, received none of them")

    def current_document(self, distribution: itk.Distribution) -> etree._Element:
        """The document to act on: the newest, since sets of a repeat caller come in any order."""
        documents = distribution.documents
        if not documents:
            raise Fault("expected a ClinicalDocument in the payload, received none")
        try:
            for document in documents:
                cda.check(document)
        except cda.DocumentRefused as refusal:
            raise Fault(str(refusal)) from refusal
        return max(documents, key=lambda document: str(cda.read(document)["created"]))

    def referral_from(self, document: etree._Element, premises: Premises, for_information: bool) -> Referral:
        """The record that a document makes."""
        content = cda.read(document)
        return Referral(
            id=str(uuid.uuid4()),
            document_id=content["document_id"],
            ods=premises.ods,
            received=now(),
            status="copy" if for_information else "new",
            pathway=cda.pathway(content["disposition"]["code"]),
            content=content,
            supplies=[],
        )

    def keep(self, referral: Referral) -> None:
        """Store a referral durably; a document that is here already makes no second one."""
        if not self.store.add_referral(referral):
            _log.info("document received again; the referral that it made is kept")

    def answer_action(self, service: str) -> str:
        """The SOAP Action of the answer."""
        return f"{service}Response"
