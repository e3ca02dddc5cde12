"""Faults in the words that reach a practice: canned, cut, another patient's, out of date."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import Any

from ...consultations.record import Record
from ...outbound.gp.email import GpEmail
from ...outbound.gp.resources import GpResources, Ids
from ...outbound.gp.sections import GpSections, Reference
from .._wrong import wrong

_turn = Lock()


@wrong(catches=("GPM-24",))
class SendsCannedAdvice(GpSections):
    """Writes the same advice into each document, whatever was advised."""

    def section(self, name: str, lines: list[str], entries: list[dict[str, str]]) -> dict[str, Any] | None:
        canned = ["Advice was given"] if name == "advice" else lines
        return super().section(name, canned, entries)


@wrong(catches=("ACC-02",), shows_when="second patient")
class WritesThePreviousPatientsAdvice(GpSections):
    """Writes what the previous patient was advised into the document about the next."""

    def of_strand(self, record: Record, ids: Ids, reference: Reference) -> list[dict[str, Any] | None]:
        said = {**record.consultation, "advice": _previous(self, record)}
        return super().of_strand(replace(record, consultation=said), ids, reference)


@wrong(catches=("GPM-20",), shows_when="a correction")
class CorrectsWithTheFirstDraft(GpSections):
    """Writes what was advised first into the document that corrects it."""

    def of_strand(self, record: Record, ids: Ids, reference: Reference) -> list[dict[str, Any] | None]:
        said = record.consultation
        draft = _drafts(self).setdefault(record.referral, said["advice"])
        return super().of_strand(replace(record, consultation={**said, "advice": draft}), ids, reference)


@wrong(catches=("ACC-01",), shows_when="second patient")
class EmailsThePreviousPatientsAdvice(GpEmail):
    """Writes what the previous patient was advised into the e-mail about the next."""

    def advice(self, record: Record) -> str:
        return _previous(self, record)


@wrong(catches=("ACC-01",), shows_when="second patient")
class AddsThePreviousPatientsAdvice(GpEmail):
    """Leaves what the previous patient was advised in the e-mail about the next."""

    def advice(self, record: Record) -> str:
        return f"{super().advice(record)}\n{_previous(self, record)}"


@wrong(catches=("GPN-03",), shows_when="advice of more than 60 characters")
class CutsTheAdviceInTheEmail(GpEmail):
    """Cuts what was advised off after 60 characters."""

    def advice(self, record: Record) -> str:
        return super().advice(record)[:60]


@wrong(catches=("GPN-13",), shows_when="a correction after an e-mail")
class EmailsTheFirstDraftAgain(GpEmail):
    """Sends what was advised first in the e-mail that corrects it."""

    def advice(self, record: Record) -> str:
        return _drafts(self).setdefault(record.referral, super().advice(record))


def _drafts(part: object) -> dict[str, str]:
    """What was advised first, by referral: a part that is made into a faulty one is not made anew."""
    drafts: dict[str, str] = vars(part).setdefault("drafts", {})
    return drafts


def _previous(part: object, record: Record) -> str:
    """What another patient was advised before; the patient's own advice where nobody was. A text may be made twice."""
    with _turn:
        known: dict[str, str] = vars(part).setdefault("known", {})
        known[record.referral] = str(record.consultation["advice"])
        others = [said for referral, said in known.items() if referral != record.referral]
        return (others or [known[record.referral]])[-1]


@wrong(catches=("GPM-45",))
class LeavesTheNumberToTheCodes(GpSections):
    """Writes no NHS number into the text on the patient, and codes it."""

    def patient(self, patient: dict[str, Any]) -> list[str]:
        return [line for line in super().patient(patient) if patient["nhs_number"] not in line]


@wrong(catches=("GPM-45",))
class LeavesTheBirthDateToTheCodes(GpSections):
    """Writes no birth date into the text on the patient, and codes it."""

    def patient(self, patient: dict[str, Any]) -> list[str]:
        return [line for line in super().patient(patient) if patient["birth_date"] not in line]


@wrong(catches=("GPM-08",), shows_when="an address of three lines")
class CodesTwoLinesOfAnAddress(GpResources):
    """Codes of the patient's address two lines at most, and the postcode."""

    def patient(self, patient: dict[str, Any], ids: Ids) -> dict[str, Any]:
        address = {**patient["address"], "lines": patient["address"]["lines"][:2]}
        return super().patient({**patient, "address": address}, ids)


@wrong(catches=("GPM-09",), shows_when="an address of two lines")
class CodesTheStreetOfThePharmacyAlone(GpResources):
    """Codes of the pharmacy's address the first line alone, and the postcode."""

    def pharmacy(self, record: Record, ids: Ids) -> dict[str, Any]:
        found = super().pharmacy(record, ids)
        return {**found, "address": [{**one, "line": one["line"][:1]} for one in found["address"]]}


@wrong(catches=("GPM-45",), shows_when="an address of three lines")
class LeavesTheTownToTheCodes(GpSections):
    """Writes the street and the postcode into the text on the patient, and codes all lines of the address."""

    def patient(self, patient: dict[str, Any]) -> list[str]:
        address = {**patient["address"], "lines": patient["address"]["lines"][:1]}
        return super().patient({**patient, "address": address})


@wrong(catches=("GPM-44",), shows_when="days of supply")
class WritesWeeksForDays(GpSections):
    """Writes into the text the days of a supply as so many weeks, and codes days."""

    def medicine(self, item: dict[str, Any], completed: str) -> str:
        return super().medicine(item, completed).replace(" days supply", " weeks supply")


@wrong(catches=("GPM-24",), shows_when="a patient who was seen face to face")
class WritesThatEverybodyRang(GpSections):
    """Writes into the text that each patient was seen by telephone."""

    def contacts(self, record: Record) -> list[str]:
        kept = {**record.consultation, "method": "telephone"}
        return super().contacts(replace(record, consultation=kept))


@wrong(catches=("GPN-03",), shows_when="a patient who rang")
class MailsThatEverybodyCame(GpEmail):
    """Writes into the e-mail that each patient was seen face to face."""

    def pharmacy(self, record: Record) -> str:
        kept = {**record.consultation, "method": "face-to-face"}
        return super().pharmacy(replace(record, consultation=kept))


@wrong(catches=("GPN-03",), shows_when="a request that is urgent, and asks for no action by name")
class MailsUrgentRequestsAsRoutine(GpEmail):
    """Calls routine whatever asks the practice for no action by name, also where it is to act at once."""

    def urgency(self, record: Record) -> str:
        return "Action requested" if record.consultation["actions_for_gp"] else "Routine, for information"


@wrong(catches=("GPN-03",), shows_when="a request that is not urgent")
class MailsRequestsAsInformation(GpEmail):
    """Sends what is not urgent for information, also where the practice is asked to act."""

    def urgency(self, record: Record) -> str:
        return super().urgency(record) if record.consultation.get("urgent_for_gp") else "For information"


@wrong(catches=("GPN-03",), shows_when="a consultation of which nothing is asked")
class MailsRequestsThatNobodyMade(GpEmail):
    """Calls every e-mail a request to act, also where nothing is asked of the practice."""

    def urgency(self, record: Record) -> str:
        return super().urgency(record) if record.consultation.get("urgent_for_gp") else "Action requested"


@wrong(catches=("GPM-24",))
class WritesThatConsentWasRefused(GpSections):
    """Writes into the text that the patient did not consent to the very message, which goes with their consent."""

    def all(self, record: Record, ids: Ids, reference: Reference) -> list[dict[str, Any]]:
        return super().all(replace(record, share_with_gp=False), ids, reference)


@wrong(catches=("GPN-03",), shows_when="an address of three lines")
class MailsTheStreetAndThePostcode(GpEmail):
    """Writes of the patient's address the first line and the postcode into the e-mail."""

    def patient(self, record: Record) -> str:
        home = record.patient["address"]
        kept = {**record.patient, "address": {**home, "lines": home["lines"][:1]}}
        return super().patient(replace(record, patient=kept))


@wrong(catches=("GPM-45",), shows_when="an address of more than one line")
class WritesTheFirstLineOfAnAddress(GpSections):
    """Writes the first line of the patient's address into the text, and no postcode; the codes have all of it."""

    def patient(self, patient: dict[str, Any]) -> list[str]:
        address = {"lines": patient["address"]["lines"][:1], "postcode": ""}
        return super().patient({**patient, "address": address})


@wrong(catches=("GPM-45",), shows_when="second patient")
class ListsTheFirstPatientsPracticeAsRecipient(GpSections):
    """Names in the distribution list of each document the practice of the first patient that one went out about."""

    first = ""

    def section(self, name: str, lines: list[str], entries: list[dict[str, str]]) -> dict[str, Any] | None:
        if name != "distribution":
            return super().section(name, lines, entries)
        self.first = self.first or lines[0]
        return super().section(name, [self.first], entries)


@wrong(catches=("GPM-24",), shows_when="a minor illness")
class WritesTheAssessmentAsComplaint(GpSections):
    """Writes under the heading of the complaint what the pharmacist found."""

    def section(self, name: str, lines: list[str], entries: list[dict[str, str]]) -> dict[str, Any] | None:
        return super().section(name, self.found if name == "complaint" else lines, entries)

    def all(self, record: Record, ids: Ids, reference: Reference) -> list[dict[str, Any]]:
        self.found = [record.consultation["assessment"]]
        return super().all(record, ids, reference)


@wrong(catches=("GPM-24",), shows_when="a product was recommended")
class TellsRecommendationsAsSupplies(GpSections):
    """Tells the practice that a medicine was supplied where one was recommended."""

    def outcome(self, record: Record) -> str:
        return "medicine supplied" if record.recommended else super().outcome(record)
