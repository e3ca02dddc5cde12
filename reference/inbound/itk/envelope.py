"""The ITK 2.2 distribution envelope: what must hold before a message is taken."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from ...formats.soap import ITK, Envelope, Fault

_SERVICE = "urn:nhs-itk:services:201005:SendNHS111Report"  # senders add -v2-0, and some _DMS after it
_INTERACTION = f"{ITK}:interaction"
_PROFILES = {
    "urn:nhs-en:profile:nullificationDocument-v5-0",
    "urn:nhs-en:profile:NullifyDocument-v6-0",
    "urn:nhs-en:profile:nhs111CDADocument-v2-0",
    "urn:nhs-en:profile:nhs111CDADocument-v3-1",
    "urn:nhs-en:profile:IntegratedUrgentCareCDADocument-v3-1",
}
_DOS_ADDRESS = "2.16.840.1.113883.2.1.3.2.4.18.44"
_ODS_ADDRESS = "urn:nhs-uk:addressing:ods:"
_NS = {"itk": ITK}
_HEADER = ("addresslist", "auditIdentity", "manifest", "senderAddress", "handlingSpecification")
_AUDIT = "urn:nhs-uk:identity:ods:"
_UUID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")


@dataclass(frozen=True)
class Distribution:
    """A distribution envelope: its header and the elements in its payloads."""

    service: str
    tracking_id: str
    header: etree._Element
    payloads: etree._Element

    @property
    def dos_ids(self) -> list[str]:
        """The DoS services that the message is addressed to."""
        return [uri for kind, uri in self._addresses() if kind == _DOS_ADDRESS]

    @property
    def ods_codes(self) -> list[str]:
        """The organisations that the message is addressed to, suffixes and all."""
        codes = [
            uri.removeprefix(_ODS_ADDRESS) for _, uri in self._addresses() if uri.startswith(_ODS_ADDRESS)
        ]
        return [code.split(":")[0].upper() for code in codes]

    @property
    def for_information(self) -> bool:
        """Whether this is a copy, which asks for nothing to be done."""
        specs = self.header.findall("itk:handlingSpecification/itk:spec", _NS)
        values = [spec.get("value") or "" for spec in specs if spec.get("key") == _INTERACTION]
        return any(value.rpartition(":")[2].startswith("copy") for value in values)

    @property
    def items(self) -> list[etree._Element]:
        """What the manifest names."""
        return self.header.findall("itk:manifest/itk:manifestitem", _NS)

    @property
    def sender_ods(self) -> str:
        """The organisation that the audit identity names; empty where there is none."""
        found = self.header.find("itk:auditIdentity/itk:id", _NS)
        uri = (found.get("uri") or "") if found is not None else ""
        return uri.removeprefix(_AUDIT).split(":")[0] if uri.startswith(_AUDIT) else ""

    def _addresses(self) -> list[tuple[str, str]]:
        found = self.header.findall("itk:addresslist/itk:address", _NS)
        return [(address.get("type") or "", (address.get("uri") or "").strip()) for address in found]


def open_distribution(envelope: Envelope) -> Distribution:
    """Take the distribution envelope apart, and check that it agrees with the SOAP header."""
    element = envelope.payload
    header, payloads = element.find("itk:header", _NS), element.find("itk:payloads", _NS)
    if element.tag != f"{{{ITK}}}DistributionEnvelope" or header is None or payloads is None:
        raise Fault(f"expected a DistributionEnvelope with header and payloads, received {element.tag}")
    service, tracking_id = header.get("service") or "", header.get("trackingid") or ""
    if service != envelope.action:
        raise Fault(
            f"expected header/@service to equal wsa:Action, received {service!r} and {envelope.action!r}"
        )
    if not re.fullmatch(rf"{_SERVICE}-v2-0\w*", service):
        raise Fault(f"expected service {_SERVICE}-v2-0, received {service!r}")
    if not _UUID.fullmatch(tracking_id):
        raise Fault(f"expected header/@trackingid to be a UUID in upper case, received {tracking_id[:60]!r}")
    return Distribution(service, tracking_id, header, payloads)


def glance(root: etree._Element) -> Distribution | None:
    """The header of a message of which nothing is known to hold; None where there is none."""
    for header in root.iter(f"{{{ITK}}}header"):
        return Distribution(header.get("service") or "", header.get("trackingid") or "", header, header)
    return None


def check_header(distribution: Distribution) -> None:
    """The header's parts stand in their order, and none is unknown; who is audited is an organisation."""
    names = [etree.QName(part).localname for part in distribution.header]
    known = [name for name in _HEADER if name in names]
    if names != known:
        raise Fault(
            f"expected the header's parts in the order {', '.join(_HEADER)}, received {', '.join(names)}"
        )
    for identity in distribution.header.findall("itk:auditIdentity/itk:id", _NS):
        if not (identity.get("uri") or "").startswith(_AUDIT):
            raise Fault(
                f"expected auditIdentity/id to begin with {_AUDIT}, received {(identity.get('uri') or '')[:60]!r}"
            )


def check_manifest(distribution: Distribution) -> None:
    """The manifest and the payloads must say the same of each other."""
    manifest = distribution.header.find("itk:manifest", _NS)
    if manifest is None:
        raise Fault("expected header/manifest, received none")
    items = [item.get("id") or "" for item in manifest.findall("itk:manifestitem", _NS)]
    payloads = [payload.get("id") or "" for payload in distribution.payloads.findall("itk:payload", _NS)]
    counts = {manifest.get("count"), distribution.payloads.get("count"), str(len(items)), str(len(payloads))}
    if len(counts) != 1 or not items:
        raise Fault(
            f"expected manifest/@count, manifestitems, payloads/@count and payloads to be one number, received "
            f"{manifest.get('count')}, {len(items)}, {distribution.payloads.get('count')} and {len(payloads)}"
        )
    if set(items) != set(payloads) or len(set(items)) != len(items) or "" in items:
        raise Fault(f"expected each payload's id once in the manifest, received {items} and {payloads}")


def is_known(profile: str) -> bool:
    """Whether payloads of a profile are read here."""
    return profile in _PROFILES


def check_profiles(distribution: Distribution, reads: Callable[[str], bool]) -> None:
    """A payload at least must be of a kind that this system reads, and each must say its kind."""
    profiles = [item.get("profileid") or "" for item in distribution.items]
    if not any(reads(profile) for profile in profiles) or not all(profiles):
        raise Fault(f"expected profileid to be one of {sorted(_PROFILES)}, received {profiles}")
