"""The onward referral as a FHIR R4 message: the whole record, in resources where there are any, and in words."""

import uuid
from typing import Any

from ...consultations.record import Record
from ...kit.times import now
from ...referrals.onward import Choice
from .email import OnwardEmail

_ID = "https://fhir.nhs.uk/Id"
_ODS = f"{_ID}/ods-organization-code"
_EVENTS = "https://fhir.nhs.uk/CodeSystem/message-events-bars"
_CATEGORIES = "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest"
_UUIDS = "https://tools.ietf.org/html/rfc4122"

Resource = dict[str, Any]


class OnwardFhir:
    """Writes the message, a method for each part of it."""

    def __init__(self, text: OnwardEmail) -> None:
        self.text = text

    def bundle(self, record: Record, choice: Choice, message_id: str) -> Resource:
        """The message under an id."""
        resources = self.resources(record, choice)
        entries = [self.header(record, choice), *resources]
        return {
            "resourceType": "Bundle",
            "id": message_id,
            "identifier": {"system": _UUIDS, "value": message_id},
            "type": "message",
            "timestamp": now(),
            "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in entries],
        }

    def header(self, record: Record, choice: Choice) -> Resource:
        """From whom to whom, and about what."""
        pharmacy = record.pharmacy
        return {
            "resourceType": "MessageHeader",
            "id": _of(record, "header"),
            "eventCoding": {"system": _EVENTS, "code": "servicerequest-request"},
            "destination": [
                {
                    "name": choice.name,
                    "endpoint": f"urn:nhs-uk:addressing:ods:{choice.ods}",
                    "receiver": self.receiver(choice),
                }
            ],
            "sender": {"reference": f"urn:uuid:{_of(record, 'pharmacy')}"},
            "source": {"name": pharmacy.name, "endpoint": f"urn:nhs-uk:addressing:ods:{pharmacy.ods}"},
            "focus": [{"reference": f"urn:uuid:{_of(record, 'request')}"}],
        }

    def receiver(self, choice: Choice) -> Resource:
        """The service that was chosen, by its id at DoS."""
        return {
            "identifier": {"system": f"{_ID}/dos-service-id", "value": choice.service_id},
            "display": choice.name,
        }

    def resources(self, record: Record, choice: Choice) -> list[Resource]:
        """What the message is about."""
        return [
            self.request(record, choice),
            self.patient(record),
            _organization(
                record, "pharmacy", record.pharmacy.ods, record.pharmacy.name, record.pharmacy.telephone
            ),
            _organization(record, "practice", record.practice["ods"], record.practice["name"], ""),
            self.pharmacist(record),
        ]

    def request(self, record: Record, choice: Choice) -> Resource:
        """What is asked for, with all that was recorded in words."""
        return {
            "resourceType": "ServiceRequest",
            "id": _of(record, "request"),
            "identifier": [{"system": f"{_ID}/nhs111-case-reference", "value": record.case_reference}],
            "status": "active",
            "intent": "order",
            "category": [{"coding": [{"system": _CATEGORIES, "code": "referral"}]}],
            "subject": {"reference": f"urn:uuid:{_of(record, 'patient')}"},
            "authoredOn": record.completed,
            "requester": {"reference": f"urn:uuid:{_of(record, 'pharmacist')}"},
            "performer": [self.receiver(choice)],
            "reasonCode": [{"text": self.reason(choice)}],
            "note": [{"text": text} for text in self.notes(record, choice)],
        }

    def reason(self, choice: Choice) -> str:
        """Why the patient is referred."""
        return choice.reason

    def notes(self, record: Record, choice: Choice) -> list[str]:
        """The record in words, as a person reads it."""
        text = self.text
        return [
            text.referral(record, choice),
            text.consultation(record),
            text.medicines(record),
            text.report(record),
        ]

    def patient(self, record: Record) -> Resource:
        """Who the patient is, and how to reach them."""
        patient, number = record.patient, self.text.telephone(record)
        home = {
            "use": "home",
            "line": patient["address"]["lines"],
            "postalCode": patient["address"]["postcode"],
        }
        found: Resource = {
            "resourceType": "Patient",
            "id": _of(record, "patient"),
            "name": [
                _filled({"use": "official", "family": patient["family"], "given": patient["given_names"]})
            ],
            "gender": patient["gender"],
            "birthDate": patient["birth_date"],
            "address": [_filled(home)] if home["line"] or home["postalCode"] else [],
            "telecom": [{"system": "phone", "value": number}] if number else [],
            "generalPractitioner": [{"reference": f"urn:uuid:{_of(record, 'practice')}"}],
        }
        if patient["nhs_number"] and patient["number_status"] == "01":  # only a verified number may go
            found["identifier"] = [{"system": f"{_ID}/nhs-number", "value": patient["nhs_number"]}]
        return _filled(found)

    def pharmacist(self, record: Record) -> Resource:
        """Who refers."""
        number = {
            "system": "https://fhir.hl7.org.uk/Id/gphc-number",
            "value": record.pharmacist["gphc_number"],
        }
        name = {"text": record.pharmacist["full_name"]}
        return {
            "resourceType": "Practitioner",
            "id": _of(record, "pharmacist"),
            "identifier": [number],
            "name": [name],
        }


def _organization(record: Record, what: str, ods: str, name: str, telephone: str) -> Resource:
    found = {
        "resourceType": "Organization",
        "id": _of(record, what),
        "identifier": [{"system": _ODS, "value": ods}] if ods else [],
        "name": name or "not known",
        "telecom": [{"system": "phone", "value": telephone}] if telephone else [],
    }
    return _filled(found)


def _of(record: Record, what: str) -> str:
    """The id of a resource: the same for the same referral."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"onward/{record.referral}/{what}"))


def _filled(values: Resource) -> Resource:
    """FHIR JSON has no empty texts and lists."""
    return {name: value for name, value in values.items() if value}
