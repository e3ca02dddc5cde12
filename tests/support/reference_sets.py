"""Messages of several payloads for tests of the reference service, put together from single reports."""

import copy
from collections.abc import Callable

from lxml import etree

NS = {"h": "urn:hl7-org:v3", "i": "urn:nhs-itk:ns:201005"}
OTHER_PROFILE = "urn:nhs-en:profile:ITKUnstructuredPdf-v1-0"


def together(*reports: bytes, change: Callable[[etree._Element], None] = lambda root: None) -> bytes:
    """One message with the documents of all, in their order; the first one's envelope is kept."""
    root, *others = (etree.fromstring(report) for report in reports)
    manifest, payloads = root.find(".//i:manifest", NS), root.find(".//i:payloads", NS)
    for number, other in enumerate(others, 2):
        item, payload = (
            copy.deepcopy(other.find(f".//i:{name}", NS)) for name in ("manifestitem", "payload")
        )
        item.set("id", f"uuid_{number}")
        payload.set("id", f"uuid_{number}")
        manifest.append(item)
        payloads.append(payload)
    for holder in (manifest, payloads):
        holder.set("count", str(len(reports)))
    change(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def written(report: bytes, time: str) -> bytes:
    """The report as written at another time, in HL7 form."""
    root = etree.fromstring(report)
    root.find(".//h:ClinicalDocument/h:effectiveTime", NS).set("value", time)
    return etree.tostring(root)


def with_leaflet(report: bytes) -> bytes:
    """The report with a second payload, of a profile that nobody reads."""

    def change(root: etree._Element) -> None:
        root.findall(".//i:manifestitem", NS)[1].set("profileid", OTHER_PROFILE)
        payload = root.findall(".//i:payload", NS)[1]
        payload.remove(payload[0])
        etree.SubElement(payload, "{urn:example:other}Leaflet").text = "Read this"

    return together(report, report, change=change)
