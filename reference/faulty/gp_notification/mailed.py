"""Faults in what e-mails leave out or call doubtful, and in what a document says that it replaces."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...consultations.record import Record
from ...outbound.gp.document import GpDocument, Ids
from ...outbound.gp.email import GpEmail
from ...outbound.gp.sections import GpSections
from ...outbound.onward.email import OnwardEmail
from .._wrong import wrong


@wrong(catches=("GPM-34",), shows_when="two items, and a practice that refuses the document")
class EmailsTheFirstItemAlone(GpEmail):
    """Tells the practice by e-mail of the first of several items that were supplied."""

    def medicines(self, record: Record) -> str:
        return super().medicines(_supplied_as(record, record.supplied[:1]))


@wrong(catches=("GPM-34",), shows_when="directions")
class EmailsNoDirections(GpEmail):
    """Leaves the directions for what was supplied out of the e-mail in place of a document."""

    def medicines(self, record: Record) -> str:
        return super().medicines(_supplied_as(record, [{**item, "dosage": ""} for item in record.supplied]))


@wrong(catches=("GPM-34",), shows_when="a quantity with a half, and a practice that refuses the document")
class EmailsWholeTablets(GpEmail):
    """Writes into the e-mail in place of a document how many whole tablets were supplied."""

    def medicines(self, record: Record) -> str:
        whole = [{**item, "quantity": int(float(item["quantity"]))} for item in record.supplied]
        return super().medicines(_supplied_as(record, whole))


@wrong(catches=("GPM-34",), shows_when="a product recommended beside an urgent supply, by e-mail")
class EmailsTheSupplyAlone(GpEmail):
    """Leaves what was recommended beside an urgent supply out of the e-mail in place of a document."""

    def medicines(self, record: Record) -> str:
        if not record.urgent_medicines:
            return super().medicines(record)
        kept = {**record.consultation, "products": []}
        return super().medicines(replace(record, items=record.supplied, consultation=kept))


@wrong(catches=("GPM-20",), shows_when="a patient after one whose record was corrected")
class ReplacesWhatWasReplacedBefore(GpDocument):
    """Says of each document after a correction that it replaces the one that the correction did."""

    before = ""

    def relates_to(self, replaces: str) -> list[dict[str, Any]] | None:
        self.before = replaces or self.before
        return super().relates_to(self.before)


@wrong(catches=("GPM-45",))
class LeadsToNoConsultation(GpDocument):
    """Leaves out which consultation a document is about."""

    def composition(self, record: Record, ids: Ids, replaces: str = "") -> dict[str, Any]:
        return {**super().composition(record, ids, replaces), "encounter": None}


@wrong(catches=("GPM-45",))
class WritesCodedNumbersAsDoubtful(GpSections):
    """Writes into the text of a document that the NHS number is not verified, and codes that it is."""

    def patient(self, patient: dict[str, Any]) -> list[str]:
        return _in_doubt("\n".join(super().patient(patient))).split("\n")


@wrong(catches=("GPN-03",))
class MailsNumbersAsDoubtful(GpEmail):
    """Tells the practice by e-mail of every NHS number that it is not verified."""

    def patient(self, record: Record) -> str:
        return _in_doubt(super().patient(record))


@wrong(catches=("ONW-03",))
class RefersWithNumbersAsDoubtful(OnwardEmail):
    """Tells the next pharmacy by e-mail of every NHS number that it is not verified."""

    def patient(self, record: Record) -> str:
        return _in_doubt(super().patient(record))


def _in_doubt(text: str) -> str:
    return text.replace("NHS number:", "NHS number (not verified):")


def _supplied_as(record: Record, items: list[dict[str, Any]]) -> Record:
    """A record with other items in place of what was supplied."""
    return replace(record, items=[*items, *record.recommended])
