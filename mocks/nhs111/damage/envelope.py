"""What can be wrong with a report on its way: one function a damage, on the tree of the message.

Source: the receiver cases of interface sheet nhs111-itk22, section 6.2; each damage names its case there.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from lxml import etree

from cpcs_harness.errors import HarnessError
from cpcs_harness.people.model import Report

from .attachment import attachment
from .envelope import ADDRESSING, DOS_ADDRESS, ITK, SOAP, WSSE, WSU, add, secured
from .nodes import CDA, Node, fresh_id

NS = {"s": SOAP, "a": ADDRESSING, "itk": ITK, "wsse": WSSE, "wsu": WSU, "h": CDA}
FOREIGN_ODS, FOREIGN_DOS = "FZ999", "2000099999"
"""An organisation and a service that no candidate serves."""
Damage = Callable[[Node, Report, datetime], None]


def _one(root: Node, path: str) -> Any:
    found = root.find(path, NS)
    if found is None:
        raise HarnessError(f"the message has no {path}, so it cannot be damaged there")
    return found


def _security(root: Node, report: Report, now: datetime) -> Any:
    """Find the Security header; a system that sends none gets one, so that it can be damaged."""
    if root.find("s:Header/wsse:Security", NS) is None:
        secured(_one(root, "s:Header"), report, now)
    return _one(root, "s:Header/wsse:Security")


def _drop(root: Node, path: str) -> None:
    element = _one(root, path)
    element.getparent().remove(element)


def _wrong_root(root: Node, _report: Report, _now: datetime) -> None:
    root.tag = f"{{{SOAP}}}Parcel"


def _must_understand(root: Node, _report: Report, _now: datetime) -> None:
    header = add(
        _one(root, "s:Header"), "urn:example:other", "Priority", "high", nsmap={"o": "urn:example:other"}
    )
    header.set(f"{{{SOAP}}}mustUnderstand", "1")


def _action_differs(root: Node, _report: Report, _now: datetime) -> None:
    _one(root, "s:Header/a:Action").text = "urn:nhs-itk:services:201005:SendCDADocument-v2-0"


def _unknown_service(root: Node, _report: Report, _now: datetime) -> None:
    name = "urn:nhs-itk:services:201005:SendParcel-v9-0"
    _one(root, "s:Header/a:Action").text = name
    _one(root, ".//itk:header").set("service", name)


def _lower_case(root: Node, report: Report, _now: datetime) -> None:
    _one(root, ".//itk:header").set("trackingid", report.tracking_id.lower())


def _no_tracking_id(root: Node, _report: Report, _now: datetime) -> None:
    del _one(root, ".//itk:header").attrib["trackingid"]


def _to_elsewhere(root: Node, _report: Report, _now: datetime) -> None:
    elsewhere, to = "https://elsewhere.oneoneone.invalid/itk", root.find("s:Header/a:To", NS)
    if to is None:
        add(_one(root, "s:Header"), ADDRESSING, "To", elsewhere)
    else:
        to.text = elsewhere


def _created(text: Callable[[datetime], str]) -> Damage:
    def damage(root: Node, report: Report, now: datetime) -> None:
        _one(_security(root, report, now), ".//wsu:Created").text = text(now)

    return damage


def _times(created: timedelta, expires: timedelta) -> Damage:
    def damage(root: Node, report: Report, now: datetime) -> None:
        security = _security(root, report, now)
        _one(security, ".//wsu:Created").text = _stamp(now + created)
        _one(security, ".//wsu:Expires").text = _stamp(now + expires)

    return damage


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _no_username(root: Node, report: Report, now: datetime) -> None:
    _one(_security(root, report, now), ".//wsse:Username").text = None


def _reply_to(root: Node, _report: Report, _now: datetime) -> None:
    header = _one(root, "s:Header")
    reply_to = root.find("s:Header/a:ReplyTo", NS)
    if reply_to is not None:
        header.remove(reply_to)
    add(
        add(header, ADDRESSING, "ReplyTo"), ADDRESSING, "Address", "https://elsewhere.oneoneone.invalid/reply"
    )


def _count(path: str) -> Damage:
    def damage(root: Node, _report: Report, _now: datetime) -> None:
        element = _one(root, path)
        element.set("count", str(int(element.get("count")) + 1))

    return damage


def _payload_id_unknown(root: Node, _report: Report, _now: datetime) -> None:
    _one(root, ".//itk:payload").set("id", f"uuid_{fresh_id()}")


def _payload_id_twice(root: Node, _report: Report, _now: datetime) -> None:
    for path in (".//itk:manifestitem", ".//itk:payload"):
        element = _one(root, path)
        element.getparent().append(deepcopy(element))
    for path in (".//itk:manifest", ".//itk:payloads"):
        _one(root, path).set("count", "2")


def _no_payload_id(root: Node, _report: Report, _now: datetime) -> None:
    del _one(root, ".//itk:payload").attrib["id"]


def _no_profile(root: Node, _report: Report, _now: datetime) -> None:
    del _one(root, ".//itk:manifestitem").attrib["profileid"]


def _profile(name: str) -> Damage:
    def damage(root: Node, _report: Report, _now: datetime) -> None:
        _one(root, ".//itk:manifestitem").set("profileid", name)

    return damage


def _audit(root: Node, _report: Report, _now: datetime) -> None:
    _one(root, ".//itk:auditIdentity/itk:id").set("uri", "INVALID")


def _recipient(*, ods: bool, dos: bool) -> Damage:
    """Address another organisation, another service, or both; the document follows the envelope."""

    def damage(root: Node, _report: Report, _now: datetime) -> None:
        for address in root.findall(".//itk:addresslist/itk:address", NS):
            is_dos = address.get("type") == DOS_ADDRESS
            if is_dos and dos:
                address.set("uri", FOREIGN_DOS)
            if not is_dos and ods:
                address.set("uri", f"urn:nhs-uk:addressing:ods:{FOREIGN_ODS}")
        if ods:
            received = _one(root, ".//h:informationRecipient[@typeCode='PRCP']//h:receivedOrganization")
            _one(received, "h:id").set("extension", FOREIGN_ODS)
            _one(received, "h:name").text = "Somewhere Else Pharmacy"

    return damage


def _out_of_order(root: Node, _report: Report, _now: datetime) -> None:
    header = _one(root, ".//itk:header")
    header.insert(0, _one(header, "itk:handlingSpecification"))


def _unknown_element(root: Node, _report: Report, _now: datetime) -> None:
    add(_one(root, ".//itk:header"), ITK, "postage", "second class")


def _not_a_document(root: Node, _report: Report, _now: datetime) -> None:
    _one(root, ".//h:ClinicalDocument").tag = f"{{{CDA}}}Observation"


def _two_patients(root: Node, _report: Report, _now: datetime) -> None:
    target = _one(root, ".//h:recordTarget")
    other = deepcopy(target)
    _one(other, ".//h:name/h:family").text = "Other"
    target.addnext(other)


def _null_disposition(root: Node, _report: Report, _now: datetime) -> None:
    code = _one(root, ".//h:dischargeDispositionCode")
    code.attrib.clear()
    code.set("nullFlavor", "NI")


def _template(root: Node, _report: Report, _now: datetime) -> None:
    for element in root.iter():
        if isinstance(element.tag, str) and "COCD_TP145201GB01" in element.get("extension", ""):
            element.set("extension", element.get("extension", "").replace("145201GB01", "145201GB09"))


def _message_type(root: Node, _report: Report, _now: datetime) -> None:
    for element in root.iter("{NPFIT:HL7:Localisation}messageType"):
        element.set("extension", "POCD_MT200001GB99")


def _packed(root: Node, attributes: dict[str, str], pack: Callable[[bytes], bytes] | None) -> None:
    item, payload = _one(root, ".//itk:manifestitem"), _one(root, ".//itk:payload")
    for name, value in attributes.items():
        item.set(name, value)
    if pack is not None:
        content = etree.tostring(payload[0])
        payload.remove(payload[0])
        payload.text = base64.b64encode(pack(content)).decode()


def _base64(root: Node, _report: Report, _now: datetime) -> None:
    _packed(root, {"base64": "true"}, lambda content: content)


def _compressed(root: Node, _report: Report, _now: datetime) -> None:
    _packed(root, {"base64": "true", "compressed": "true"}, gzip.compress)


def _flagged(name: str) -> Damage:
    def damage(root: Node, _report: Report, _now: datetime) -> None:
        _packed(root, {name: "true"}, None)

    return damage


def _xinclude(canary: str) -> Damage:
    def damage(root: Node, report: Report, _now: datetime) -> None:
        text = _one(root, ".//h:section/h:component/h:section/h:text")
        names = {"xi": "http://www.w3.org/2001/XInclude"}
        for target in ("file:///etc/passwd", f"{canary}/{report.document_id}/xinclude"):
            part = add(text, names["xi"], "include", nsmap=names)
            part.set("href", target)
            part.set("parse", "text")

    return damage


def _attachment_doctype(canary: str) -> Damage:
    """Put a document type and entities into the attachment, in base64; the referral around it is sound."""

    def damage(root: Node, report: Report, _now: datetime) -> None:
        media = root.find(".//h:observationMedia", NS)
        if media is None:
            (entry,) = attachment(replace(report, forms=("attachment",)))
            _one(root, ".//h:structuredBody/h:component/h:section/h:id").addnext(entry)
            media = _one(entry, "h:observationMedia")
        hostile = (
            '<?xml version="1.0"?><!DOCTYPE c [<!ENTITY f SYSTEM "file:///etc/passwd">'
            f'<!ENTITY h SYSTEM "{canary}/{report.document_id}/attachment">]><c>&f;&h;</c>'
        )
        _one(media, "h:value").text = base64.b64encode(hostile.encode()).decode()

    return damage


def _dropping(path: str) -> Damage:
    return lambda root, _report, _now: _drop(root, path)


def tree_damages(canary: str) -> dict[str, Damage]:
    """Give every damage of the tree by its name; `canary` is an address that appears in hostile messages only."""
    return _DAMAGES | {
        "xinclude": _xinclude(canary),  # R24
        "attachment-doctype": _attachment_doctype(canary),  # R26
    }


_DAMAGES: dict[str, Damage] = {
    "wrong-root": _wrong_root,  # R02
    "must-understand": _must_understand,  # R03
    "no-action": _dropping("s:Header/a:Action"),  # R04
    "action-differs": _action_differs,
    "unknown-service": _unknown_service,
    "no-message-id": _dropping("s:Header/a:MessageID"),  # R05
    "no-tracking-id": _no_tracking_id,
    "lower-case-tracking-id": _lower_case,
    "to-elsewhere": _to_elsewhere,  # R06
    "timestamp-unparsable": _created(lambda _: "yesterday"),  # R07
    "timestamp-backwards": _times(timedelta(minutes=2), timedelta(minutes=-2)),
    "timestamp-expired": _times(timedelta(hours=-3), timedelta(hours=-2)),
    "timestamp-future": _times(timedelta(hours=2), timedelta(hours=3)),
    "no-username": _no_username,  # R08
    "reply-to-elsewhere": _reply_to,  # R09
    "manifest-count": _count(".//itk:manifest"),  # R10
    "payload-count": _count(".//itk:payloads"),
    "payload-id-unknown": _payload_id_unknown,
    "payload-id-twice": _payload_id_twice,
    "no-payload-id": _no_payload_id,
    "no-profile": _no_profile,  # R11
    "unknown-profile": _profile("urn:nhs-en:profile:nhs111CDADocument-v9-0"),
    "hostile-profile": _profile("urn:x:\"><script>'&]]>\u0085"),  # R30
    "audit-identity-wrong": _audit,  # R12
    "unknown-recipient": _recipient(ods=True, dos=True),  # R13
    "unknown-dos": _recipient(ods=False, dos=True),  # R14
    "unknown-ods": _recipient(ods=True, dos=False),
    "header-out-of-order": _out_of_order,  # R16
    "unknown-element": _unknown_element,
    "not-a-document": _not_a_document,  # R17
    "no-patient": _dropping(".//h:recordTarget"),
    "no-disposition": _dropping(".//h:dischargeDispositionCode"),
    "two-patients": _two_patients,
    "no-body": _dropping(".//h:ClinicalDocument/h:component"),
    "unknown-template": _template,  # R18
    "unknown-message-type": _message_type,  # R19
    "disposition-null": _null_disposition,  # R20
    "base64-payload": _base64,  # R27
    "compressed-payload": _compressed,
    "encrypted-payload": _flagged("encrypted"),
    "base64-flag-only": _flagged("base64"),  # R28
}
