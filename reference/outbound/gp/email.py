"""The report to a practice by e-mail: everything about the consultation in the body, nothing outside it."""

from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any

from ...consultations.patient import number_label
from ...consultations.record import Record, item_in_words, referred_to, why_no_supply
from ...kit.times import london, now, read_time


class GpEmail:
    """Writes the e-mail, a method for each part of it."""

    def message(self, record: Record, sender: str, recipient: str) -> EmailMessage:
        """The e-mail about a consultation."""
        message = EmailMessage()
        message["From"] = self.sender(sender)
        message["To"] = recipient
        message["Subject"] = self.subject(record)
        message["Date"] = format_datetime(read_time(now()))
        message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "nhs.net")
        message.set_content(self.body(record))
        return message

    def sender(self, address: str) -> str:
        """The address that the e-mail comes from: the pharmacy's own mailbox."""
        return address

    def subject(self, record: Record) -> str:
        """A subject that says nothing about the patient."""
        corrected = "Corrected " if record.amendment else ""
        return f"{corrected}CPCS consultation report from {record.pharmacy.name} ({record.pharmacy.ods})"

    def body(self, record: Record) -> str:
        """The report as plain text."""
        parts = [
            self.patient(record),
            self.pharmacy(record),
            self.consultation(record),
            self.medicines(record),
        ]
        return (
            "\n\n".join(["NHS Community Pharmacist Consultation Service", *parts, self.consent(record)])
            + "\n"
        )

    def patient(self, record: Record) -> str:
        """Who the patient is."""
        patient = record.patient
        address = [*patient["address"]["lines"], patient["address"]["postcode"]]
        return _lines(
            "Patient",
            ("Name", patient["name"]),
            ("Date of birth", patient["birth_date"]),
            (number_label(patient), patient["nhs_number"]),
            ("Address", ", ".join(filter(None, address))),
        )

    def pharmacy(self, record: Record) -> str:
        """Who saw the patient, where and when."""
        premises = record.pharmacy
        return _lines(
            "Pharmacy",
            ("Name", premises.name),
            ("ODS code", premises.ods),
            ("Telephone", premises.telephone),
            ("Pharmacist", f"{record.pharmacist['full_name']} (GPhC {record.pharmacist['gphc_number']})"),
            ("Date and time", _when(record.consultation["started"])),
            ("Referral reference", record.case_reference),
            ("Service", "CPCS urgent medicines" if record.urgent_medicines else "CPCS minor illness"),
            ("Method", record.consultation["method"]),
        )

    def consultation(self, record: Record) -> str:
        """What was found, advised and asked for."""
        consultation = record.consultation
        actions = consultation["actions_for_gp"]
        return _lines(
            "Consultation",
            ("Presenting complaint", consultation["presenting_complaint"]),
            ("Assessment", consultation["assessment"]),
            ("Advice given", self.advice(record)),
            ("Requested actions", actions or "None"),
            ("Referred onward to", referred_to(record)),
            ("Urgency", self.urgency(record)),
        )

    def urgency(self, record: Record) -> str:
        """How soon the practice is to act."""
        if record.consultation.get("urgent_for_gp"):
            return "Urgent: act at once"
        return "Action requested" if record.consultation["actions_for_gp"] else "Routine, for information"

    def advice(self, record: Record) -> str:
        """What the patient was advised."""
        return str(record.consultation["advice"])

    def medicines(self, record: Record) -> str:
        """What the patient was given, and what they were recommended."""
        supplied = [*map(item_in_words, record.supplied)] or [why_no_supply(record)]
        recommended = [*map(item_in_words, record.recommended)]
        return "\n".join(
            [
                "Medicines supplied",
                *supplied,
                *(["", "Products recommended", *recommended] if recommended else []),
            ]
        )

    def consent(self, record: Record) -> str:
        """What the patient agreed to."""
        agreed = "agreed" if record.share_with_gp else "did not agree"
        return f"Consent\nThe patient {agreed} to this consultation being shared with the practice."


def _lines(title: str, *facts: tuple[str, Any]) -> str:
    return "\n".join([title, *(f"{name}: {value}" for name, value in facts if value)])


def _when(started: str) -> str:
    return read_time(started).astimezone(london()).strftime("%d/%m/%Y %H:%M")
