"""The claim for a consultation: a FHIR R4 Claim as NHSBSA's service is understood to want it."""

from typing import Any

from ...consultations.record import Record
from ...kit.agreed import Agreed
from ...kit.times import day_in_london
from ...pharmacy.medicines import DMD, Medicines

_ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
_NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
_GPHC = "https://fhir.hl7.org.uk/Id/gphc-number"
_METHODS = {"telephone": "TELEPHONE", "face-to-face": "FTF"}
_OUTCOMES = {
    "advice-given": "ADVICE_GIVEN",
    "medicine-supplied": "MEDICINE_SUPPLIED",
    "onward-referral": "ONWARD_REFERRAL",
}


class Claims:
    """Writes claims, a method for each part that could be got wrong."""

    def __init__(self, medicines: Medicines, agreed: Agreed) -> None:
        self.medicines = medicines
        self.rules = agreed.mys
        self.exemption_rules = agreed.exemption

    def claim(self, record: Record) -> dict[str, Any]:
        """The claim for a record; the same record always makes the same claim."""
        items = [self.claimed_item(item) for item in record.items]
        return {
            "resourceType": "Claim",
            "contained": self.contained(record, items),
            "identifier": [
                {"system": self.rules.systems["client_reference"], "value": self.reference(record)}
            ],
            "status": "active",
            "type": {"coding": [{"system": self.rules.systems["type"], "code": self.kind(record)}]},
            "use": "claim",
            "patient": {"reference": "#patient"},
            "billablePeriod": {"start": _assessed(record)[:8] + "01"},
            "created": record.completed,
            "provider": {
                "reference": "#pharmacy",
                "identifier": {"system": _ODS, "value": self.provider(record)},
            },
            "priority": {"coding": [_terminology("processpriority", "normal")]},
            "referral": {"reference": "#referral"},
            **self.care_team(record),
            "supportingInfo": self.supporting_info(record),
            "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": "NHS England"}}],
            **({"item": self.items(items)} if items else {}),
        }

    def reference(self, record: Record) -> str:
        """The claim's own reference: one for each referral, for good."""
        return record.referral

    def kind(self, record: Record) -> str:
        """Which of the two services is claimed for."""
        return self.rules.types[record.pathway]

    def provider(self, record: Record) -> str:
        """The pharmacy that claims: the premises of the consultation."""
        return record.pharmacy.ods

    def claimed_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """An item as it is claimed: what was supplied."""
        return item

    def care_team(self, record: Record) -> dict[str, Any]:
        """The professional responsible."""
        identifier = {"system": _GPHC, "value": record.pharmacist["gphc_number"]}
        provider = {"identifier": identifier, "display": record.pharmacist["full_name"]}
        return {"careTeam": [{"sequence": 1, "provider": provider}]}

    def items(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What was supplied, line by line."""
        return [
            {
                "sequence": number,
                "productOrService": self.medicines.concept(item, DMD),
                "quantity": self.medicines.quantity(item),
            }
            for number, item in enumerate(items, 1)
        ]

    def supporting_info(self, record: Record) -> list[dict[str, Any]]:
        """The facts of the consultation that NHSBSA counts by."""
        consultation = record.consultation
        facts: list[tuple[str, dict[str, Any]]] = [
            ("REFERRER_ORG_TYPE", {"valueString": self.referrer(record)}),
            (self.rules.information["method"], {"valueString": _METHODS[consultation["method"]]}),
            ("CONSULTATION_OUTCOME", {"valueString": _OUTCOMES[consultation["outcome"]]}),
            (self.rules.information["assessed"], {"timingDate": _assessed(record)}),
        ]
        if record.disposition["code"]:
            facts.append(("DISPOSITION_CODE", {"valueString": record.disposition["code"]}))
        facts += [*self.onward(record), *self.exemption(record)]
        name, text = self.reason(record)
        if text:
            facts.append((name, {"valueString": text}))
        return [
            {
                "sequence": number,
                "category": {"coding": [{"system": self.rules.systems["information"], "code": code}]},
                **value,
            }
            for number, (code, value) in enumerate(facts, 1)
        ]

    def referrer(self, record: Record) -> str:
        """What kind of organisation referred the patient."""
        return "GPP" if record.of_practice else "111"

    def onward(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        """Where the patient was referred onward, why and when; nothing where they were not."""
        onward = record.onward
        if onward is None:
            return []
        return [
            ("ONWARD_REFERRAL_REASON", {"valueString": onward["reason"]}),
            ("ONWARD_REFERRAL_DATE", {"timingDate": day_in_london(onward["at"]).isoformat()}),
            ("REFERRED_ODS", {"valueString": onward["ods"]}),
        ]

    def exemption(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        """The exemption that RTEC found, by its type; nothing where it found none."""
        code = self.exemption_rules.claim
        return [(code, {"valueString": record.exemption})] if record.exemption else []

    def reason(self, record: Record) -> tuple[str, str]:
        """Why the patient came."""
        complaint = str(record.consultation["presenting_complaint"])
        if record.urgent_medicines:
            reasons = [item["reason"] for item in record.items if item.get("reason")]
            return "SUPPLY_REQUEST_REASON", reasons[0] if reasons else complaint
        return "PRESENTING_COMPLAINT_OR_ISSUES", complaint

    def contained(self, record: Record, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The people, organisations and supplies that the claim is about."""
        practice = [_organisation("practice", record.practice["ods"], record.practice["name"])]
        return [
            _patient(record),
            *(practice if record.practice["ods"] else []),
            _organisation("pharmacy", self.provider(record), record.pharmacy.name),
            _referral(record, self.rules.systems["referral"]),
            *(self.dispense(record, item, number) for number, item in enumerate(items, 1)),
        ]

    def dispense(self, record: Record, item: dict[str, Any], number: int) -> dict[str, Any]:
        """One supply."""
        return {
            "resourceType": "MedicationDispense",
            "id": f"dispense-{number}",
            "status": "completed",
            "medicationCodeableConcept": self.medicines.concept(item, DMD),
            "subject": {"reference": "#patient"},
            # A contained resource must be pointed at or point back; no element of Claim points at a dispense.
            "supportingInformation": [{"reference": "#"}],
            "quantity": self.medicines.quantity(item),
            "whenHandedOver": item.get("handed_over") or record.completed,
        }


def _assessed(record: Record) -> str:
    return day_in_london(record.consultation["started"]).isoformat()


def _terminology(name: str, code: str) -> dict[str, str]:
    return {"system": f"http://terminology.hl7.org/CodeSystem/{name}", "code": code}


def _organisation(identifier: str, ods: str, name: str) -> dict[str, Any]:
    found = {
        "resourceType": "Organization",
        "id": identifier,
        "identifier": [{"system": _ODS, "value": ods}],
    }
    return {**found, "name": name} if name else found


def _patient(record: Record) -> dict[str, Any]:
    patient = record.patient
    address = patient["address"]
    home = {"use": "home", "line": address["lines"], "postalCode": address["postcode"]}
    found = {
        "resourceType": "Patient",
        "id": "patient",
        "identifier": [{"system": _NHS_NUMBER, "value": patient["nhs_number"]}]
        if patient["nhs_number"]
        else [],
        "name": [_filled({"family": patient["family"], "given": patient["given_names"]})],
        "gender": patient["gender"],
        "birthDate": patient["birth_date"],
        "address": [_filled(home)] if address["lines"] or address["postcode"] else [],
        "generalPractitioner": [{"reference": "#practice"}] if record.practice["ods"] else [],
    }
    return _filled(found)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """FHIR JSON has no empty texts and lists."""
    return {name: value for name, value in values.items() if value}


def _referral(record: Record, system: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "resourceType": "ServiceRequest",
        "id": "referral",
        "status": "completed",
        "intent": "order",
        "subject": {"reference": "#patient"},
    }
    if record.case_reference:
        found["identifier"] = [{"system": system, "value": record.case_reference}]
    if record.sender["ods"]:
        found["locationCode"] = [{"coding": [{"system": _ODS, "code": record.sender["ods"]}]}]
    return found
