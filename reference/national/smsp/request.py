"""What is sent to the Spine Mini Service: a query, in an ITK distribution envelope, in a SOAP envelope."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from lxml import etree

from ...formats.safe_xml import clean
from ...formats.soap import ITK, SOAP, WSA, WSSE
from ...kit.times import clock
from ..requester import Requester

HL7 = "urn:hl7-org:v3"
NHS_NUMBER = "2.16.840.1.113883.2.1.4.1"
_WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
_OID = "2.16.840.1.113883.2.1.3.2.4"
_ASID = "1.2.826.0.1285.0.2.0.107"
_GENDERS = {"male": "1", "female": "2", "other": "9", "unknown": "0"}
_LASTS = timedelta(minutes=5)

VERIFY = "verifyNHSNumber"
NUMBER = "getNHSNumber"
BY_NUMBER = "getPatientDetailsByNHSNumber"
BY_SEARCH = "getPatientDetailsBySearch"
DETAILS = "getPatientDetails"


@dataclass(frozen=True)
class Sent:
    """A request as it goes out; sent again it has other ids."""

    message_id: str
    action: str
    body: bytes


class SmspRequests:
    """Writes requests, a method for each part that could be got wrong."""

    def __init__(self, url: str, asid: str) -> None:
        self.url = url
        self.asid = asid

    def request(self, service: str, known: dict[str, str], requester: Requester) -> Sent:
        """A request to a service about what is known of a patient: birth_date, gender, nhs_number, given and others."""
        message_id = self.message_id()
        root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP, "wsa": WSA, "itk": ITK})
        self.header(root, message_id, self.wsa_action(service))
        body = etree.SubElement(root, f"{{{SOAP}}}Body")
        distribution = etree.SubElement(body, f"{{{ITK}}}DistributionEnvelope")
        payload_id = self.new_id()
        self.itk_header(distribution, service, payload_id, requester)
        payloads = etree.SubElement(distribution, f"{{{ITK}}}payloads", count="1")
        payload = etree.SubElement(payloads, f"{{{ITK}}}payload", id=f"uuid_{payload_id}")
        payload.append(self.query(service, payload_id, known))
        whole = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        return Sent(message_id, self.soap_action(service), whole)

    def new_id(self) -> str:
        """An id that nothing else has, in the form that ITK wants."""
        return str(uuid.uuid4()).upper()

    def message_id(self) -> str:
        """The id of a message, which is another one each time it is sent."""
        return self.new_id()

    def soap_action(self, service: str) -> str:
        """What the HTTP header calls the service."""
        return _urn(service)

    def wsa_action(self, service: str) -> str:
        """What the SOAP header calls the service."""
        return _urn(service)

    def header(self, root: etree._Element, message_id: str, action: str) -> None:
        """The SOAP header: which message this is, to whom, from whom, and until when it holds."""
        header = etree.SubElement(root, f"{{{SOAP}}}Header")
        etree.SubElement(header, f"{{{WSA}}}MessageID").text = message_id
        etree.SubElement(header, f"{{{WSA}}}Action").text = action
        etree.SubElement(header, f"{{{WSA}}}To").text = self.url
        sender = etree.SubElement(header, f"{{{WSA}}}From")
        etree.SubElement(sender, f"{{{WSA}}}Address").text = f"{WSA}/anonymous"
        security = etree.SubElement(header, f"{{{WSSE}}}Security", nsmap={"wsse": WSSE, "wsu": _WSU})
        timestamp = etree.SubElement(security, f"{{{_WSU}}}Timestamp")
        created, expires = self.times()
        etree.SubElement(timestamp, f"{{{_WSU}}}Created").text = created
        etree.SubElement(timestamp, f"{{{_WSU}}}Expires").text = expires
        token = etree.SubElement(security, f"{{{WSSE}}}UsernameToken")
        etree.SubElement(token, f"{{{WSSE}}}Username").text = "Reference CPCS service"

    def times(self) -> tuple[str, str]:
        """When the message was made, and until when it holds."""
        now = clock.now()
        created, expires = (moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (now, now + _LASTS))
        return created, expires

    def itk_header(
        self, distribution: etree._Element, service: str, payload_id: str, requester: Requester
    ) -> None:
        """The header of the distribution envelope: the service, who asks, and what lies in the payload."""
        attributes = {"service": _urn(service), "trackingid": self.tracking_id()}
        header = etree.SubElement(distribution, f"{{{ITK}}}header", attributes)
        audit = etree.SubElement(header, f"{{{ITK}}}auditIdentity")
        for identity in self.identities(requester):
            etree.SubElement(audit, f"{{{ITK}}}id", identity)
        manifest = etree.SubElement(header, f"{{{ITK}}}manifest", count="1")
        item = {"id": f"uuid_{payload_id}", "mimetype": "text/xml", "profileid": self.profile(service)}
        plain = dict.fromkeys(("base64", "compressed", "encrypted"), "false")
        etree.SubElement(manifest, f"{{{ITK}}}manifestitem", {**item, **plain})

    def tracking_id(self) -> str:
        """The id that a request is followed by."""
        return self.new_id()

    def profile(self, service: str) -> str:
        """The profile that the payload follows."""
        return f"urn:nhs-en:profile:{service}Request-v1-0"

    def identities(self, requester: Requester) -> list[dict[str, str]]:
        """Who asks: the person at their pharmacy, and this system where it has an id of its own."""
        uri = f"urn:nhs-uk:identity:ods:{self.organisation(requester)}:USER:{quote(self.user(requester), safe='')}"
        return [{"uri": uri}, *([{"type": _ASID, "uri": self.asid}] if self.asid else [])]

    def organisation(self, requester: Requester) -> str:
        """The pharmacy in whose name is asked."""
        return requester.ods

    def user(self, requester: Requester) -> str:
        """The person's own id here."""
        return requester.gphc or requester.name or "nobody"

    def root(self, service: str) -> str:
        """The element of a query; one of the five has no "Request" in its name."""
        return f"{service}-v1-0" if service == DETAILS else f"{service}Request-v1-0"

    def query(self, service: str, id: str, known: dict[str, str]) -> etree._Element:
        """The query: what is known of the patient, in the order of its schema."""
        attributes = {"classCode": "CACT", "moodCode": "EVN"}
        query = etree.Element(f"{{{HL7}}}{self.root(service)}", attributes, nsmap=_NAMES)
        _add(query, "id", root=id)
        _add(query, "code", codeSystem=f"{_OID}.17.284", code=f"{service}Request-v1-0")
        event = _add(query, "queryEvent")
        for name, value in self.parameters(service, known):
            parameter = _add(event, f"Person.{name}")
            parameter.append(value)
            _add(parameter, "semanticsText").text = f"Person.{name}"
        return query

    def parameters(self, service: str, known: dict[str, str]) -> list[tuple[str, etree._Element]]:
        """The parameters of a query, of which only birth date is always there."""
        found = [("DateOfBirth", _value(value=self.birth_date(known)))]
        if (gender := known.get("gender", "")) and service not in (VERIFY, BY_NUMBER):
            found.append(("Gender", _value(code=_GENDERS.get(gender, "0"), codeSystem=f"{_OID}.16.25")))
        if number := known.get("nhs_number", ""):
            found.append(("NHSNumber", _value(root=NHS_NUMBER, extension=number)))
        if any(known.get(name) for name in ("given", "family")):
            name = _value()
            for part in ("given", "family"):
                if text := known.get(part, ""):
                    _add(name, part).text = clean(text)
            found.append(("Name", name))
        if postcode := known.get("postcode", ""):
            address = _value()
            _add(address, "postalCode").text = clean(postcode)
            found.append(("Postcode", address))
        return found

    def birth_date(self, known: dict[str, str]) -> str:
        """The birth date as HL7 writes it."""
        return known["birth_date"].replace("-", "")


_NAMES: Any = {None: HL7}  # lxml takes None as a prefix; its stubs do not know


def _urn(service: str) -> str:
    return f"urn:nhs-itk:services:201005:{service}-v1-0"


def _value(**attributes: str) -> etree._Element:
    return etree.Element(f"{{{HL7}}}value", attributes)


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{HL7}}}{name}", attributes)
