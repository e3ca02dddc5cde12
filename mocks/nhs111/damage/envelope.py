"""What can be wrong with the SOAP and ITK envelopes around a report: one function a damage, on the tree of the message.

Source: the receiver cases of interface sheet nhs111-itk22, section 6.2; each damage names its case there.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta, timezone
from typing import Any

from cpcs_harness.people.model import Report

from ..envelope import ADDRESSING, DOS_ADDRESS, ITK, SOAP, add, secured
from ..nodes import Node, fresh_id
from .tree import NS, Damage, dropping, needed

FOREIGN_ODS, FOREIGN_DOS = "FZ999", "2000099999"
"""An organisation and a service that no candidate serves."""


def _security(root: Node, report: Report, now: datetime) -> Any:
    """Find the Security header; a system that sends none gets one, so that it can be damaged."""
    if root.find("s:Header/wsse:Security", NS) is None:
        secured(needed(root, "s:Header"), report, now)
    return needed(root, "s:Header/wsse:Security")


def _wrong_root(root: Node, _report: Report, _now: datetime) -> None:
    root.tag = f"{{{SOAP}}}Parcel"


def _must_understand(root: Node, _report: Report, _now: datetime) -> None:
    header = add(
        needed(root, "s:Header"), "urn:example:other", "Priority", "high", nsmap={"o": "urn:example:other"}
    )
    header.set(f"{{{SOAP}}}mustUnderstand", "1")


def _must_understand_security(root: Node, _report: Report, _now: datetime) -> None:
    """Put in a header of others that has the name of one that every receiver knows."""
    name = {"o": "urn:example:other"}
    header = add(needed(root, "s:Header"), name["o"], "Security", "high", nsmap=name)
    header.set(f"{{{SOAP}}}mustUnderstand", "1")


def _action_differs(root: Node, _report: Report, _now: datetime) -> None:
    needed(root, "s:Header/a:Action").text = "urn:nhs-itk:services:201005:SendCDADocument-v2-0"


def _unknown_service(root: Node, _report: Report, _now: datetime) -> None:
    name = "urn:nhs-itk:services:201005:SendParcel-v9-0"
    needed(root, "s:Header/a:Action").text = name
    needed(root, ".//itk:header").set("service", name)


def _next_service_version(root: Node, report: Report, _now: datetime) -> None:
    name = needed(root, ".//itk:header").get("service").replace("-v2-0", "-v3-0")
    needed(root, "s:Header/a:Action").text = name
    needed(root, ".//itk:header").set("service", name)


def _long_tracking_id(root: Node, report: Report, _now: datetime) -> None:
    needed(root, ".//itk:header").set("trackingid", f"{report.tracking_id}0")


def _lower_case(root: Node, report: Report, _now: datetime) -> None:
    needed(root, ".//itk:header").set("trackingid", report.tracking_id.lower())


def _no_tracking_id(root: Node, _report: Report, _now: datetime) -> None:
    del needed(root, ".//itk:header").attrib["trackingid"]


def _to_elsewhere(root: Node, _report: Report, _now: datetime) -> None:
    elsewhere, to = "https://elsewhere.oneoneone.invalid/itk", root.find("s:Header/a:To", NS)
    if to is None:
        add(needed(root, "s:Header"), ADDRESSING, "To", elsewhere)
    else:
        to.text = elsewhere


def _created(text: Callable[[datetime], str]) -> Damage:
    def damage(root: Node, report: Report, now: datetime) -> None:
        needed(_security(root, report, now), ".//wsu:Created").text = text(now)

    return damage


def _times(created: timedelta, expires: timedelta) -> Damage:
    def damage(root: Node, report: Report, now: datetime) -> None:
        security = _security(root, report, now)
        needed(security, ".//wsu:Created").text = _stamp(now + created)
        needed(security, ".//wsu:Expires").text = _stamp(now + expires)

    return damage


def _backwards_by_offset(root: Node, report: Report, now: datetime) -> None:
    """Let Expires come before Created, by an offset that makes its text look later."""
    security = _security(root, report, now)
    needed(security, ".//wsu:Created").text = _stamp(now)
    ahead = (now - timedelta(minutes=1)).astimezone(timezone(timedelta(hours=1)))
    needed(security, ".//wsu:Expires").text = ahead.isoformat(timespec="seconds")


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _no_username(root: Node, report: Report, now: datetime) -> None:
    needed(_security(root, report, now), ".//wsse:Username").text = None


def _reply_to(root: Node, _report: Report, _now: datetime) -> None:
    header = needed(root, "s:Header")
    reply_to = root.find("s:Header/a:ReplyTo", NS)
    if reply_to is not None:
        header.remove(reply_to)
    add(
        add(header, ADDRESSING, "ReplyTo"), ADDRESSING, "Address", "https://elsewhere.oneoneone.invalid/reply"
    )


def _count(path: str) -> Damage:
    def damage(root: Node, _report: Report, _now: datetime) -> None:
        element = needed(root, path)
        element.set("count", str(int(element.get("count")) + 1))

    return damage


def _payload_id_unknown(root: Node, _report: Report, _now: datetime) -> None:
    needed(root, ".//itk:payload").set("id", f"uuid_{fresh_id()}")


def _payload_id_twice(root: Node, _report: Report, _now: datetime) -> None:
    for path in (".//itk:manifestitem", ".//itk:payload"):
        element = needed(root, path)
        element.getparent().append(deepcopy(element))
    for path in (".//itk:manifest", ".//itk:payloads"):
        needed(root, path).set("count", "2")


def _no_payload_id(root: Node, _report: Report, _now: datetime) -> None:
    del needed(root, ".//itk:payload").attrib["id"]


def _no_profile(root: Node, _report: Report, _now: datetime) -> None:
    del needed(root, ".//itk:manifestitem").attrib["profileid"]


def _profile(name: str) -> Damage:
    def damage(root: Node, _report: Report, _now: datetime) -> None:
        needed(root, ".//itk:manifestitem").set("profileid", name)

    return damage


def _audit(root: Node, _report: Report, _now: datetime) -> None:
    needed(root, ".//itk:auditIdentity/itk:id").set("uri", "INVALID")


def _audit_address(root: Node, report: Report, _now: datetime) -> None:
    """Name who is audited by an address, as recipients are, and not by an identity."""
    needed(root, ".//itk:auditIdentity/itk:id").set("uri", f"urn:nhs-uk:addressing:ods:{report.sender_ods}")


def _recipient(*, ods: bool, dos: bool) -> Damage:
    """Address another organisation, another service, or both; the document follows the envelope."""

    def damage(root: Node, _report: Report, _now: datetime) -> None:
        _address(root, FOREIGN_ODS if ods else "", FOREIGN_DOS if dos else "")

    return damage


def _longer_recipient(root: Node, report: Report, _now: datetime) -> None:
    """Address an organisation whose code is another one's with a digit before it, and a service whose id is longer."""
    _address(root, f"0{report.premises.ods}", f"{report.premises.dos_service_id}0")


def _address(root: Node, ods: str, dos: str) -> None:
    for address in root.findall(".//itk:addresslist/itk:address", NS):
        is_dos = address.get("type") == DOS_ADDRESS
        if is_dos and dos:
            address.set("uri", dos)
        if not is_dos and ods:
            address.set("uri", f"urn:nhs-uk:addressing:ods:{ods}")
    if ods:
        received = needed(root, ".//h:informationRecipient[@typeCode='PRCP']//h:receivedOrganization")
        needed(received, "h:id").set("extension", ods)
        needed(received, "h:name").text = "Somewhere Else Pharmacy"


def _out_of_order(root: Node, _report: Report, _now: datetime) -> None:
    header = needed(root, ".//itk:header")
    header.insert(0, needed(header, "itk:handlingSpecification"))


def _unknown_element(root: Node, _report: Report, _now: datetime) -> None:
    add(needed(root, ".//itk:header"), ITK, "postage", "second class")


def _both_counts(root: Node, report: Report, now: datetime) -> None:
    """Let manifest and payloads count one more than there is, and so agree with each other."""
    for path in (".//itk:manifest", ".//itk:payloads"):
        _count(path)(root, report, now)


def _payload_lost(root: Node, report: Report, now: datetime) -> None:
    """List and count a second document, which is not there."""
    item = needed(root, ".//itk:manifestitem")
    other = deepcopy(item)
    other.set("id", f"uuid_{fresh_id()}")
    item.addnext(other)
    _both_counts(root, report, now)


def _ids_missing(root: Node, _report: Report, _now: datetime) -> None:
    for path in (".//itk:manifestitem", ".//itk:payload"):
        del needed(root, path).attrib["id"]


def _two_in_payload(root: Node, _report: Report, _now: datetime) -> None:
    """Put a second document behind the first; the schema lets a payload hold one element at most."""
    payload = needed(root, ".//itk:payload")
    other = deepcopy(payload[0])
    needed(other, "h:id").set("root", fresh_id())
    payload.append(other)


def _payload_empty(root: Node, _report: Report, _now: datetime) -> None:
    payload = needed(root, ".//itk:payload")
    payload.remove(payload[0])


def _other_body(root: Node, _report: Report, _now: datetime) -> None:
    needed(root, ".//itk:DistributionEnvelope").tag = f"{{{ITK}}}Parcel"


ENVELOPE_DAMAGES: dict[str, Damage] = {
    "wrong-root": _wrong_root,  # R02
    "other-body": _other_body,
    "no-soap-header": dropping("s:Header"),  # R04, R05
    "must-understand": _must_understand,  # R03
    "must-understand-security": _must_understand_security,  # R03
    "no-action": dropping("s:Header/a:Action"),  # R04
    "action-differs": _action_differs,
    "unknown-service": _unknown_service,
    "next-service-version": _next_service_version,
    "no-message-id": dropping("s:Header/a:MessageID"),  # R05
    "no-tracking-id": _no_tracking_id,
    "long-tracking-id": _long_tracking_id,
    "lower-case-tracking-id": _lower_case,
    "to-elsewhere": _to_elsewhere,  # R06
    "timestamp-unparsable": _created(lambda _: "yesterday"),  # R07
    "timestamp-backwards": _times(timedelta(minutes=2), timedelta(minutes=-2)),
    "timestamp-backwards-by-offset": _backwards_by_offset,
    "timestamp-expired": _times(timedelta(hours=-3), timedelta(hours=-2)),
    "timestamp-future": _times(timedelta(hours=2), timedelta(hours=3)),
    "no-username": _no_username,  # R08
    "reply-to-elsewhere": _reply_to,  # R09
    "manifest-count": _count(".//itk:manifest"),  # R10
    "payload-count": _count(".//itk:payloads"),
    "payload-id-unknown": _payload_id_unknown,
    "payload-id-twice": _payload_id_twice,
    "no-payload-id": _no_payload_id,
    "ids-missing": _ids_missing,
    "both-counts": _both_counts,
    "payload-lost": _payload_lost,
    "two-in-payload": _two_in_payload,
    "payload-empty": _payload_empty,
    "no-envelope-header": dropping(".//itk:DistributionEnvelope/itk:header"),
    "no-payloads": dropping(".//itk:payloads"),
    "no-profile": _no_profile,  # R11
    "unknown-profile": _profile("urn:nhs-en:profile:nhs111CDADocument-v9-0"),
    "hostile-profile": _profile("urn:x:\"><script>'&]]>\u0085"),  # R30
    "no-manifest": dropping(".//itk:header/itk:manifest"),
    "audit-identity-wrong": _audit,  # R12
    "audit-identity-address": _audit_address,
    "unknown-recipient": _recipient(ods=True, dos=True),  # R13
    "longer-recipient": _longer_recipient,
    "unknown-dos": _recipient(ods=False, dos=True),  # R14
    "unknown-ods": _recipient(ods=True, dos=False),
    "header-out-of-order": _out_of_order,  # R16
    "unknown-element": _unknown_element,
}
