"""The resources of a document to a practice: people, organisations, the encounter and what was handed out."""

from typing import Any, Protocol

from ...consultations.record import Record
from ...formats.amounts import written
from ...pharmacy.medicines import SNOMED, Medicines
from . import codes as codes


class Ids(Protocol):
    """Gives each resource of a document its id."""

    def of(self, name: str) -> str:
        """The id of the resource that goes by this name."""


class GpResources:
    """Builds the resources, a method for each kind."""

    def __init__(self, medicines: Medicines) -> None:
        self.medicines = medicines

    def all(self, record: Record, ids: Ids) -> list[dict[str, Any]]:
        """Every resource that the composition points at, directly or not."""
        found = [
            self.patient(self.patient_of(record), ids),
            self.practice(self.practice_of(record), ids),
            self.pharmacy(record, ids),
            self.pharmacist(record, ids),
            self.encounter(record, ids),
        ]
        if not record.urgent_medicines:
            return found  # what was recommended was not supplied: it stands in the text alone
        found.append(self.dispense_list(record, ids))
        for number, item in enumerate(self.items_of(record), 1):
            found += [self.dispense(record, item, number, ids), self.medication(item, number, ids)]
        return found

    def patient_of(self, record: Record) -> dict[str, Any]:
        """The patient that the document is about."""
        return record.patient

    def practice_of(self, record: Record) -> dict[str, str]:
        """The practice that the patient is registered with."""
        return record.practice

    def items_of(self, record: Record) -> list[dict[str, Any]]:
        """What was handed out; of a minor illness what was recommended."""
        return record.supplied if record.urgent_medicines else record.items

    def reference(self, ids: Ids, name: str, display: str = "") -> dict[str, str]:
        """A reference to another resource of the document."""
        return {"reference": f"urn:uuid:{ids.of(name)}", "display": display}

    def patient(self, patient: dict[str, Any], ids: Ids) -> dict[str, Any]:
        """The patient, with what is known of the NHS number."""
        status = {"url": codes.NUMBER_STATUS, "valueCodeableConcept": self.number_status(patient)}
        number = {"extension": [status], "system": codes.NHS_NUMBER_SYSTEM, "value": patient["nhs_number"]}
        name = {"use": "official", "family": patient["family"], "given": patient["given_names"]}
        phone = {"system": "phone", "value": patient["telephone"]} if patient["telephone"] else None
        address = patient["address"]
        home = {"use": "home", "line": address["lines"], "postalCode": address["postcode"]}
        return {
            **_head("Patient", "patient", ids.of("patient")),
            "identifier": [number] if patient["nhs_number"] else None,
            "name": [{**name, "prefix": [patient["prefix"]] if patient["prefix"] else None}],
            "telecom": [phone] if phone else None,
            "gender": patient["gender"],
            "birthDate": patient["birth_date"],
            "address": [home] if address["lines"] or address["postcode"] else None,
            "generalPractitioner": [self.reference(ids, "practice")],
        }

    def number_status(self, patient: dict[str, Any]) -> dict[str, Any]:
        """Whether the NHS number is verified: only a trace makes it so."""
        return codes.number_status(patient["number_status"])

    def practice(self, practice: dict[str, str], ids: Ids) -> dict[str, Any]:
        """The practice; its code stands here and in no text."""
        return {
            **_head("Organization", "organisation", ids.of("practice")),
            "identifier": [{"system": codes.ODS_SYSTEM, "value": practice["ods"]}],
            "name": practice["name"] or "Registered GP practice",
        }

    def pharmacy(self, record: Record, ids: Ids) -> dict[str, Any]:
        """The pharmacy that supplied."""
        premises = record.pharmacy
        return {
            **_head("Organization", "organisation", ids.of("pharmacy")),
            "identifier": [{"system": codes.ODS_SYSTEM, "value": premises.ods}],
            "name": premises.name,
            "telecom": [{"system": "phone", "value": premises.telephone, "use": "work"}],
            "address": [{"use": "work", "line": list(premises.address), "postalCode": premises.postcode}],
        }

    def pharmacist(self, record: Record, ids: Ids) -> dict[str, Any]:
        """The pharmacist, with their registration number."""
        full_name = record.pharmacist["full_name"]
        given, _, family = full_name.rpartition(" ")
        return {
            **_head("Practitioner", "practitioner", ids.of("pharmacist")),
            "identifier": [{"system": codes.GPHC_SYSTEM, "value": record.pharmacist["gphc_number"]}],
            "name": [{"text": full_name, "family": family, "given": given.split() or None}],
        }

    def encounter(self, record: Record, ids: Ids) -> dict[str, Any]:
        """The consultation."""
        pharmacist = self.reference(ids, "pharmacist", record.pharmacist["full_name"])
        return {
            **_head("Encounter", "encounter", ids.of("encounter")),
            "status": "finished",
            "subject": self.reference(ids, "patient"),
            "participant": [{"type": [codes.PERFORMER], "individual": pharmacist}],
            "period": {"start": record.consultation["started"], "end": record.completed},
            "serviceProvider": self.reference(ids, "pharmacy", record.pharmacy.name),
        }

    def dispense_list(self, record: Record, ids: Ids) -> dict[str, Any]:
        """The list of what was handed out."""
        numbers = range(1, len(self.items_of(record)) + 1)
        return {
            **_head("List", "dispense list", ids.of("list")),
            "identifier": [{"system": codes.RFC4122, "value": ids.of("list")}],
            "status": "current",
            "mode": "snapshot",
            "code": codes.DISPENSED,
            "subject": self.reference(ids, "patient"),
            "date": record.completed,
            "entry": [{"item": self.reference(ids, f"dispense {number}")} for number in numbers],
        }

    def dispense(self, record: Record, item: dict[str, Any], number: int, ids: Ids) -> dict[str, Any]:
        """One item handed out."""
        quantity_text = {
            "url": codes.QUANTITY_TEXT,
            "valueString": f"{written(item['quantity'])} {item['unit']}",
        }
        days = {"value": item["days_supply"], "unit": "day", "system": codes.UCUM, "code": "d"}
        performer = {
            "actor": self.reference(ids, "pharmacist"),
            "onBehalfOf": self.reference(ids, "pharmacy"),
        }
        return {
            **_head("MedicationDispense", "dispense", ids.of(f"dispense {number}")),
            "identifier": [{"system": codes.RFC4122, "value": ids.of(f"dispense {number}")}],
            "status": "completed",
            "medicationReference": self.reference(ids, f"medication {number}", item["display"]),
            "subject": self.reference(ids, "patient", self.patient_of(record)["name"]),
            "context": self.reference(ids, "encounter"),
            "performer": [performer],
            "type": codes.EMERGENCY_SUPPLY,
            "quantity": {"extension": [quantity_text], **self.medicines.quantity(item)},
            "daysSupply": days if item["days_supply"] else None,
            "whenHandedOver": item.get("handed_over") or record.completed,
            "dosageInstruction": [{"text": item["dosage"]}] if item["dosage"] else None,
        }

    def medication(self, item: dict[str, Any], number: int, ids: Ids) -> dict[str, Any]:
        """The medicine itself."""
        return {
            **_head("Medication", "medication", ids.of(f"medication {number}")),
            "code": self.medicines.concept(item, SNOMED),
        }


def _head(kind: str, profile: str, identifier: str) -> dict[str, Any]:
    return {"resourceType": kind, "id": identifier, "meta": {"profile": codes.profile(profile)}}
