"""The sections of a document to a practice: what a person at the practice reads."""

from collections.abc import Callable
from typing import Any

from ...consultations.patient import number_label
from ...consultations.record import Record, referred_to, why_no_supply
from ...formats.amounts import written
from ...formats.fhir_xml import narrative
from ...kit.times import london, read_time
from . import codes as codes
from .resources import GpResources, Ids

Reference = Callable[..., dict[str, str]]


class GpSections:
    """Writes the sections, a method for each; their text agrees with the coded resources."""

    def __init__(self, resources: GpResources) -> None:
        self.resources = resources

    def all(self, record: Record, ids: Ids, reference: Reference) -> list[dict[str, Any]]:
        """The sections in the order of the standard; one without text is left out."""
        patient = self.resources.patient_of(record)
        found = [
            self.section("contacts", self.contacts(record), [reference(ids, "encounter")]),
            self.section("legal", [f"Consent to share with the practice: {_yes(record.share_with_gp)}"], []),
            self.section("distribution", [self.practice_name(record)], [reference(ids, "practice")]),
            self.section("practice", [self.practice_name(record)], [reference(ids, "practice")]),
            *self.of_strand(record, ids, reference),
            self.section("patient", self.patient(patient), [reference(ids, "patient")]),
            self.section("plan", self.plan(record), []),
            self.section("referral", self.referral(record), []),
        ]
        return [section for section in found if section]

    def of_strand(self, record: Record, ids: Ids, reference: Reference) -> list[dict[str, Any] | None]:
        """What an urgent supply tells, or a consultation about a minor illness."""
        consultation = record.consultation
        if record.urgent_medicines:
            medicines = self.section("medications", self.medications(record), [reference(ids, "list")])
            told = [consultation["advice"], *map(self.recommended, record.recommended)]
            return [self.section("advice", told, []), medicines]
        advice = [consultation["advice"], *map(self.recommended, self.resources.items_of(record))]
        return [
            self.section("complaint", [consultation["presenting_complaint"]], []),
            self.section("summary", [consultation["assessment"], f"Outcome: {self.outcome(record)}"], []),
            self.section("advice", advice, []),
        ]

    def outcome(self, record: Record) -> str:
        """What came of a consultation, in words."""
        return str(record.consultation["outcome"]).replace("-", " ")

    def recommended(self, item: dict[str, Any]) -> str:
        """A product that the patient was recommended."""
        return f"Recommended: {item['display']}, quantity {written(item['quantity'])} {item['unit']}"

    def section(self, name: str, lines: list[str], entries: list[dict[str, str]]) -> dict[str, Any] | None:
        """A section, unless there is nothing to say in it."""
        kept = [line for line in lines if line]
        if not kept:
            return None
        title, system, code = codes.SECTIONS[name]
        return {
            "title": title,
            "code": codes.coded(system, code, title),
            "text": narrative(kept),
            "entry": entries,
        }

    def plan(self, record: Record) -> list[str]:
        """What the practice is asked to do, and which pharmacy has the patient now, where another one has."""
        onward = referred_to(record)
        return [record.consultation["actions_for_gp"], f"Referred onward to: {onward}" if onward else ""]

    def contacts(self, record: Record) -> list[str]:
        """Who saw the patient, when and how, and what they found."""
        premises = record.pharmacy
        consultation = record.consultation
        return [
            f"Date and time: {_when(consultation['started'])}",
            f"Pharmacist: {record.pharmacist['full_name']}, GPhC {record.pharmacist['gphc_number']}",
            f"Pharmacy: {premises.name}, {', '.join(premises.address)}, {premises.postcode}, {premises.telephone}",
            f"Consultation method: {consultation['method']}",
            f"Presenting complaint: {consultation['presenting_complaint']}",
            f"Assessment: {consultation['assessment']}",
        ]

    def practice_name(self, record: Record) -> str:
        """The practice by name: its code belongs into the coded part alone."""
        return self.resources.practice_of(record)["name"] or "Registered GP practice"

    def medications(self, record: Record) -> list[str]:
        """Each medicine handed out, as the coded part has it."""
        items = self.resources.items_of(record)
        return [self.medicine(item, record.completed) for item in items] or [why_no_supply(record)]

    def medicine(self, item: dict[str, Any], completed: str) -> str:
        """One medicine in words."""
        facts = [item["display"], f"quantity {written(item['quantity'])} {item['unit']}", "emergency supply"]
        if item.get("owing"):
            facts.append(f"{written(item['owing'])} {item['unit']} are still owing")
        if item["days_supply"]:
            facts.append(f"{item['days_supply']} days supply")
        if item["dosage"]:
            facts.append(item["dosage"])
        facts.append(f"handed over {_when(item.get('handed_over') or completed)}")
        if item.get("reason"):
            facts.append(f"reason: {item['reason']}")
        return ", ".join(facts)

    def patient(self, patient: dict[str, Any]) -> list[str]:
        """Who the patient is."""
        address = ", ".join(filter(None, [*patient["address"]["lines"], patient["address"]["postcode"]]))
        return [
            f"Name: {patient['name']}",
            f"Date of birth: {patient['birth_date']}",
            f"Gender: {patient['gender']}",
            f"{number_label(patient)}: {patient['nhs_number']}" if patient["nhs_number"] else "",
            f"Address: {address}" if address else "",
        ]

    def referral(self, record: Record) -> list[str]:
        """Where the patient was sent from, and why."""
        disposition = record.disposition
        return [
            f"Referred by: {record.sender['name'] or 'NHS 111'}",
            f"Case reference: {record.case_reference}",
            f"Disposition: {disposition['text']} ({disposition['code']})",
        ]


def _yes(agreed: bool) -> str:
    return "yes" if agreed else "no"


def _when(text: str) -> str:
    return read_time(text).astimezone(london()).strftime("%d/%m/%Y %H:%M")
