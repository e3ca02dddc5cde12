"""What a person at the screen sees of the records: one method for each thing that is shown."""

from typing import Any

from .models import Notification, Referral

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

    def worklist(self, referrals: list[Referral]) -> list[dict[str, Any]]:
        """The worklist of a pharmacy."""
        return [self.row(referral) for referral in referrals]

    def row(self, referral: Referral) -> dict[str, Any]:
        """A referral as a line of the worklist."""
        patient = referral.content["patient"]
        disposition = self.disposition(referral)
        return {
            "referral": referral.id,
            "case_reference": self.case_reference(referral),
            "case_id": referral.content["case_id"],
            "received": referral.received,
            "source": "nhs111",
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
            "version": content["version"],
            "created": content["created"],
            "sender": content["sender"],
            "patient": {**content["patient"], "birth_date": self.birth_date(referral)},
            "callback_number": self.callback_number(referral),
            "informant": content["informant"],
            "practice": self.practice(referral),
            "disposition": self.disposition(referral),
            "sections": [self.section(section) for section in content["sections"]],
            "adopted_patient": self.adopted_patient(adopted) if adopted else None,
        }

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

    def patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        """A patient as PDS holds them."""
        return {name: patient[name] for name in _PATIENT}

    def adopted_patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        """The PDS record that a referral adopted."""
        return self.patient(patient)

    def delivery(self, notification: Notification) -> str:
        """How far a message to the practice has come."""
        return notification.status

    def notification(self, notification: Notification) -> dict[str, str]:
        """What the practice was told, and how far it has come."""
        return {
            "channel": notification.channel,
            "to": notification.recipient,
            "practice_ods": notification.practice_ods,
            "reference": notification.reference,
            "status": self.delivery(notification),
        }
