"""Faults in taking in ITK messages: envelopes, headers, addresses, XML, refusals."""

from __future__ import annotations

import contextlib
import re
import socket
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from sqlalchemy.orm import Session

from ...formats.soap import ITK, SOAP, WSSE, Envelope, Fault, Reply
from ...inbound.addressing import Addressing
from ...inbound.itk.envelope import Distribution
from ...inbound.itk.headers import Headers
from ...inbound.itk.intake import Intake
from ...kit.config import Premises
from ...referrals.audit import Arrival, Audit
from .._wrong import wrong


@wrong(catches=("N111-01",))
class AnswersWithTheRequestAction(Intake):
    """Answers a report under the Action of the request itself."""

    def answer_action(self, service: str) -> str:
        return service


@wrong(catches=("N111-07",), shows_when="stopped just after the acknowledgement")
class AcknowledgesBeforeStoring(Intake):
    """Acknowledges a referral at once and stores it ten seconds later."""

    def keep(
        self, content: dict[str, Any], premises: Premises, arrival: Arrival, earlier: list[dict[str, Any]]
    ) -> None:
        timer = Timer(10.0, super().keep, (content, premises, arrival, earlier))
        timer.daemon = True
        timer.start()


@wrong(catches=("N111-10",), shows_when="a manifest with a wrong count")
class AcceptsAWrongManifest(Intake):
    """Accepts a report whose manifest disagrees with its payloads."""

    def check_manifest(self, distribution: Distribution) -> None:
        return


@wrong(catches=("N111-12",), shows_when="a sender without Security")
class DemandsSecurityHeader(Headers):
    """Refuses a report without a Security header, as strict ITK would."""

    def check(self, header: etree._Element, host: str) -> None:
        if header.find(f"{{{WSSE}}}Security") is None:
            raise Fault("expected a Security header, received none")
        super().check(header, host)


@wrong(catches=("N111-12",), shows_when="a sender that names the service first")
class ExpectsTheOrganisationAddressFirst(Addressing):
    """Refuses a report whose first address is that of a service and not of an organisation."""

    def premises_for(self, distribution: Distribution) -> Premises:
        first = distribution.header.find(f"{{{ITK}}}addresslist/{{{ITK}}}address")
        if first is not None and first.get("type"):
            raise Fault("expected an organisation as the first address, received a service")
        return super().premises_for(distribution)


@wrong(catches=("N111-13",))
class AnswersRefusalsWith400(Intake):
    """Answers refusals with HTTP status 400, as web APIs do, and not with the 500 of a SOAP fault."""

    def fault(self, problem: Fault, relates_to: str) -> Reply:
        return Reply(400, super().fault(problem, relates_to).body)


@wrong(catches=("N111-15", "N111-20"), shows_when="a message that cannot be taken in")
class AnswersRefusalsWith202(Intake):
    """Answers a message that it refuses with 202 and no body, and drops it."""

    def fault(self, problem: Fault, relates_to: str) -> Reply:
        return Reply(202, b"")


@wrong(catches=("N111-13",), shows_when="a bad value with angle brackets")
class WritesFaultsUnescaped(Intake):
    """Writes the bad value into the SOAP fault without escaping its markup."""

    def fault(self, problem: Fault, relates_to: str) -> Reply:
        reply = super().fault(problem, relates_to)
        escaped = escape(problem.diagnostic)
        return Reply(reply.status, reply.body.replace(escaped.encode(), problem.diagnostic.encode()))


@wrong(catches=("N111-14",), shows_when="a message in UTF-16 or ISO 8859-1")
class AcceptsOtherEncodings(Intake):
    """Accepts XML in any encoding, which ITK web services do not use."""

    def parse(self, body: bytes) -> etree._Element:
        return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))


@wrong(catches=("N111-15",), shows_when="an Action that contradicts the service")
class IgnoresTheAction(Intake):
    """Accepts a message whose Action is not its service."""

    def distribution(self, envelope: Envelope) -> Distribution:
        inner = envelope.payload.find(f"{{{ITK}}}header")
        service = envelope.action if inner is None else inner.get("service") or ""
        return super().distribution(replace(envelope, action=service))


@wrong(catches=("N111-15",), shows_when="a tracking id that is a character too long")
class CutsTrackingIds(Intake):
    """Accepts whatever begins with a tracking id."""

    def distribution(self, envelope: Envelope) -> Distribution:
        for header in envelope.payload.findall(f"{{{ITK}}}header"):
            header.set("trackingid", (header.get("trackingid") or "")[:36])
        return super().distribution(envelope)


@wrong(catches=("N111-15",), shows_when="an audit identity that is written as an address")
class TakesAddressesForAuditIdentities(Intake):
    """Accepts the address of an organisation for the identity that is audited."""

    def distribution(self, envelope: Envelope) -> Distribution:
        for identity in envelope.payload.iterfind(f".//{{{ITK}}}auditIdentity/{{{ITK}}}id"):
            identity.set("uri", (identity.get("uri") or "").replace(":addressing:", ":identity:"))
        return super().distribution(envelope)


@wrong(catches=("N111-15",), shows_when="a header without a manifest")
class NeedsNoManifest(Intake):
    """Accepts a message without a manifest, and takes what it holds for a report."""

    def distribution(self, envelope: Envelope) -> Distribution:
        header, payloads = (envelope.payload.find(f"{{{ITK}}}{name}") for name in ("header", "payloads"))
        if header is None or payloads is None or header.find(f"{{{ITK}}}manifest") is not None:
            return super().distribution(envelope)
        manifest = etree.Element(f"{{{ITK}}}manifest", count=str(len(payloads)))
        for payload in payloads:
            profile = "urn:nhs-en:profile:nhs111CDADocument-v2-0"
            etree.SubElement(
                manifest, f"{{{ITK}}}manifestitem", id=payload.get("id") or "", profileid=profile
            )
        header.insert(self.place(header), manifest)
        return super().distribution(envelope)

    def place(self, header: etree._Element) -> int:
        """Where a manifest stands: after the addresses and who is audited, before senders."""
        names = [etree.QName(part).localname for part in header]
        return max(
            (n + 1 for n, name in enumerate(names) if name in ("addresslist", "auditIdentity")), default=0
        )


@wrong(catches=("N111-15",), shows_when="a service of another version")
class TakesEveryVersionOfTheService(Intake):
    """Accepts a service of a version that there is not."""

    def distribution(self, envelope: Envelope) -> Distribution:
        for header in envelope.payload.findall(f"{{{ITK}}}header"):
            header.set("service", re.sub(r"-v\d", "-v2", header.get("service") or ""))
        return super().distribution(replace(envelope, action=re.sub(r"-v\d", "-v2", envelope.action)))


@wrong(catches=("N111-15",), shows_when="an unknown profile")
class AcceptsUnknownProfiles(Intake):
    """Accepts payloads of profiles that it does not know."""

    def reads(self, profile: str) -> bool:
        return True


@wrong(catches=("N111-16",), shows_when="a recipient that is not served here")
class AcceptsReportsForOtherPharmacies(Addressing):
    """Lists a report for a pharmacy that it does not serve at the first that it does serve."""

    def find(self, dos_ids: list[str], ods_codes: list[str]) -> Premises | None:
        return super().find(dos_ids, ods_codes) or self.config.premises[0]


@wrong(catches=("N111-16",), shows_when="a service whose id begins as one of ours does")
class KnowsServicesByTheBeginningOfTheirId(Addressing):
    """Lists a report for the service whose id its address begins with."""

    def services(self, dos_ids: list[str]) -> list[str]:
        own = [premises.dos_service_id for premises in self.config.premises]
        return [known for known in own for dos_id in dos_ids if dos_id.startswith(known)]


@wrong(catches=("N111-16",), shows_when="an organisation whose code ends as one of ours does")
class KnowsOrganisationsByTheEndOfTheirCode(Addressing):
    """Lists a report for the organisation whose code its address has in it."""

    def find(self, dos_ids: list[str], ods_codes: list[str]) -> Premises | None:
        held = [own for own in self.config.premises for code in ods_codes if own.ods in code]
        return super().find(dos_ids, ods_codes) or next(iter(held), None)


@wrong(catches=("N111-16",), shows_when="a recipient that is not served here")
class NamesItsPharmaciesInFaults(Addressing):
    """Tells a sender which pharmacies it serves when it refuses a report for another."""

    def refusal(self, distribution: Distribution) -> str:
        known = ", ".join(f"{premises.ods} {premises.name}" for premises in self.config.premises)
        return f"{super().refusal(distribution)}; this system serves {known}"


@wrong(catches=("N111-24",), shows_when="a report addressed by DoS service id alone")
class IgnoresDosServiceIds(Addressing):
    """Finds pharmacies by ODS code alone, and lists what names a DoS service id alone at the wrong one."""

    def find(self, dos_ids: list[str], ods_codes: list[str]) -> Premises | None:
        return super().find(dos_ids, ods_codes) or (self.config.premises[-1] if dos_ids else None)

    def services(self, dos_ids: list[str]) -> list[str]:
        return []


@wrong(catches=("N111-24",), shows_when="two pharmacies of ours, one of them with a suffix behind its code")
class StopsAtCodesWithoutSuffix(Addressing):
    """Goes by ODS codes as they stand where one is its own, and leaves out a pharmacy whose code has a suffix."""

    def all(self, dos_ids: list[str], ods_codes: list[str]) -> list[Premises]:
        own = {premises.ods for premises in self.config.premises}
        return super().all(dos_ids, [code for code in ods_codes if code in own] or ods_codes)


@wrong(catches=("N111-17",), shows_when="an entity in the text")
class ExpandsXmlEntities(Intake):
    """Expands entities, those of files among them, and accepts the message."""

    def parse(self, body: bytes) -> etree._Element:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=True, load_dtd=True, no_network=True))
        return etree.fromstring(etree.tostring(root), etree.XMLParser(resolve_entities=False))


@wrong(catches=("N111-17", "ACC-28"), shows_when="a document type that points elsewhere")
class FetchesExternalEntities(Intake):
    """Fetches external entities and document types of a message over the network."""

    system = re.compile(rb'SYSTEM "(http://[^"]+)"')

    def parse(self, body: bytes) -> etree._Element:
        import httpx

        for address in self.system.findall(body):
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(address.decode(), timeout=5, trust_env=False)
        return super().parse(body)


@wrong(catches=("ACC-28",), shows_when="a document type that points elsewhere")
class AsksDirectoriesThatAMessageNames(Intake):
    """Opens a connection to each address that a document type names, and asks there by LDAP, where no HTTP is seen."""

    host = re.compile(rb'SYSTEM "http://([^":/]+):(\d+)')
    bind_request = bytes.fromhex("300c020101600702010304008000")

    def parse(self, body: bytes) -> etree._Element:
        for host, port in self.host.findall(body):
            with (
                contextlib.suppress(OSError),
                socket.create_connection((host.decode(), int(port)), timeout=5) as connection,
            ):
                connection.sendall(self.bind_request)
        return super().parse(body)


@wrong(catches=("N111-18",), shows_when="a foreign header that must be understood")
class IgnoresMustUnderstand(Intake):
    """Ignores headers that are marked mustUnderstand and that it does not understand."""

    def envelope(self, root: etree._Element) -> Envelope:
        for block in root.iterfind(f"{{{SOAP}}}Header/*"):
            block.attrib.pop(f"{{{SOAP}}}mustUnderstand", "")
        return super().envelope(root)


@wrong(catches=("N111-18",), shows_when="a foreign header of the name of a known one")
class KnowsHeadersByLocalNameAlone(Intake):
    """Takes every header that is called Security for the one that it understands, whosesoever it is."""

    def envelope(self, root: etree._Element) -> Envelope:
        for block in root.iterfind(f"{{{SOAP}}}Header/*"):
            if etree.QName(block).localname == "Security":
                block.attrib.pop(f"{{{SOAP}}}mustUnderstand", "")
        return super().envelope(root)


@wrong(catches=("N111-17",), shows_when="an inclusion of a file")
class IncludesFilesInMessages(Intake):
    """Puts into a message the text of each file that it says to include."""

    def parse(self, body: bytes) -> etree._Element:
        root = super().parse(body)
        for inclusion in list(root.iter("{http://www.w3.org/2001/XInclude}include")):
            address, parent = inclusion.get("href", ""), inclusion.getparent()
            if parent is not None and address.startswith("file://"):
                parent.text = Path(address.removeprefix("file://")).read_text("utf-8")
                parent.remove(inclusion)
        return root


@wrong(catches=("N111-12",), shows_when="a Timestamp with an offset")
class ReadsEachTimestampAsGreenwichs(Headers):
    """Takes a Timestamp with an offset for one of Greenwich, and refuses what seems to come from the future."""

    def check_timestamp(self, header: etree._Element) -> None:
        for name in ("Created", "Expires"):
            for moment in header.iter(f"{{*}}{name}"):
                moment.text = re.sub(r"[+-]\d\d:\d\d$", "Z", (moment.text or "").strip())
        super().check_timestamp(header)


@wrong(catches=("N111-22",), shows_when="Created and Expires with two offsets")
class ComparesTimesAsTexts(Headers):
    """Compares Created and Expires as texts, whatever their offsets are."""

    def check_timestamp(self, header: etree._Element) -> None:
        found = [header.find(f".//{{*}}Timestamp/{{*}}{name}") for name in ("Created", "Expires")]
        created, expires = (element.text or "" if element is not None else "" for element in found)
        if not created < expires:
            super().check_timestamp(header)


@wrong(catches=("N111-22",), shows_when="a Timestamp that has expired")
class AcceptsExpiredMessages(Headers):
    """Accepts a message whose Timestamp has expired, or has not begun."""

    def check_timestamp(self, header: etree._Element) -> None:
        return


@wrong(catches=("N111-45",))
class MisordersErrorInfo(Intake):
    """Writes the parts of ToolkitErrorInfo in another order than the schema has them."""

    def fault(self, problem: Fault, relates_to: str) -> Reply:
        reply = super().fault(problem, relates_to)
        root = etree.fromstring(reply.body)
        info = root.find(f".//{{{ITK}}}ToolkitErrorInfo")
        if info is not None:
            info.insert(0, info[-1])
        return Reply(reply.status, etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


@wrong(catches=("N111-43",), shows_when="a message that was refused")
class AuditsNoRefusals(Audit):
    """Writes nothing of refused messages into the audit trail."""

    def refused(
        self, session: Session, premises: Premises | None, arrival: Arrival, reason: str, code: str
    ) -> None:
        return
