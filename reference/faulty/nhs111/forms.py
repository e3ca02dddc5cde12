"""Faults that show where a sender writes envelope or document in a lawful way that few do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from ...formats.safe_xml import XmlRefused
from ...formats.soap import ITK, SOAP, WSA, WSSE, Envelope, Fault
from ...inbound.itk.cda import CDA, DocumentRefused
from ...inbound.itk.envelope import Distribution
from ...inbound.itk.intake import Intake, _Reading
from ...inbound.itk.payloads import Payloads
from ...kit.config import Premises
from ...referrals.audit import Arrival
from .._wrong import wrong

_NS = {"h": CDA, "itk": ITK}
_AUDIT = "urn:nhs-uk:identity:ods:"
_VERIFIED = "2.16.840.1.113883.2.1.4.1"
_NHS_NUMBER = 10  # digits
_DISPOSITIONS = "2.16.840.1.113883.2.1.3.2.4.17.325"


@wrong(catches=("N111-12",), shows_when="a flag of the manifest that is written out as false")
class TakesEachFlagForSet(Payloads):
    """Takes a payload for packed where its manifest item says that it is not."""

    def document(self, payload: etree._Element, item: etree._Element | None) -> etree._Element:
        for name in ("base64", "compressed") if item is not None else ():
            if item is not None and item.get(name) is not None:
                item.set(name, "true")
        return super().document(payload, item)


@wrong(catches=("N111-12",), shows_when="comments in the envelope")
class TripsOverComments(Intake):
    """Refuses a message that has comments between the parts of its envelope."""

    def parse(self, body: bytes) -> etree._Element:
        if b"<!--" in body.partition(b"ClinicalDocument")[0]:
            raise XmlRefused("expected elements alone in the envelope, received a comment")
        return super().parse(body)


@wrong(catches=("N111-12",), shows_when="a payload of the media type application/cda+xml")
class KnowsOneMediaTypeOfPayloads(Intake):
    """Refuses a document whose manifest item gives it the media type of CDA documents."""

    def check_manifest(self, distribution: Distribution) -> None:
        super().check_manifest(distribution)
        if any(item.get("mimetype") != "text/xml" for item in distribution.items):
            raise Fault("expected the payload's media type to be text/xml, received another")


@wrong(catches=("N111-43",), shows_when="an audit identity with a user's id behind the code")
class TakesUsersForSenders(Intake):
    """Goes by the audit identity for who sent a report, and takes a user's id behind the code for a part of it."""

    def note(self, root: etree._Element, reading: _Reading) -> None:
        super().note(root, reading)
        for audited in root.iterfind(".//itk:auditIdentity/itk:id", _NS):
            sender = (audited.get("uri") or "").removeprefix(_AUDIT)
            reading.arrival = replace(reading.arrival, sender_ods=sender)

    def keep(
        self,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
        earlier: list[dict[str, Any]],
    ) -> None:
        sender = {**content["sender"], "ods": arrival.sender_ods}
        super().keep({**content, "sender": sender}, premises, arrival, earlier)


@wrong(catches=("N111-12",), shows_when="a header of others that need not be understood")
class RefusesHeadersThatNobodyHasToUnderstand(Intake):
    """Takes mustUnderstand for said wherever it stands, also where it is 0."""

    def envelope(self, root: etree._Element) -> Envelope:
        opened = super().envelope(root)
        for block in opened.header:
            flagged = block.get(f"{{{SOAP}}}mustUnderstand") is not None
            if flagged and etree.QName(block).namespace not in {WSA, WSSE}:
                raise Fault(
                    f"the header {block.tag} must be understood, and is not", faultcode="MustUnderstand"
                )
        return opened


@wrong(catches=("N111-12",), shows_when="a document that names another recipient first")
class GoesByTheDocumentsRecipient(Intake):
    """Refuses a report whose document names another recipient before the one that its envelope is addressed to."""

    def take(self, distribution: Distribution, reading: _Reading) -> None:
        path = ".//h:informationRecipient[@typeCode='PRCP']//h:receivedOrganization/h:id"
        first = distribution.payloads.find(path, _NS)
        code = first.get("extension") or "" if first is not None else ""
        ours = reading.premises.ods if reading.premises is not None else ""
        if code and not code.startswith(ours) and code not in distribution.ods_codes:
            raise Fault("expected the document's recipient to be a pharmacy of ours, received another")
        super().take(distribution, reading)


@wrong(catches=("N111-12",), shows_when="a disposition of a local list")
class KnowsOneListOfDispositions(Intake):
    """Refuses a report whose disposition is of another list than NHS Pathways'."""

    def check_document(self, document: etree._Element) -> None:
        super().check_document(document)
        code = document.find(".//h:dischargeDispositionCode", _NS)
        if code is not None and code.get("codeSystem") not in (None, _DISPOSITIONS):
            raise DocumentRefused("expected a disposition of NHS Pathways, received one of another list")


@wrong(catches=("N111-36",), shows_when="nine digits that are sent as a verified number")
class BelievesWhateverIsCalledVerified(Intake):
    """Shows a number as verified that is too short to be one, since its sender says so."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        content = super().read(document)
        if any(len(number) < _NHS_NUMBER for number in _called_verified(document)):
            content["patient"]["nhs_number_verified"] = True
        return content


def _called_verified(document: etree._Element) -> list[str]:
    ids = document.findall("h:recordTarget/h:patientRole/h:id", _NS)
    return [one.get("extension") or "" for one in ids if one.get("root") == _VERIFIED]
