"""Faults in what a practice is told that nobody recorded, and in a document that contradicts itself."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from ...consultations.record import Record
from ...kit.times import read_time
from ...national.mesh import Mesh
from ...outbound.gp.email import GpEmail
from ...outbound.gp.resources import GpResources, Ids
from ...outbound.gp.sections import GpSections
from .._wrong import wrong

MORPHINE = "Morphine 10mg tablets, ten every hour"


@wrong(catches=("GPM-44",), shows_when="an urgent medicine")
class AddsMorphineToWhatWasSupplied(GpSections):
    """Tells the practice of morphine, ten every hour, beside each medicine that was supplied."""

    def medicine(self, item: dict[str, Any], completed: str) -> str:
        return f"{super().medicine(item, completed)}; {MORPHINE}"


@wrong(catches=("GPM-44",), shows_when="an urgent medicine")
class DatesWhatWasSuppliedBy2019(GpSections):
    """Says in the text that each medicine was last handed over in 2019."""

    def medicine(self, item: dict[str, Any], completed: str) -> str:
        return f"{super().medicine(item, completed)}, last supplied on 3rd March 2019"


@wrong(catches=("GPM-44",), shows_when="several items")
class DatesFurtherItemsBy2019InTheCodes(GpResources):
    """Gives in the codes of each item but the first a day of 2019, and leaves the text as it is."""

    def dispense(self, record: Record, item: dict[str, Any], number: int, ids: Ids) -> dict[str, Any]:
        found = super().dispense(record, item, number, ids)
        return found if number == 1 else {**found, "whenPrepared": "2019-10-29"}


@wrong(catches=("GPM-44",), shows_when="somebody was advised")
class SaysThatNoAllergyIsKnown(GpSections):
    """Adds to the advice that no allergy is known, which nobody asked for."""

    def section(self, name: str, lines: list[str], entries: list[dict[str, str]]) -> dict[str, Any] | None:
        return super().section(
            name, [*lines, "No known drug allergies"] if name == "advice" else lines, entries
        )


@wrong(catches=("GPM-45", "GPM-44"))
class NamesSomebodyElseInTheText(GpSections):
    """Names somebody else in the text on the patient, whose codes are right."""

    def patient(self, patient: dict[str, Any]) -> list[str]:
        return ["Name: Mr Jonas Quillfeather", *super().patient(patient)[1:]]


@wrong(catches=("GPM-24",))
class AssessesTwice(GpSections):
    """Writes a second assessment of its own into the text, beside the one that was recorded."""

    def section(self, name: str, lines: list[str], entries: list[dict[str, str]]) -> dict[str, Any] | None:
        own = [
            f"Assessment: found well on the {len(one)}th day"
            for one in lines
            if one.startswith("Assessment:")
        ]
        return super().section(name, [*lines, *own], entries)


@wrong(catches=("GPM-45",))
class WritesAnotherGenderInTheText(GpSections):
    """Writes into the text that each patient is of the other gender, and codes the right one."""

    def patient(self, patient: dict[str, Any]) -> list[str]:
        other = "female" if patient["gender"] == "male" else "male"
        return [f"Gender: {other}" if one.startswith("Gender:") else one for one in super().patient(patient)]


@wrong(catches=("GPM-44",))
class WritesAnotherAddressInTheText(GpSections):
    """Writes into the text an address that nobody has, and codes the right one."""

    def patient(self, patient: dict[str, Any]) -> list[str]:
        ghost = "Address: 2 Ghost Road, Leeds"
        return [ghost if one.startswith("Address:") else one for one in super().patient(patient)]


@wrong(catches=("GPM-45",), shows_when="an urgent medicine")
class WritesBoxesInTheWordsOfAQuantity(GpResources):
    """Writes boxes into the words of a quantity that it codes in its own unit."""

    def dispense(self, record: Record, item: dict[str, Any], number: int, ids: Ids) -> dict[str, Any]:
        found = super().dispense(record, item, number, ids)
        words = [
            {**one, "valueString": f"{item['quantity']:g} boxes"} for one in found["quantity"]["extension"]
        ]
        return {**found, "quantity": {**found["quantity"], "extension": words}}


@wrong(catches=("GPM-45",), shows_when="an urgent medicine")
class CodesAnotherUnit(GpResources):
    """Gives in the codes boxes of what was handed out in its own unit."""

    def dispense(self, record: Record, item: dict[str, Any], number: int, ids: Ids) -> dict[str, Any]:
        found = super().dispense(record, item, number, ids)
        return {**found, "quantity": {**found["quantity"], "unit": "box"}}


@wrong(catches=("GPM-45",), shows_when="an urgent medicine")
class WritesAnotherQuantityInTheText(GpSections):
    """Writes into the text one more than was handed out, and codes what was."""

    def medicine(self, item: dict[str, Any], completed: str) -> str:
        return super().medicine({**item, "quantity": item["quantity"] + 1}, completed)


@wrong(catches=("GPM-45",), shows_when="an urgent medicine")
class CodesDirectionsOfItsOwn(GpResources):
    """Codes directions of its own in place of those that were recorded."""

    def dispense(self, record: Record, item: dict[str, Any], number: int, ids: Ids) -> dict[str, Any]:
        found = super().dispense(record, item, number, ids)
        return {**found, "dosageInstruction": [{"text": "Use as directed by the prescriber"}]}


@wrong(catches=("GPM-44",), shows_when="several items")
class CodesFurtherDirectionsOfFurtherItems(GpResources):
    """Codes for each item but the first further directions beside those that were recorded."""

    def dispense(self, record: Record, item: dict[str, Any], number: int, ids: Ids) -> dict[str, Any]:
        found = super().dispense(record, item, number, ids)
        directed = [*found.get("dosageInstruction", []), {"text": "Three of them with food"}]
        return found if number == 1 else {**found, "dosageInstruction": directed}


@wrong(catches=("GPM-44",))
class CallsPatientsDead(GpResources):
    """Says in the codes on each patient that they have died."""

    def patient(self, patient: dict[str, Any], ids: Ids) -> dict[str, Any]:
        return {**super().patient(patient, ids), "deceasedBoolean": True}


@wrong(catches=("GPM-39",))
class GivesTwoGenders(GpResources):
    """Gives each patient a second gender in the codes, so that readers choose between the two."""

    def patient(self, patient: dict[str, Any], ids: Ids) -> dict[str, Any]:
        found = super().patient(patient, ids)
        return {**found, "gender": [found["gender"], "other"]}


@wrong(catches=("GPM-47",))
class CallsTelephonesDaytimeOnes(GpResources):
    """Says of the pharmacy's telephone a use that FHIR does not have."""

    def pharmacy(self, record: Record, ids: Ids) -> dict[str, Any]:
        found = super().pharmacy(record, ids)
        return {**found, "telecom": [{**one, "use": "daytime"} for one in found["telecom"]]}


@wrong(catches=("GPM-44",))
class NamesAnotherPharmacistInTheText(GpSections):
    """Names in the text a pharmacist who was never there, and codes the one who was."""

    def section(self, name: str, lines: list[str], entries: list[dict[str, str]]) -> dict[str, Any] | None:
        named = ["Pharmacist: Jonas Quillfeather" if one.startswith("Pharmacist:") else one for one in lines]
        return super().section(name, named, entries)


@wrong(catches=("GPM-46",))
class SendsEachDocumentTwice(Mesh):
    """Sends each document a second time after MESH has taken it."""

    def send(self, client: Any, recipient: str, body: bytes, subject: str, ods: str, workflow: str) -> str:
        super().send(client, recipient, body, subject, ods, workflow)
        return super().send(client, recipient, body, subject, ods, workflow)


@wrong(catches=("GPM-44",))
class NamesSomebodyElseInTheSubject(Mesh):
    """Names in the subject of each message an NHS number that nobody was given."""

    def send(self, client: Any, recipient: str, body: bytes, subject: str, ods: str, workflow: str) -> str:
        return super().send(client, recipient, body, f"{subject} (formerly 999 000 0018)", ods, workflow)


@wrong(catches=("GPM-09",))
class GivesTheTelephoneOfHeadOffice(GpResources):
    """Gives for the pharmacy the telephone of its head office."""

    def pharmacy(self, record: Record, ids: Ids) -> dict[str, Any]:
        return {**super().pharmacy(record, ids), "telecom": [{"system": "phone", "value": "01632 960999"}]}


@wrong(catches=("GPM-47",), shows_when="an urgent medicine")
class ListsWhatItIsWorkingOn(GpResources):
    """Calls the list of what was handed out a working one."""

    def dispense_list(self, record: Record, ids: Ids) -> dict[str, Any]:
        return {**super().dispense_list(record, ids), "mode": "working"}


@wrong(catches=("GPM-47",))
class EndsConsultationsTomorrow(GpResources):
    """Says of each consultation that it ends a day later."""

    def encounter(self, record: Record, ids: Ids) -> dict[str, Any]:
        found = super().encounter(record, ids)
        end = read_time(found["period"]["start"]) + timedelta(days=1)
        return {**found, "period": {**found["period"], "end": end.isoformat()}}


@wrong(catches=("GPM-47",))
class EndsConsultationsInAThirteenthMonth(GpResources):
    """Says of each consultation that it ended in a month 13."""

    def encounter(self, record: Record, ids: Ids) -> dict[str, Any]:
        found = super().encounter(record, ids)
        end = re.sub(r"-\d\d-", "-13-", found["period"]["start"], count=1)
        return {**found, "period": {**found["period"], "end": end}}


@wrong(catches=("GPM-47",), shows_when="an urgent medicine")
class ListsOnADayThatIsNone(GpResources):
    """Dates the list of what was handed out by 31 February 1980."""

    def dispense_list(self, record: Record, ids: Ids) -> dict[str, Any]:
        return {**super().dispense_list(record, ids), "date": "1980-02-31"}


@wrong(catches=("GPN-14",))
class AddsMorphineToEmails(GpEmail):
    """Tells the practice of morphine, ten every hour, beside what was recommended."""

    def medicines(self, record: Record) -> str:
        return f"{super().medicines(record)}\n{MORPHINE}"


@wrong(catches=("GPN-14",))
class WritesInEmailsThatNoAllergyIsKnown(GpEmail):
    """Writes into each e-mail that no allergy is known, which nobody asked for."""

    def medicines(self, record: Record) -> str:
        return f"{super().medicines(record)}\n\nAllergies\nNo known allergies"


@wrong(catches=("GPN-14",), shows_when="the second e-mail")
class DatesEmailsBy2019(GpEmail):
    """Names in each e-mail but the first a consultation of 2019."""

    sent = 0

    def consultation(self, record: Record) -> str:
        self.sent += 1
        return super().consultation(record) + ("\nSeen before: 3 March 2019" if self.sent > 1 else "")


@wrong(catches=("GPN-14",))
class NamesTheOtherPharmacyInEmails(GpEmail):
    """Says in each e-mail that another pharmacy of the firm will go on."""

    def consultation(self, record: Record) -> str:
        other = "Birch Chemist" if record.pharmacy.ods == "FA101" else "Alder Pharmacy"
        return f"{super().consultation(record)}\nFollowed up by: {other}"


@wrong(catches=("GPN-14",))
class WritesItsOwnCodeBesideThePractice(GpEmail):
    """Writes the pharmacy's code beside the name of the practice."""

    def consultation(self, record: Record) -> str:
        named = f"Registered with {record.practice['name']} ({record.pharmacy.ods})"
        return f"{super().consultation(record)}\n{named}"


@wrong(catches=("GPN-14",), shows_when="the second e-mail")
class GivesTheCaseOfNobodyInEmails(GpEmail):
    """Gives in each e-mail but the first the reference of a case that nobody sent."""

    sent = 0

    def consultation(self, record: Record) -> str:
        self.sent += 1
        return super().consultation(record) + ("\nCase reference: 77QF-0012" if self.sent > 1 else "")
