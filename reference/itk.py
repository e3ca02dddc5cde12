"""The ITK 2.2 distribution envelope: what must hold before a message is taken."""

import re
from dataclasses import dataclass

from lxml import etree

from .soap import ITK, Envelope, Fault

_SERVICE = "urn:nhs-itk:services:201005:SendNHS111Report"  # senders add -v2-0, and some _DMS after it
_INTERACTION = f"{ITK}:interaction"
_PROFILES = {
    "urn:nhs-en:profile:nhs111CDADocument-v2-0",
    "urn:nhs-en:profile:nhs111CDADocument-v3-1",
    "urn:nhs-en:profile:IntegratedUrgentCareCDADocument-v3-1",
}
_DOS_ADDRESS = "2.16.840.1.113883.2.1.3.2.4.18.44"
_ODS_ADDRESS = "urn:nhs-uk:addressing:ods:"
_NS = {"itk": ITK}


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
    def documents(self) -> list[etree._Element]:
        """What the payloads hold."""
        return self.payloads.findall("itk:payload/*", _NS)

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
    if not tracking_id.strip():
        raise Fault("expected header/@trackingid, received none")
    return Distribution(service, tracking_id, header, payloads)


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


def check_profiles(distribution: Distribution) -> None:
    """Each payload must be of a kind that this system reads, and lie there as plain XML."""
    for item in distribution.header.findall("itk:manifest/itk:manifestitem", _NS):
        if item.get("profileid") not in _PROFILES:
            raise Fault(
                f"expected profileid to be one of {sorted(_PROFILES)}, received {item.get('profileid')!r}"
            )
        packed = [name for name in ("base64", "compressed", "encrypted") if item.get(name) in {"true", "1"}]
        if packed:
            raise Fault(f"expected a payload of plain XML, received one that is {' and '.join(packed)}")
