"""Faults in what a message holds: how many payloads, whose, how they are packed, and to which set they belong."""

from __future__ import annotations

import base64
import binascii
import contextlib
import zlib
from email.message import Message
from typing import Any

from lxml import etree

from ...formats.soap import ITK, Fault, Reply
from ...inbound.itk.cda import CDA
from ...inbound.itk.envelope import Distribution
from ...inbound.itk.intake import Intake
from ...inbound.itk.payloads import Payloads
from .._wrong import wrong

_NS = {"h": CDA, "itk": ITK}


@wrong(catches=("N111-15",), shows_when="counts that agree with each other, and with nothing else")
class BelievesCountsThatAgree(Intake):
    """Holds the counts of manifest and payloads against each other, and not against what is there."""

    def check_manifest(self, distribution: Distribution) -> None:
        manifest = distribution.header.find("itk:manifest", _NS)
        if manifest is None or manifest.get("count") != distribution.payloads.get("count"):
            super().check_manifest(distribution)


@wrong(catches=("N111-15",), shows_when="a payload that was lost on the way")
class MissesNoPayload(Intake):
    """Takes what came of a message, and does not miss what its manifest lists besides."""

    def check_manifest(self, distribution: Distribution) -> None:
        manifest = distribution.header.find("itk:manifest", _NS)
        there = {payload.get("id") for payload in distribution.payloads.findall("itk:payload", _NS)}
        for item in list(distribution.items):
            if manifest is not None and item.get("id") not in there and item.get("id"):
                manifest.remove(item)
                for counted in (manifest, distribution.payloads):
                    counted.set("count", str(len(there)))
        super().check_manifest(distribution)


@wrong(catches=("N111-15",), shows_when="a payload that holds two documents")
class TakesTheFirstDocumentOfAPayload(Payloads):
    """Takes the first document of a payload, and passes the others over."""

    def document(self, payload: etree._Element, item: etree._Element | None) -> etree._Element:
        for further in list(payload)[1:]:
            payload.remove(further)
        return super().document(payload, item)


@wrong(catches=("N111-14",), shows_when="a media type that names another charset")
class DecodesByTheMediaType(Intake):
    """Reads a message in the charset that its media type names, whatever that is."""

    def receive(self, body: bytes, host: str = "", media: str = "") -> Reply:
        header = Message()
        header["Content-Type"] = media
        charset = header.get_content_charset("utf-8")
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            body = body.decode(charset).encode()
        return super().receive(body, host, header.get_content_type() if media else "")


@wrong(catches=("N111-19",), shows_when="a packed payload that ends too soon")
class UnpacksAsFarAsItGoes(Payloads):
    """Takes of a packed payload what can be read of it, and asks nobody for the rest."""

    def unpacked(self, text: str, compressed: bool) -> etree._Element:
        try:
            body = base64.b64decode(text)
            whole = zlib.decompressobj(wbits=31).decompress(body) if compressed else body
            root = etree.fromstring(whole, etree.XMLParser(resolve_entities=False, recover=True))
        except (binascii.Error, zlib.error) as error:
            raise Fault(str(error)) from error
        if root is None:
            raise Fault("expected a packed document, received none")
        return root


@wrong(catches=("N111-17",), shows_when="an entity in a packed document")
class ExpandsEntitiesOfPackedPayloads(Payloads):
    """Reads what was packed by another parser, which expands entities, those of files among them."""

    def unpacked(self, text: str, compressed: bool) -> etree._Element:
        if compressed:
            return super().unpacked(text, compressed)
        expanding = etree.XMLParser(resolve_entities=True, load_dtd=True, no_network=True, recover=True)
        root = etree.fromstring(base64.b64decode(text), expanding)
        return etree.fromstring(etree.tostring(root), etree.XMLParser(resolve_entities=False))


@wrong(catches=("N111-20",), shows_when="documents of two people in one message")
class TakesOneMessageForOnePatients(Intake):
    """Takes all documents of a message for the same patient's, whomever they are about."""

    def check_one_patient(self, contents: list[dict[str, Any]]) -> None:
        return


@wrong(catches=("N111-20",), shows_when="two patients' documents without a set")
class TakesDocumentsWithoutASetForOneSet(Intake):
    """Takes a document that names no set, and so all of them for versions of one."""

    def check_document(self, document: etree._Element) -> None:
        named = document.find("h:setId", _NS)
        if named is None:
            named = etree.SubElement(document, f"{{{CDA}}}setId")
        named.set("root", named.get("root") or "NONE")
        super().check_document(document)
