"""Faults that show in some reports only: by how these write what they say, and what they say besides."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from lxml import etree

from ...inbound.itk.cda import CDA, DocumentRefused
from ...inbound.itk.intake import Intake
from ...kit.models import Referral
from ...screen import Screen
from .._wrong import wrong

_NS = {"h": CDA}
_ROLE = "h:recordTarget/h:patientRole"
_VERIFIED = "2.16.840.1.113883.2.1.4.1"
_DISPOSITION = "h:componentOf/h:encompassingEncounter/h:dischargeDispositionCode"


def _leave_out(parts: list[etree._Element]) -> None:
    for part in parts:
        holder = part.getparent()
        if holder is not None:
            holder.remove(part)


@wrong(catches=("N111-61",), shows_when="a patient with several given names")
class ReadsTheLastGivenName(Intake):
    """Shows the last of a patient's given names as the only one."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        for name in document.findall(f"{_ROLE}/h:patient/h:name", _NS):
            for given in name.findall("h:given", _NS)[:-1]:
                name.remove(given)
        return super().read(document)


@wrong(catches=("N111-61",), shows_when="a nickname that stands before the legal name")
class CallsPatientsByTheirFirstName(Intake):
    """Takes whichever name of a patient comes first, also where that is a nickname."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        _leave_out(document.findall(f"{_ROLE}/h:patient/h:name", _NS)[1:])
        return super().read(document)


@wrong(catches=("N111-61",), shows_when="a patient without a family name")
class TakesTheGivenNameForTheFamilys(Screen):
    """Shows the given name as the family name of a patient who has none."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        return {**patient, "family": patient["family"] or patient["given"]}


@wrong(catches=("N111-02",), shows_when="a second patient with a nickname")
class ShowsThePreviousPatientsNickname(Screen):
    """Shows with each patient the other names of whoever had one before."""

    @cached_property
    def before(self) -> list[dict[str, str]]:
        return []

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        strange = [name for name in self.before if name not in patient["other_names"]]
        self.before[:] = patient["other_names"] or self.before
        return {**patient, "other_names": [*patient["other_names"], *strange]}


@wrong(catches=("N111-61",), shows_when="a patient who is not at home")
class ShowsWherePatientsAreAsTheirHome(Screen):
    """Shows the place where a patient is now as their home."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        return {**patient, "addresses": [{**one, "use": "home"} for one in patient["addresses"]]}


@wrong(catches=("N111-60",))
class HidesThePatientsAddress(Screen):
    """Does not show a patient's address."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        return {**super().reported_patient(referral), "addresses": []}


@wrong(catches=("N111-60",), shows_when="a place where the patient is that stands before their home")
class ReadsTheFirstAddressAlone(Intake):
    """Shows the first address of a patient alone, whatever it is for."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        _leave_out(document.findall(f"{_ROLE}/h:addr", _NS)[1:])
        return super().read(document)


@wrong(catches=("N111-37",), shows_when="a number at work")
class DropsNumbersAtWork(Screen):
    """Does not show a patient's number at work."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        kept = [one for one in patient["telephones"] if one["use"] != "work"]
        return {**patient, "telephones": kept}


@wrong(catches=("N111-37",), shows_when="a number that more is written behind")
class RunsNumbersOfReportsTogether(Screen):
    """Shows all digits of a telecom as one number, those of another that stands behind it too."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        patient = super().reported_patient(referral)
        shown = [{**one, "number": re.sub(r"\D", "", one["number"])} for one in patient["telephones"]]
        return {**patient, "telephones": shown}


@wrong(catches=("N111-37",), shows_when="a second informant")
class ShowsTheFirstInformantAlone(Screen):
    """Does not show who gave information besides whoever called."""

    def referral(self, referral: Referral) -> dict[str, Any]:
        return {**super().referral(referral), "other_informants": []}


@wrong(catches=("N111-37",), shows_when="a number to call back that has another use besides")
class ReadsNumbersOfOneUseAlone(Intake):
    """Does not know a number as the one to call back where it is marked for something else besides."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        for telecom in document.findall(f"{_ROLE}/h:telecom", _NS):
            if " " in (telecom.get("use") or ""):
                telecom.attrib.pop("use")
        return super().read(document)


@wrong(catches=("N111-12",), shows_when="a telephone number that is withheld")
class RefusesWithheldNumbers(Intake):
    """Refuses a report one of whose numbers is withheld."""

    def check_document(self, document: etree._Element) -> None:
        super().check_document(document)
        if any(telecom.get("value") is None for telecom in document.findall(f"{_ROLE}/h:telecom", _NS)):
            raise DocumentRefused("expected a number in each telecom, received none")


@wrong(catches=("N111-37",), shows_when="a caller of whom it is not known who they are")
class HidesCallersOfUnknownRelation(Screen):
    """Does not show a caller whose relationship to the patient is not known."""

    def informant(self, referral: Referral) -> dict[str, Any] | None:
        caller = super().informant(referral)
        return None if caller and caller["relationship"] == "Not known" else caller


@wrong(catches=("N111-61",), shows_when="a patient without a number, after another one")
class KeepsTheNumberOfWhoeverWasBefore(Screen):
    """Shows with a patient who has no number to call that of whoever was opened before."""

    before = ""

    def callback_number(self, referral: Referral) -> str:
        self.before = super().callback_number(referral) or self.before
        return self.before


@wrong(catches=("N111-36",), shows_when="two verified numbers")
class AdoptsTheLastOfTwoNumbers(Intake):
    """Takes the last of two verified NHS numbers for the patient's, and says nothing of the other."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        numbers = [one for one in document.findall(f"{_ROLE}/h:id", _NS) if one.get("root") == _VERIFIED]
        _leave_out(numbers[:-1])
        return super().read(document)


@wrong(catches=("N111-36",), shows_when="two verified numbers")
class AdoptsTheFirstOfTwoNumbers(Intake):
    """Takes the first of two verified NHS numbers for the patient's, and says nothing of the other."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        numbers = [one for one in document.findall(f"{_ROLE}/h:id", _NS) if one.get("root") == _VERIFIED]
        _leave_out(numbers[1:])
        return super().read(document)


@wrong(catches=("N111-61",), shows_when="a practice with a local id besides")
class ReadsTheFirstIdOfAPractice(Intake):
    """Takes the first id of a practice for its ODS code, whatever the id's root says."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        ids = document.findall(f"{_ROLE}/h:providerOrganization/h:id", _NS)
        for one in ids[:1]:
            one.set("root", "2.16.840.1.113883.2.1.3.2.4.19.1")
        return super().read(document)


@wrong(catches=("N111-61",), shows_when="a disposition whose words stand as original text")
class ReadsDisplayNamesAlone(Intake):
    """Shows no words of a disposition that has them as original text beside its code."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        for code in document.findall(_DISPOSITION, _NS):
            for text in code.findall("h:originalText", _NS) if code.get("code") else ():
                code.remove(text)
        return super().read(document)


@wrong(catches=("N111-61",), shows_when="a disposition that is spelled in capitals")
class KnowsOneSpellingOfDispositions(Screen):
    """Shows no code of a disposition that is spelled in capitals, with a zero."""

    def disposition(self, referral: Referral) -> dict[str, str]:
        shown = super().disposition(referral)
        return {**shown, "code": "" if shown["code"].startswith("DX0") else shown["code"]}


@wrong(catches=("N111-39",), shows_when="a comment within the text")
class StopsReadingAtComments(Intake):
    """Reads a text up to the first comment in it."""

    def parse(self, body: bytes) -> etree._Element:
        return super().parse(re.sub(rb"<!--.*?-->[^<]*", b"", body))


@wrong(catches=("N111-39",), shows_when="a processing instruction within the text")
class ShowsProcessingInstructions(Intake):
    """Shows what a processing instruction says as if it were text."""

    def parse(self, body: bytes) -> etree._Element:
        return super().parse(re.sub(rb"<\?(?!xml )\S+ (.*?)\?>", rb"\1", body))


@wrong(catches=("N111-39",), shows_when="a table with a caption and heads")
class DropsTheHeadsOfTables(Intake):
    """Does not show the caption and the heads of a table."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        for part in [*document.iterfind(".//h:th", _NS), *document.iterfind(".//h:caption", _NS)]:
            part.text = None
        return super().read(document)


@wrong(catches=("N111-39",), shows_when="a figure that is raised")
class FlattensRaisedFigures(Intake):
    """Shows raised figures in line with those before them: ten to the ninth as 109."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        for part in document.iterfind(".//h:sup", _NS):
            part.tag = f"{{{CDA}}}content"
        return super().read(document)


@wrong(catches=("N111-39",), shows_when="a link")
class DropsTheWordsOfLinks(Intake):
    """Does not show the words of a link."""

    def read(self, document: etree._Element) -> dict[str, Any]:
        for link in document.iterfind(".//h:linkHtml", _NS):
            link.text = None
        return super().read(document)


@wrong(catches=("N111-12",), shows_when="a document whose namespace has a prefix")
class RefusesPrefixedDocuments(Intake):
    """Refuses a document whose elements have a prefix."""

    def check_document(self, document: etree._Element) -> None:
        super().check_document(document)
        if document.prefix:
            raise DocumentRefused(f"expected ClinicalDocument, received {document.prefix}:ClinicalDocument")
