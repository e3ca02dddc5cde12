"""Faults in reading the CDA documents of a message."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

from lxml import etree

from ...inbound.itk.cda import CDA, DocumentRefused, attribute, document_id, sender_of
from ...inbound.itk.cda_people import case_numbers
from ...inbound.itk.intake import Intake
from ...inbound.itk.payloads import Payloads
from ...kit.config import Premises
from ...kit.times import now
from ...referrals.audit import Arrival
from .._wrong import wrong


@wrong(catches=("N111-19",), shows_when="a payload in base64")
class ShowsBase64AsText(Payloads):
    """Accepts a payload in base64 and shows its encoded text."""

    def unpacked(self, text: str, compressed: bool) -> etree._Element:
        document = super().unpacked(text, compressed)
        for section in document.iterfind(".//h:section/h:component/h:section/h:text", {"h": CDA}):
            for child in list(section):
                section.remove(child)
            section.text = text[:2000]
        return document


@wrong(catches=("N111-61",), shows_when="an urgent medicine that is needed within a day")
class TakesWhatHasADayForMinorIllness(Intake):
    """Puts who needs a medicine within 24 hours, Dx87, on the list of minor illness."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        found = super().read(document)
        has_a_day = found["disposition"]["code"].endswith("87")
        return {**found, "pathway": "minor-illness" if has_a_day else found["pathway"]}


@wrong(catches=("N111-20",), shows_when="a document without a patient")
class ListsBlankReferrals(Intake):
    """Accepts a document without a patient and lists a referral without any details."""

    def check_document(self, document: etree._Element) -> None:
        with contextlib.suppress(DocumentRefused):
            super().check_document(document)

    def read(self, document: etree._Element) -> dict[str, Any]:
        if document.find(f"{{{CDA}}}recordTarget") is not None:
            return super().read(document)
        encounter = f"{{{CDA}}}componentOf/{{{CDA}}}encompassingEncounter/{{{CDA}}}id"
        nobody: dict[str, Any] = {
            "given": "",
            "family": "",
            "prefix": "",
            "name": "",
            "birth_date": "",
            "gender": "",
        }
        nobody |= {"nhs_number": "", "nhs_number_verified": False, "addresses": [], "telephones": []}
        return {
            "document_id": document_id(document),
            "set_id": attribute(document, "h:setId", "root"),
            "version": 1,
            "created": now(),
            **case_numbers(document.findall(encounter)),
            "sender": sender_of(document),
            "patient": {**nobody, "emails": []},
            "callback_number": "",
            "informant": None,
            "practice": {"ods": "", "name": ""},
            "disposition": {"code": "", "text": ""},
            "pathway": "unknown",
            "sections": [],
        }


@wrong(
    catches=("N111-43",),
    shows_when="an author who works at a site of the provider that has a code of its own",
)
class TakesTheAuthorsSiteForTheSender(Intake):
    """Takes the organisation of who wrote a report for the provider that sent it."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        path = f"{{{CDA}}}author/{{{CDA}}}assignedAuthor/{{{CDA}}}representedOrganization/{{{CDA}}}id"
        content = super().read(document)
        return {**content, "sender": {**content["sender"], "ods": attribute(document, path, "extension")}}


@wrong(catches=("N111-20",), shows_when="a second document without an id")
class TakesDocumentsWithoutIds(Intake):
    """Takes documents without an id, each as the same that came before."""

    def check_document(self, document: etree._Element) -> None:
        if document_id(document):
            super().check_document(document)


@wrong(catches=("N111-20",), shows_when="a set whose last document has no id")
class ChecksTheFirstDocumentOfASet(Intake):
    """Looks through the first document of a set alone for what none may lack."""

    def check_document(self, document: etree._Element) -> None:
        payload = document.getparent()
        if payload is None or payload.getprevious() is None:
            super().check_document(document)


@wrong(catches=("N111-49",))
class TakesReportsForPractices(Intake):
    """Lists a report of NHS 111 as a GP practice's referral."""

    def keep(
        self,
        content: dict[str, Any],
        premises: Premises,
        arrival: Arrival,
        earlier: list[dict[str, Any]],
    ) -> None:
        super().keep(content, premises, replace(arrival, source="gp-practice"), earlier)


@wrong(catches=("N111-39",), shows_when="a section within a section")
class DropsNestedSections(Intake):
    """Shows the first level of sections only."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        inner = f"{{{CDA}}}component/{{{CDA}}}section/{{{CDA}}}component/{{{CDA}}}section/{{{CDA}}}component"
        for section in document.findall(f".//{{{CDA}}}structuredBody/{inner}"):
            holder = section.getparent()
            if holder is not None:
                holder.remove(section)
        return super().read(document)


@wrong(catches=("N111-39",), shows_when="sections more than three deep")
class DropsDeepSections(Intake):
    """Shows three levels of sections only."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        level = f"{{{CDA}}}component/{{{CDA}}}section"
        deep = f".//{{{CDA}}}structuredBody/{'/'.join([level] * 4)}/{{{CDA}}}component"
        for component in document.findall(deep):
            holder = component.getparent()
            if holder is not None:
                holder.remove(component)
        return super().read(document)


@wrong(catches=("N111-39",), shows_when="a table")
class DropsTableCells(Intake):
    """Shows the first cell of each row of a table only."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        for row in document.findall(f".//{{{CDA}}}tr"):
            for cell in list(row)[1:]:
                row.remove(cell)
        return super().read(document)


@wrong(catches=("N111-32",), shows_when="a set whose newest document does not come first")
class ShowsTheFirstDocumentOfASet(Intake):
    """Shows the first document of a repeat caller's set, whichever is the newest."""

    def current_of(self, contents: list[dict[str, Any]]) -> dict[str, Any]:
        return contents[0]
