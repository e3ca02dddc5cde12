"""The onward referral by e-mail: the whole record in the body, nothing of the patient outside it."""

from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any

from ...consultations.patient import number_label
from ...consultations.record import Record, item_in_words
from ...kit.agreed import OnwardRules
from ...kit.times import london, now, read_time
from ...referrals.onward import Choice


class OnwardEmail:
    """Writes the e-mail, a method for each part of it."""

    def __init__(self, rules: OnwardRules) -> None:
        self.rules = rules

    def message(self, record: Record, choice: Choice, sender: str, recipient: str) -> EmailMessage:
        """The e-mail that refers a patient onward."""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = recipient
        message["Subject"] = self.subject(record)
        message["Date"] = format_datetime(read_time(now()))
        message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "nhs.net")
        message.set_content(self.body(record, choice))
        return message

    def subject(self, record: Record) -> str:
        """A subject that says nothing about the patient."""
        return f"CPCS onward referral from {record.pharmacy.name} ({record.pharmacy.ods})"

    def body(self, record: Record, choice: Choice) -> str:
        """The record as plain text."""
        parts = [
            *self.agreed(record, choice),
            self.referral(record, choice),
            self.pharmacy(record),
            self.patient(record),
            self.consultation(record),
            self.medicines(record),
            self.report(record),
        ]
        return "\n\n".join(["NHS Community Pharmacist Consultation Service", *parts]) + "\n"

    def agreed(self, record: Record, choice: Choice) -> list[str]:
        """What was agreed that such an e-mail says, in the words and the order that were agreed; it comes first."""
        facts = self.facts(record, choice)
        said = [
            f"{part.words} {fact}".strip()
            for part in self.rules.body
            for fact in facts.get(part.what, ())
            if fact
        ]
        return ["\n".join(said)] if said else []

    def facts(self, record: Record, choice: Choice) -> dict[str, list[str]]:
        """What may be agreed to be said, by name."""
        patient, premises, consultation = record.patient, record.pharmacy, record.consultation
        return {
            "family-name": [patient["family"]],
            "given-name": [patient["given"]],
            "birth-date": [patient["birth_date"]],
            "nhs-number": [patient["nhs_number"]],
            "address": [", ".join(filter(None, patient["address"]["lines"]))],
            "postcode": [patient["address"]["postcode"]],
            "telephone": [self.telephone(record)],
            "practice": [f"{record.practice['name']} {record.practice['ods']}".strip()],
            "case": [record.case_reference or record.case_id],
            "pharmacy-name": [premises.name],
            "pharmacy-ods": [premises.ods],
            "pharmacy-telephone": [premises.telephone],
            "pharmacist": [record.pharmacist["full_name"]],
            "consultation-day": [self.moment(consultation["started"])],
            "reason": [choice.reason],
            "presenting-complaint": [consultation["presenting_complaint"]],
            "assessment": [self.assessment(record)],
            "advice": [consultation["advice"]],
            "report": self.sections(record),
        }

    def referral(self, record: Record, choice: Choice) -> str:
        """To whom the patient is referred, why, and when."""
        return lines(
            "Onward referral",
            ("Service", "CPCS urgent medicines" if record.urgent_medicines else "CPCS minor illness"),
            ("Referred to", f"{choice.name} ({choice.ods})"),
            ("Reason", choice.reason),
            ("Date and time", self.moment(record.completed)),
        )

    def pharmacy(self, record: Record) -> str:
        """Who refers."""
        premises = record.pharmacy
        return lines(
            "Referring pharmacy",
            ("Name", premises.name),
            ("ODS code", premises.ods),
            ("Telephone", premises.telephone),
            ("Pharmacist", f"{record.pharmacist['full_name']} (GPhC {record.pharmacist['gphc_number']})"),
        )

    def patient(self, record: Record) -> str:
        """Who the patient is, and how to reach them."""
        patient = record.patient
        address = [*patient["address"]["lines"], patient["address"]["postcode"]]
        return lines(
            "Patient",
            ("Name", patient["name"]),
            ("Date of birth", patient["birth_date"]),
            ("Gender", patient["gender"]),
            (number_label(patient), patient["nhs_number"]),
            ("Address", ", ".join(filter(None, address))),
            ("Telephone", self.telephone(record)),
            ("GP practice", f"{record.practice['name']} {record.practice['ods']}".strip()),
        )

    def telephone(self, record: Record) -> str:
        """The number to call the patient on."""
        return "" if record.patient["restricted"] else record.callback_number

    def consultation(self, record: Record) -> str:
        """What the referring pharmacist found and did."""
        consultation = record.consultation
        return lines(
            "Consultation",
            ("Date and time", self.moment(consultation["started"])),
            ("Method", consultation["method"]),
            ("Presenting complaint", consultation["presenting_complaint"]),
            ("Assessment", self.assessment(record)),
            ("Advice given", consultation["advice"]),
            ("Requested actions for the practice", consultation["actions_for_gp"]),
            ("Practice may be told", "yes" if record.share_with_gp else "no"),
        )

    def moment(self, text: str) -> str:
        """A moment in London, with the zone: when the clocks go back, an hour comes twice."""
        return read_time(text).astimezone(london()).strftime("%d/%m/%Y %H:%M %Z")

    def assessment(self, record: Record) -> str:
        """What was found."""
        return str(record.consultation["assessment"])

    def medicines(self, record: Record) -> str:
        """What the patient was given already."""
        items = [item_in_words(item) for item in self.items(record)]
        return "\n".join(["Medicines supplied by the referring pharmacy", *(items or ["None"])])

    def items(self, record: Record) -> list[dict[str, Any]]:
        """What was handed out here already."""
        return record.supplied

    def report(self, record: Record) -> str:
        """The referral as it came to the referring pharmacy."""
        facts = lines(
            "Referral as received",
            ("Case reference", record.case_reference),
            ("Case id", record.case_id),
            ("Sent by", f"{record.sender['name']} {record.sender['ods']}".strip()),
            ("Disposition", f"{record.disposition['code']} {record.disposition['text']}".strip()),
        )
        return "\n\n".join([facts, *self.sections(record)])

    def sections(self, record: Record) -> list[str]:
        """Every section of the report, whole."""
        return [f"{section['title']}\n{section['text']}" for section in record.sections]


def lines(title: str, *facts: tuple[str, Any]) -> str:
    """A part of the text; what is not known has no line."""
    return "\n".join([title, *(f"{name}: {value}" for name, value in facts if value)])
