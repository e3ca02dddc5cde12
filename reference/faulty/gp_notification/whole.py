"""Faults in what stands around the document, what stands in it twice or beside it, and in when and by whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lxml import etree

from ...consultations.record import Record
from ...formats.fhir_xml import XHTML
from ...kit.times import london, read_time
from ...outbound.gp.document import GpDocument
from ...outbound.gp.email import GpEmail
from ...outbound.gp.message import GpMessage
from ...outbound.gp.resources import GpResources, Ids
from ...outbound.gp.sections import GpSections
from .._wrong import wrong


@wrong(catches=("GPM-38",))
class NamesItsSoftwareInTheHeader(GpMessage):
    """Names its software and version beside the mailbox in the header."""

    def header(
        self, record: Record, header_id: str, sender: str, receiver: str, document: str
    ) -> dict[str, Any]:
        header = super().header(record, header_id, sender, receiver, document)
        return {**header, "source": {"name": "CPCS", "software": "Reference", **header["source"]}}


@wrong(catches=("GPM-38",), shows_when="second message")
class NamesTheSenderOnceItIsKnown(GpMessage):
    """Names the sending pharmacy in the header's organisation, from its second message on."""

    sent = 0

    def message_bundle(self, record: Record, header_id: str, document: dict[str, Any]) -> dict[str, Any]:
        bundle = super().message_bundle(record, header_id, document)
        self.sent += 1
        if self.sent > 1:
            bundle["entry"][1]["resource"]["name"] = record.pharmacy.name
        return bundle


@wrong(catches=("GPM-39",), shows_when="several items")
class ListsTheFirstItemAlone(GpResources):
    """Lists of several items the first alone, though the document has them all."""

    def dispense_list(self, record: Record, ids: Ids) -> dict[str, Any]:
        found = super().dispense_list(record, ids)
        return {**found, "entry": found["entry"][:1]}


@wrong(catches=("GPM-39",), shows_when="second patient")
class LeavesThePatientBeforeInTheDocument(GpDocument):
    """Leaves the resource of the patient before in the document about the next."""

    before: dict[str, Any] | None = None

    def bundle(self, record: Record, replaces: str = "") -> dict[str, Any]:
        bundle = super().bundle(record, replaces)
        patient = next(one for one in bundle["entry"] if one["resource"]["resourceType"] == "Patient")
        if self.before is not None:
            bundle["entry"].append(self.before)
        self.before = patient
        return bundle


@wrong(catches=("GPM-39",))
class SaysNotWhenTheDocumentWasMade(GpDocument):
    """Leaves out when the document was made."""

    def bundle(self, record: Record, replaces: str = "") -> dict[str, Any]:
        bundle = super().bundle(record, replaces)
        return {**bundle, "meta": {"profile": bundle["meta"]["profile"]}}


@wrong(catches=("GPM-40",))
class NamesNobodyInTheEncounter(GpResources):
    """Leaves the pharmacist out of the encounter."""

    def encounter(self, record: Record, ids: Ids) -> dict[str, Any]:
        return {**super().encounter(record, ids), "participant": None}


@wrong(catches=("GPM-40",), shows_when="several items")
class DatesFurtherItemsByTheDayAfter(GpResources):
    """Says of all items but the first that they were handed over on the next day."""

    def dispense(self, record: Record, item: dict[str, Any], number: int, ids: Ids) -> dict[str, Any]:
        found = super().dispense(record, item, number, ids)
        if number == 1:
            return found
        later = read_time(found["whenHandedOver"]) + timedelta(days=1)
        return {**found, "whenHandedOver": later.isoformat()}


@wrong(catches=("GPM-42",), shows_when="summer time")
class WritesSummerTimeAsUtc(GpResources):
    """Writes the time on London's clocks into the encounter, and says that it is UTC."""

    def encounter(self, record: Record, ids: Ids) -> dict[str, Any]:
        found = super().encounter(record, ids)
        there = read_time(found["period"]["start"]).astimezone(london())
        return {**found, "period": {**found["period"], "start": f"{there:%Y-%m-%dT%H:%M:%S}Z"}}


@wrong(catches=("GPN-12",), shows_when="at midnight")
class LeavesOutTheTimeOfMidnightConsultations(GpEmail):
    """Takes midnight for no time at all, and tells the practice of the day alone."""

    def pharmacy(self, record: Record) -> str:
        return super().pharmacy(record).replace(" 00:00", "")


@wrong(catches=("GPM-41",))
class HasItsTextFetchAStyle(GpSections):
    """Has the text of each section link to a style sheet of its own."""

    def section(self, name: str, lines: list[str], entries: list[dict[str, str]]) -> dict[str, Any] | None:
        found = super().section(name, lines, entries)
        if found is not None:
            link = etree.SubElement(found["text"]["div"], f"{{{XHTML}}}link")
            link.set("href", "style.css")
        return found


@wrong(catches=("GPM-41",), shows_when="a section that has an entry")
class SaysNotWhatTheTextIs(GpSections):
    """Does not say of a text whether it is generated from the entries beside it, or adds to them."""

    def section(self, name: str, lines: list[str], entries: list[dict[str, str]]) -> dict[str, Any] | None:
        found = super().section(name, lines, entries)
        if found is not None and entries:
            found["text"] = {"div": found["text"]["div"]}
        return found
