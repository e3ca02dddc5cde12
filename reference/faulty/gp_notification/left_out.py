"""Faults in what a document or an e-mail leaves out, and in whose it is what it calls by an identifier."""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import cached_property
from typing import Any

from ...app import App
from ...consultations.record import Record
from ...outbound.gp.document import GpDocument
from ...outbound.gp.document import Ids as DocumentIds
from ...outbound.gp.email import GpEmail
from ...outbound.gp.message import GpMessage
from ...outbound.gp.resources import GpResources, Ids
from ...outbound.gp.sections import GpSections, Reference
from .._wrong import give, wrong


@wrong(catches=("GPM-06",), shows_when="second patient")
class CallsEveryPatientByOneUuid(GpDocument):
    """Calls what each patient's document has of them by the UUIDs under which it sent the first patient's."""

    @cached_property
    def first(self) -> dict[str, str]:
        return {}

    def composition(self, record: Record, ids: DocumentIds, replaces: str = "") -> dict[str, Any]:
        for name in ("patient", "encounter", "list"):
            ids.known[name] = self.first.setdefault(name, ids.of(name))
        return super().composition(record, ids, replaces)


@wrong(catches=("GPM-06",), shows_when="a supply to a second patient")
class NumbersEachListAsTheFirst(GpResources):
    """Gives the list of each patient's medicines the same identifier."""

    def dispense_list(self, record: Record, ids: Ids) -> dict[str, Any]:
        found = super().dispense_list(record, ids)
        first = str(uuid.uuid5(uuid.NAMESPACE_URL, "the first list"))
        return {**found, "identifier": [{**found["identifier"][0], "value": first}]}


@wrong(catches=("GPM-07",))
class MisspellsTheDateOfAList(GpResources):
    """Writes when a list of medicines was made into an element that FHIR has not."""

    def dispense_list(self, record: Record, ids: Ids) -> dict[str, Any]:
        found = super().dispense_list(record, ids)
        return {"dat" if name == "date" else name: value for name, value in found.items()}


@wrong(catches=("GPM-09",), shows_when="an urgent supply")
class SuppliesOnBehalfOfThePractice(GpResources):
    """Codes that a medicine was handed out on behalf of the practice."""

    def dispense(self, record: Record, item: dict[str, Any], number: int, ids: Ids) -> dict[str, Any]:
        found = super().dispense(record, item, number, ids)
        practice = self.reference(ids, "practice")
        return {**found, "performer": [{**one, "onBehalfOf": practice} for one in found["performer"]]}


@wrong(catches=("GPM-09",))
class GivesNoTelephoneInDocuments(GpSections):
    """Gives the practice no telephone of the pharmacy, in the text or in codes."""

    def contacts(self, record: Record) -> list[str]:
        telephone = record.pharmacy.telephone
        return [line.replace(f", {telephone}", "") for line in super().contacts(record)]

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app)
        give(_HasNoTelephone, app)


class _HasNoTelephone(GpResources):
    def pharmacy(self, record: Record, ids: Ids) -> dict[str, Any]:
        return {**super().pharmacy(record, ids), "telecom": None}


@wrong(catches=("GPM-10",), shows_when="an urgent supply")
class LeadsFromNoSectionToTheSupply(GpSections):
    """Leads from the section of medicines nowhere, so that what is coded of them is found by nobody who reads that."""

    def section(self, name: str, lines: list[str], entries: list[dict[str, str]]) -> dict[str, Any] | None:
        return super().section(name, lines, [] if name == "medications" else entries)


@wrong(catches=("GPM-45",), shows_when="an urgent supply")
class ListsWhatIsNobodys(GpResources):
    """Says of the list of medicines not whose it is."""

    def dispense_list(self, record: Record, ids: Ids) -> dict[str, Any]:
        return {**super().dispense_list(record, ids), "subject": None}


@wrong(catches=("GPM-45",), shows_when="an urgent supply")
class SuppliesAtNoConsultation(GpResources):
    """Says of no medicine at which consultation it was handed out."""

    def dispense(self, record: Record, item: dict[str, Any], number: int, ids: Ids) -> dict[str, Any]:
        return {**super().dispense(record, item, number, ids), "context": None}


@wrong(catches=("GPM-24",), shows_when="an urgent supply")
class WritesNoMethod(GpSections):
    """Does not write into the text whether the patient was seen by telephone or face to face."""

    def contacts(self, record: Record) -> list[str]:
        return [line for line in super().contacts(record) if not line.startswith("Consultation method")]


@wrong(catches=("GPM-34",), shows_when="an urgent supply whose practice takes no MESH")
class MailsNoMethod(GpEmail):
    """Does not write into the e-mail whether the patient was seen by telephone or face to face."""

    def pharmacy(self, record: Record) -> str:
        lines = super().pharmacy(record).splitlines()
        return "\n".join(line for line in lines if not line.startswith("Method"))


@wrong(catches=("GPM-24",))
class WritesTheNextDisposition(GpSections):
    """Writes into the text a disposition that is one off the referral's."""

    def referral(self, record: Record) -> list[str]:
        code = "".join(filter(str.isdigit, record.disposition["code"]))
        off = {**record.disposition, "code": f"Dx{int(code or 0) + 1:02}"}
        return super().referral(replace(record, disposition=off))


@wrong(catches=("GPM-45",), shows_when="a minor illness")
class SaysOfNoPatientThatTheDocumentIsTheirs(GpDocument):
    """Leaves out whom the document of a consultation about a minor illness is about."""

    def composition(self, record: Record, ids: DocumentIds, replaces: str = "") -> dict[str, Any]:
        found = super().composition(record, ids, replaces)
        return found if record.urgent_medicines else {**found, "subject": None}


@wrong(catches=("GPM-39",), shows_when="a minor illness")
class GivesTheDocumentNoTitle(GpDocument):
    """Gives the document of a consultation about a minor illness no title."""

    def composition(self, record: Record, ids: DocumentIds, replaces: str = "") -> dict[str, Any]:
        found = super().composition(record, ids, replaces)
        return found if record.urgent_medicines else {**found, "title": None}


@wrong(catches=("GPM-05",), shows_when="nothing is asked of the practice")
class LeavesTheSendersReferenceEmpty(GpMessage):
    """Leaves the sender's reference without a value where the practice is told for information."""

    def handling(self, record: Record) -> list[dict[str, Any]]:
        asked = bool(record.consultation["actions_for_gp"])
        return [
            part if asked or part["url"] != "SenderReference" else {"url": part["url"]}
            for part in super().handling(record)
        ]


@wrong(catches=("GPM-07",), shows_when="a minor illness")
class WritesTheContactIntoTheSummary(GpSections):
    """Writes into the clinical summary of a minor illness who saw the patient and when, and no section for it."""

    def all(self, record: Record, ids: Ids, reference: Reference) -> list[dict[str, Any]]:
        self.moved = [] if record.urgent_medicines else self.contacts(record)
        return super().all(record, ids, reference)

    def section(self, name: str, lines: list[str], entries: list[dict[str, str]]) -> dict[str, Any] | None:
        if name == "contacts" and self.moved:
            return None
        return super().section(name, [*lines, *self.moved] if name == "summary" else lines, entries)
