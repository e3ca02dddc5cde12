"""What a person at the screen sees of the records: one method for each thing that is shown."""

from typing import Any

from .kit.models import Alert, AuditEntry, Notification, Referral
from .kit.store import Store
from .national.scr.record import Section
from .patients.tracing import Traced
from .pharmacy.scr_viewer import Viewed
from .referrals.notices import notice
from .referrals.onward import onward_from
from .referrals.urgency import urgency
from .supplies.book import item_shown

_AUDITED = tuple(column.name for column in AuditEntry.__table__.columns if column.name != "id")

_PATIENT = (
    "nhs_number",
    "given",
    "family",
    "name",
    "birth_date",
    "gender",
    "address",
    "telephone",
    "practice",
    "restricted",
    "deceased",
)


class Screen:
    """Shows referrals, patients and what became of messages."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def worklist(self, ods: str) -> list[dict[str, Any]]:
        """The worklist of a pharmacy."""
        return [self.row(referral) for referral in self.listed(ods)]

    def listed(self, ods: str) -> list[Referral]:
        """The referrals that are on a pharmacy's worklist: what was withdrawn stays, marked as such."""
        return self.store.listed(ods)

    def row(self, referral: Referral) -> dict[str, Any]:
        """A referral as a line of the worklist."""
        patient = referral.content["patient"]
        disposition = self.disposition(referral)
        return {
            "referral": referral.id,
            "case_reference": self.case_reference(referral),
            "case_id": referral.content["case_id"],
            "received": referral.received,
            "created": referral.content["created"],
            "source": referral.source,
            "version": referral.version,
            "pathway": referral.pathway,
            "patient_name": patient["name"],
            "birth_date": self.birth_date(referral),
            "nhs_number": patient["nhs_number"],
            "disposition_code": disposition["code"],
            "disposition_text": disposition["text"],
            "status": referral.status,
            "ods": referral.ods,
        }

    def referral(self, referral: Referral) -> dict[str, Any]:
        """A referral opened."""
        content = referral.content
        adopted = referral.adopted_patient
        return {
            **self.row(referral),
            "document_id": content["document_id"],
            "sender": content["sender"],
            "urgency": self.urgency(referral),
            "patient": self.reported_patient(referral),
            "callback_number": self.callback_number(referral),
            "informant": self.informant(referral),
            "other_informants": list(content.get("other_informants", [])),
            "location": content.get("location"),
            "practice": self.practice(referral),
            "disposition": self.disposition(referral),
            "sections": self.sections(referral),
            "attachments": list(content.get("attachments", [])),
            "notices": self.notices(referral),
            "history": self.history(referral),
            "related": self.related(referral),
            "adopted_patient": self.adopted_patient(adopted) if adopted else None,
            "supplies": self.supplies(referral),
            "onward": self.onward(referral),
            "exemption": self.exemption(referral),
        }

    def exemption(self, referral: Referral) -> dict[str, Any] | None:
        """What a check found, and what was declared; nothing where there is neither."""
        checked = self.checked_exemption(referral)
        if checked is None and not referral.declarations:
            return None
        return {"checked": checked, "declarations": list(referral.declarations)}

    def checked_exemption(self, referral: Referral) -> dict[str, Any] | None:
        """What the last exemption check of a referral came to."""
        if referral.rtec is None:
            return None
        found = referral.rtec["outcome"] == "found"
        return {**referral.rtec, "source": "RTEC" if found else None}

    def supplies(self, referral: Referral) -> dict[str, Any]:
        """What was supplied, what is owing of it, who collected it, or why nothing was supplied."""
        return {
            "items": [item_shown(item) for item in referral.supplies],
            "collected_by": referral.collected_by,
            "no_supply": referral.no_supply,
        }

    def onward(self, referral: Referral) -> list[dict[str, Any]]:
        """Each referral to another pharmacy: where to, and what became of it."""
        return [onward_from(kept).shown() for kept in referral.onward]

    def urgency(self, referral: Referral) -> dict[str, Any]:
        """How soon the patient has to be seen."""
        return urgency(referral.content)

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        """The patient as the sender has them."""
        patient = {**referral.content["patient"], "birth_date": self.birth_date(referral)}
        return {**patient, "nhs_number_verified": self.is_verified(referral)}

    def is_verified(self, referral: Referral) -> bool:
        """Whether the sender had verified the NHS number."""
        return bool(referral.content["patient"]["nhs_number_verified"])

    def informant(self, referral: Referral) -> dict[str, Any] | None:
        """Who called, where the report says so."""
        found: dict[str, Any] | None = referral.content["informant"]
        return found

    def notices(self, referral: Referral) -> list[dict[str, Any]]:
        """What the pharmacist is told beside the referral."""
        return _notices(referral.notices)

    def history(self, referral: Referral) -> list[dict[str, Any]]:
        """The documents of a referral that are not the one shown."""
        return [
            {
                "document_id": document.document_id,
                "version": document.version,
                "status": document.status,
                "created": document.created,
            }
            for document in self.store.documents_of(referral.id)
            if document.document_id != referral.document_id
        ]

    def related(self, referral: Referral) -> list[dict[str, str]]:
        """Other referrals of the same case."""
        return [
            {"referral": related.id, "case_reference": related.content["case_reference"]}
            for related in self.store.of_case(referral.ods, referral.case_key, referral.id)
        ]

    def alert(self, alert: Alert) -> dict[str, str]:
        """An alert as it shows."""
        return {
            "referral": alert.referral,
            "kind": alert.kind,
            "ods": alert.ods,
            "at": alert.at,
            "text": alert.text,
        }

    def audited(self, entry: AuditEntry) -> dict[str, Any]:
        """A line of the audit trail as it shows."""
        return {name: getattr(entry, name) for name in _AUDITED}

    def sections(self, referral: Referral) -> list[dict[str, str]]:
        """Every section of the report, in its order."""
        return [self.section(section) for section in referral.content["sections"]]

    def case_reference(self, referral: Referral) -> str:
        """The case's reference as NHS 111 gave it."""
        return str(referral.content["case_reference"])

    def birth_date(self, referral: Referral) -> str:
        """The patient's birth date, as much of it as was sent."""
        return str(referral.content["patient"]["birth_date"])

    def callback_number(self, referral: Referral) -> str:
        """The number to call the patient on."""
        return str(referral.content["callback_number"])

    def disposition(self, referral: Referral) -> dict[str, str]:
        """What NHS 111 decided, code and text."""
        return dict(referral.content["disposition"])

    def practice(self, referral: Referral) -> dict[str, str]:
        """The practice that the report names as the patient's."""
        return dict(referral.content["practice"])

    def section(self, section: dict[str, str]) -> dict[str, str]:
        """A section of the report, whole."""
        return {"title": section["title"], "text": section["text"]}

    def found(self, found: Traced) -> dict[str, Any]:
        """What came of looking for a patient."""
        notices = found.all_notices()
        return {
            "outcome": found.outcome,
            "matches": [self.patient(patient) for patient in found.patients],
            "message": found.message,
            "notices": _notices(notices if found.patients else [*notices, notice("refine")]),
        }

    def checked(self, found: Traced) -> dict[str, Any]:
        """What came of checking an NHS number, or of asking for one: no more than the number."""
        notices = found.all_notices()
        return {
            "outcome": found.outcome,
            "nhs_number": found.patients[0]["nhs_number"] if found.patients else "",
            "message": found.message,
            "notices": _notices(notices),
        }

    def patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        """A patient as PDS holds them."""
        shown = {name: patient[name] for name in _PATIENT}
        more = {name: patient.get(name) for name in ("deceased_on", "death_notice", "birth_order")}
        return {**shown, **more, "notices": _notices(patient.get("notices", []))}

    def adopted_patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        """The PDS record that a referral adopted."""
        return self.patient(patient)

    def care_record(self, viewed: Viewed, referral: Referral) -> dict[str, Any]:
        """A Summary Care Record, whole, or what there is instead; whose it is stands beside it."""
        return {
            "outcome": viewed.outcome,
            "nhs_number": viewed.nhs_number,
            "patient_name": referral.content["patient"]["name"],
            "created": viewed.created,
            "sections": [self.care_section(section) for section in viewed.sections],
            "message": viewed.message,
            "emergency": viewed.emergency,
        }

    def care_section(self, section: Section) -> dict[str, str]:
        """A section of a Summary Care Record."""
        return {"title": section.title, "text": section.text}

    def delivery(self, notification: Notification) -> str:
        """How far a message to the practice has come."""
        return notification.status

    def beside_notifications(self, referral: Referral) -> list[dict[str, Any]]:
        """What the pharmacist is told where the practice is told."""
        is_urgent = (referral.consultation or {}).get("urgent_for_gp", False)
        return _notices([notice("ring-practice")]) if is_urgent else []

    def notification(self, notification: Notification) -> dict[str, str]:
        """What the practice was told, and how far it has come."""
        return {
            "channel": notification.channel,
            "to": notification.recipient,
            "practice_ods": notification.practice_ods,
            "reference": notification.reference,
            "status": self.delivery(notification),
            "text": notification.why,
        }


def _notices(notices: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"kind": notice["kind"], "text": notice["text"]} for notice in notices]
