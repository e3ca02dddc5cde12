"""SOAP 1.1 with WS-Addressing: reading an envelope by its namespaces, and writing answers and faults."""

import uuid
from dataclasses import dataclass

from lxml import etree

from .safe_xml import clean

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
WSA = "http://www.w3.org/2005/08/addressing"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
ITK = "urn:nhs-itk:ns:201005"
FAULT_ACTION = "http://www.w3.org/2005/08/addressing/soap/fault"
_ERROR_CODES = "2.16.840.1.113883.2.1.3.2.4.17.268"
_PREFIXES = {"soap": SOAP, "wsa": WSA, "itk": ITK}

CLIENT_ERROR = "1000"
PROCESSING_FAILED = "2200"


class Fault(Exception):
    """The message is not taken; carries what the SOAP fault says."""

    def __init__(self, diagnostic: str, code: str = CLIENT_ERROR, faultcode: str = "Client") -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic
        self.code = code
        self.faultcode = faultcode


@dataclass(frozen=True)
class Reply:
    """An HTTP answer to an ITK request."""

    status: int
    body: bytes


@dataclass(frozen=True)
class Envelope:
    """The SOAP envelope of a request, taken apart."""

    action: str
    message_id: str
    payload: etree._Element
    header: etree._Element


def open_envelope(root: etree._Element) -> Envelope:
    """Take an envelope apart, or say what is wrong with it."""
    name = etree.QName(root)
    if name.localname != "Envelope" or name.namespace != SOAP:
        code = "VersionMismatch" if name.localname == "Envelope" else "Client"
        raise Fault(f"expected a SOAP 1.1 Envelope, received {root.tag}", faultcode=code)
    header = root.find(f"{{{SOAP}}}Header")
    contents = root.findall(f"{{{SOAP}}}Body/*")
    if header is None or len(contents) != 1:
        raise Fault(f"expected a Header and a Body with one element, received {len(contents)} in the Body")
    _check_understood(header)
    return Envelope(_text(header, "Action"), _text(header, "MessageID"), contents[0], header)


def message_id_of(root: etree._Element) -> str:
    """The message's id, wherever it stands; empty where there is none."""
    return next((element.text or "" for element in root.iter(f"{{{WSA}}}MessageID")), "").strip()


def _check_understood(header: etree._Element) -> None:
    for block in header:
        # Senders flag wsa:Action and wsa:To; those, and Security, are understood.
        demanded = block.get(f"{{{SOAP}}}mustUnderstand") in {"1", "true"}
        if demanded and etree.QName(block).namespace not in {WSA, WSSE}:
            raise Fault(f"the header {block.tag} must be understood, and is not", faultcode="MustUnderstand")


def _text(header: etree._Element, name: str) -> str:
    text = (header.findtext(f"{{{WSA}}}{name}") or "").strip()
    if not text:
        raise Fault(f"expected a header wsa:{name}, received none")
    return text


def new_id() -> str:
    """A message id in the form that ITK wants: an upper-case UUID."""
    return str(uuid.uuid4()).upper()


def answer(action: str, relates_to: str, text: str) -> Reply:
    """The answer to a message that was taken."""
    root, body = _envelope(action, relates_to)
    etree.SubElement(body, f"{{{ITK}}}SimpleMessageResponse").text = text
    return Reply(200, _bytes(root))


def fault(problem: Fault, relates_to: str = "") -> Reply:
    """The answer to a message that was not taken: nothing of it was kept."""
    root, body = _envelope(FAULT_ACTION, relates_to)
    element = etree.SubElement(body, f"{{{SOAP}}}Fault")
    etree.SubElement(element, "faultcode").text = f"soap:{problem.faultcode}"
    etree.SubElement(element, "faultstring").text = _headline(problem)
    detail = etree.SubElement(element, "detail")
    info = etree.SubElement(detail, f"{{{ITK}}}ToolkitErrorInfo")
    etree.SubElement(info, f"{{{ITK}}}ErrorID").text = new_id()
    etree.SubElement(info, f"{{{ITK}}}ErrorCode", codeSystem=_ERROR_CODES).text = problem.code
    etree.SubElement(info, f"{{{ITK}}}ErrorText").text = _headline(problem)
    etree.SubElement(info, f"{{{ITK}}}ErrorDiagnosticText").text = clean(problem.diagnostic)[:1000]
    return Reply(500, _bytes(root))


def _headline(problem: Fault) -> str:
    if problem.code == PROCESSING_FAILED:
        return "The message could not be processed; send it again later"
    return "The message is not valid; correct it and send it again"


def _envelope(action: str, relates_to: str) -> tuple[etree._Element, etree._Element]:
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap=_PREFIXES)
    header = etree.SubElement(root, f"{{{SOAP}}}Header")
    etree.SubElement(header, f"{{{WSA}}}Action").text = action
    etree.SubElement(header, f"{{{WSA}}}MessageID").text = new_id()
    if relates_to:
        etree.SubElement(header, f"{{{WSA}}}RelatesTo").text = relates_to
    return root, etree.SubElement(root, f"{{{SOAP}}}Body")


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
