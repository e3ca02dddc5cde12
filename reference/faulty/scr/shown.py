"""Faults in what is shown of the Summary Care Record."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from ...kit.models import Referral
from ...kit.times import now
from ...national.requester import Requester
from ...national.scr.record import Section
from ...national.scr.service import CareRecord, Scr, Withheld
from ...pharmacy.one_click import OneClick
from ...pharmacy.scr_viewer import OpenRecords, ScrViewer, Viewed
from ...screen import Screen
from .._wrong import wrong


@wrong(catches=("SCR-11",), shows_when="a record that is replaced between search and read")
class TreatsAReplacedRecordAsNone(ScrViewer):
    """Says that there is no record when it was replaced between search and read."""

    def fetch(self, number: str, document_id: str, requester: Requester) -> CareRecord | None:
        found = super().fetch(number, document_id, requester)
        if found is None:
            raise Withheld
        return found

    def withheld(self, number: str) -> Viewed:
        return self.none(number)


@wrong(catches=("SCR-30",))
class DatesRecordsByTheView(Screen):
    """Shows today as the day on which the practice wrote the record."""

    def care_record(self, viewed: Viewed, referral: Referral) -> dict[str, Any]:
        return {**super().care_record(viewed, referral), "created": now() if viewed.created else ""}


@wrong(catches=("SCR-30",), shows_when="a patient who could not be asked")
class ShowsEachViewAsPermitted(Screen):
    """Shows of each view that the patient permitted it, in an emergency too."""

    def care_record(self, viewed: Viewed, referral: Referral) -> dict[str, Any]:
        return {**super().care_record(viewed, referral), "emergency": False}


@wrong(catches=("SCR-15",), shows_when="a record that is withheld")
class TreatsWithheldRecordsAsNone(ScrViewer):
    """Says that there is no record where it is withheld."""

    def withheld(self, number: str) -> Viewed:
        return self.none(number)


@wrong(catches=("SCR-15",), shows_when="a record that is withheld")
class TreatsWithheldRecordsAsUnavailable(ScrViewer):
    """Says that a record cannot be had just now where it is withheld, so that it is tried again."""

    def withheld(self, number: str) -> Viewed:
        return Viewed("unavailable", number, "The record cannot be had just now; try again later")


@wrong(catches=("SCR-29",), shows_when="an answer that the API cannot be asked now")
class TreatsAnUnavailableScrAsNoRecord(ScrViewer):
    """Says that a patient has no record when the service is unavailable."""

    def view(self, referral: Referral, requester: Requester) -> Viewed:
        viewed = super().view(referral, requester)
        return self.none(viewed.nhs_number) if viewed.outcome == "unavailable" else viewed


@wrong(catches=("SCR-15",), shows_when="a record that is withheld")
class ShowsWithheldRecordsAsNoKnownAllergies(ScrViewer):
    """Says of a patient whose record is withheld that they have no known allergies."""

    def withheld(self, number: str) -> Viewed:
        return Viewed("withheld", number, "No known allergies")


@wrong(catches=("SCR-16",), shows_when="a patient without a record")
class ShowsNoRecordAsNoKnownAllergies(ScrViewer):
    """Says of a patient without a record that they have no known allergies."""

    def none(self, number: str) -> Viewed:
        empty = [Section("Allergies and Adverse Reactions", "No known allergies")]
        return Viewed("none", number, "No information", sections=empty)


@wrong(catches=("SCR-16",), shows_when="a record of more than 20,000 characters")
class TakesALongRecordForNone(Screen):
    """Says of a patient with a long record that they have none."""

    def care_record(self, viewed: Viewed, referral: Referral) -> dict[str, Any]:
        if sum(len(section.text) for section in viewed.sections) <= 20_000:
            return super().care_record(viewed, referral)
        none = replace(viewed, outcome="none", message="The patient has no record", sections=[])
        return super().care_record(none, referral)


@wrong(catches=("SCR-17",), shows_when="a section of more than 2,000 characters")
class TruncatesLongSectionsOfTheRecord(Screen):
    """Shows the first 2,000 characters of a section of the record."""

    def care_section(self, section: Section) -> dict[str, str]:
        return super().care_section(Section(section.title, section.text[:2000]))


@wrong(catches=("SCR-17",))
class DropsTheRecordsDisclaimer(Screen):
    """Shows the record without its first section, which says what it is and is not."""

    def care_record(self, viewed: Viewed, referral: Referral) -> dict[str, Any]:
        shown = super().care_record(viewed, referral)
        return {**shown, "sections": shown["sections"][1:]}


@wrong(catches=("SCR-32",), shows_when="an allergy that is recorded")
class ShowsARecordWithoutItsAllergies(Screen):
    """Shows every section of a record but that of allergies."""

    def care_record(self, viewed: Viewed, referral: Referral) -> dict[str, Any]:
        shown = super().care_record(viewed, referral)
        kept = [section for section in shown["sections"] if "Allerg" not in section["title"]]
        return {**shown, "sections": kept}


@wrong(catches=("SCR-32",))
class ShowsTheHeadOfARecordAlone(Screen):
    """Shows of a record who wrote it when, and nothing of what they wrote."""

    def care_record(self, viewed: Viewed, referral: Referral) -> dict[str, Any]:
        shown = super().care_record(viewed, referral)
        return {**shown, "sections": shown["sections"][:1]}


@wrong(catches=("SCR-18",), shows_when="a record with markup that nobody should write")
class ShowsTheRecordsMarkup(Scr):
    """Shows the sections of the record as they come, scripts and all."""

    def sections(self, composition: dict[str, Any]) -> list[Section]:
        divs = [str(section["text"]["div"]) for section in composition["section"]]
        return [
            Section(read.title, div if "<script" in div else read.text)
            for read, div in zip(super().sections(composition), divs, strict=True)
        ]


@wrong(catches=("SCR-20",))
class HidesTheNhsNumberOfTheRecord(Screen):
    """Shows a record without the patient's NHS number."""

    def care_record(self, viewed: Viewed, referral: Referral) -> dict[str, Any]:
        return {**super().care_record(viewed, referral), "nhs_number": ""}


@wrong(catches=("SCR-21",), shows_when="second patient")
class KeepsThePreviousRecordOpen(OpenRecords):
    """Keeps a patient's record on the screen when the next referral is opened."""

    def turn_to(self, ods: str, name: str, referral: str) -> dict[str, Any] | None:
        _, shown = self._open.get((ods, name), ("", {}))
        return shown or None


@wrong(catches=("SCR-21",), shows_when="second patient")
class ShowsSectionsOfThePreviousRecord(ScrViewer):
    """Shows the sections of the record that was viewed before above those of the next patient's."""

    @cached_property
    def previous(self) -> dict[str, list[Section]]:
        return {}

    def view(self, referral: Referral, requester: Requester) -> Viewed:
        viewed = super().view(referral, requester)
        if viewed.outcome != "found":
            return viewed
        last = self.previous.get(requester.name, [])
        self.previous[requester.name] = viewed.sections
        return replace(viewed, sections=[*last, *viewed.sections])


@wrong(catches=("SCR-28",), shows_when="second patient")
class OpensOneClickForTheFirstPatient(OneClick):
    """Opens 1-Click for the patient for whom it was opened first, whoever is treated now."""

    @cached_property
    def first(self) -> dict[tuple[str, str], dict[str, str]]:
        return {}

    def hand_over(self, requester: Requester, referral: str, nhs_number: str) -> dict[str, str]:
        context = super().hand_over(requester, referral, nhs_number)
        return self.first.setdefault((requester.ods, requester.name), context)


@wrong(catches=("SCR-20",), shows_when="second patient")
class NamesTheFirstPatientBesideEveryRecord(Screen):
    """Shows beside each record the name of the first patient whose record was viewed."""

    first = ""

    def care_record(self, viewed: Viewed, referral: Referral) -> dict[str, Any]:
        shown = super().care_record(viewed, referral)
        self.first = self.first or shown["patient_name"]
        return {**shown, "patient_name": self.first}
