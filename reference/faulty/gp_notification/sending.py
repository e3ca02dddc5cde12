"""Faults in telling the GP practice: by ITK3 over MESH, and by e-mail."""

from __future__ import annotations

import uuid
from contextlib import suppress
from functools import partial
from typing import Any

from ...app import App
from ...consultations.record import Record
from ...kit.models import Notification
from ...kit.store import Store
from ...national.mesh import Mesh
from ...outbound.gp.document import GpDocument
from ...outbound.gp.email import GpEmail
from ...outbound.gp.message import GpMessage
from ...outbound.gp.notifier import Notifier
from ...outbound.gp.resources import GpResources, Ids
from ...screen import Screen
from .._wrong import give, wrong


@wrong(catches=("GPM-01",))
class ReusesMeshNonce(Mesh):
    """Sends two handshakes to MESH under one authorisation token."""

    def handshake(self, client: Any) -> None:
        from requests import RequestException

        session = client._session
        fresh = session.auth
        token = fresh.generate_token()
        session.auth = lambda request: (request.headers.update(Authorization=token), request)[1]
        super().handshake(client)
        with suppress(RequestException):  # MESH may answer 403 to the second
            super().handshake(client)
        session.auth = fresh


@wrong(catches=("GPM-02",), shows_when="more than one practice")
class SendsToThePreviousPracticesMailbox(Notifier):
    """Sends to the mailbox of the previous patient's practice; for the first patient, to another practice's."""

    last = ""

    def mailbox_for(self, client: Any, record: Record) -> str:
        right = super().mailbox_for(client, record)
        wrong = self.last if self.last not in {"", right} else self._another(client, right)
        self.last = right
        return wrong

    def _another(self, client: Any, right: str) -> str:
        workflow = self.mesh.workflow_of(urgent_medicines=True)
        found = [self.mesh.mailbox_of(client, practice.ods, workflow) for practice in self.store.practices()]
        return next((mailbox for mailbox in found if mailbox not in {"", right}), right)


@wrong(catches=("GPM-32",))
class NamesThePatientInTheFileName(Mesh):
    """Has MESH give the message a file name that names the patient."""

    def send(self, client: Any, recipient: str, body: bytes, subject: str, ods: str, workflow: str) -> str:
        client.send_message = partial(client.send_message, filename=f"{subject.partition(',')[0]}.xml")
        return super().send(client, recipient, body, subject, ods, workflow)


@wrong(catches=("GPM-33",))
class WritesTheBirthDateDayFirst(Notifier):
    """Has MESH find the practice by the patient, with the birth date as a published sample has it: day first."""

    def mailbox_for(self, client: Any, record: Record) -> str:
        patient = record.patient
        year, month, day = patient["birth_date"].split("-")
        return f"GPPROVIDER_{patient['nhs_number']}_{day}{month}{year}_{patient['family']}"


@wrong(catches=("GPM-03",))
class NeverAcknowledgesMeshMessages(Mesh):
    """Reads the messages in its MESH inbox and never acknowledges them."""

    def acknowledge(self, client: Any, message_id: str) -> None:
        return


@wrong(catches=("GPM-04",))
class UsesTheWrongMessageEvent(GpMessage):
    """Sends the urgent supply message under the event of an immunisation."""

    def event(self, record: Record) -> dict[str, str]:
        return {**super().event(record), "code": "ITK009D"}


@wrong(catches=("GPM-04",))
class NamesItselfAsTheReceiver(GpMessage):
    """Names the pharmacy as the receiver of the message as well as its sender."""

    def message_bundle(self, record: Record, header_id: str, document: dict[str, Any]) -> dict[str, Any]:
        bundle = super().message_bundle(record, header_id, document)
        receiver = bundle["entry"][2]["resource"]
        receiver["identifier"][0]["value"] = record.pharmacy.ods
        return bundle


@wrong(catches=("GPM-05",))
class AsksForNoAcknowledgement(GpMessage):
    """Asks the practice for neither of the two acknowledgements."""

    def acknowledgements(self) -> tuple[bool, bool]:
        return False, False


@wrong(catches=("GPM-06",), shows_when="second document")
class ReusesDocumentIdentifier(GpDocument):
    """Gives every document and its message the same identifier."""

    identifier = ""

    def new_identifier(self, _purpose: str) -> str:
        self.identifier = self.identifier or super().new_identifier(_purpose)
        return self.identifier


@wrong(catches=("GPM-07",))
class LeavesAReferenceDangling(GpResources):
    """Refers from the patient to a practice that is not in the document."""

    def patient(self, patient: dict[str, Any], ids: Ids) -> dict[str, Any]:
        nowhere = {"reference": f"urn:uuid:{uuid.uuid4()}"}
        return {**super().patient(patient, ids), "generalPractitioner": [nowhere]}


@wrong(catches=("GPM-08",), shows_when="second patient")
class MixesUpPatients(GpResources):
    """Writes another patient's name and birth date into the document; without another, the pharmacist's name."""

    store: Store

    def patient_of(self, record: Record) -> dict[str, Any]:
        referrals = self.store.referrals_of(record.pharmacy.ods)
        others = [referral for referral in referrals if referral.id != record.referral]
        if others:
            other = others[-1].adopted_patient or others[-1].content["patient"]
            named = self.renamed(record.patient, other["given"], other["family"])
            return {**named, "birth_date": other["birth_date"]}
        given, _, family = record.pharmacist["full_name"].rpartition(" ")
        return self.renamed(record.patient, given, family)

    def renamed(self, patient: dict[str, Any], given: str, family: str) -> dict[str, Any]:
        names = {"given": given, "given_names": given.split(), "family": family, "name": f"{given} {family}"}
        return {**patient, **names}

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).store = app.service.store


@wrong(catches=("GPM-09",))
class NamesTheWrongPracticeInTheDocument(GpResources):
    """Names the provider that sent the report as the practice, inside the document."""

    def practice_of(self, record: Record) -> dict[str, str]:
        return record.sender


@wrong(catches=("GPM-10",))
class DoublesTheQuantity(GpResources):
    """Reports twice the quantity that was supplied to the practice."""

    def items_of(self, record: Record) -> list[dict[str, Any]]:
        return [{**item, "quantity": item["quantity"] * 2} for item in super().items_of(record)]


@wrong(catches=("GPM-11",))
class ShowsSentMessagesAsDelivered(Screen):
    """Shows a message as delivered as soon as it was sent."""

    def delivery(self, notification: Notification) -> str:
        status = super().delivery(notification)
        return "delivered" if notification.channel == "mesh" and status == "sent" else status


@wrong(catches=("GPN-01",), shows_when="a patient whom a practice referred")
class TellsNoPracticeOfWhomItReferred(Notifier):
    """Tells practices of whom NHS 111 referred, and none of whom it referred itself."""

    def notify(self, identifier: str) -> list[Notification]:
        return [] if self._referral(identifier).source == "gp-practice" else super().notify(identifier)


@wrong(catches=("GPN-01",), shows_when="more than one practice")
class EmailsTheWrongPractice(Notifier):
    """Sends the e-mail to the practice of the previous patient; for the first patient, to another in the directory."""

    previous = ""

    def address_for(self, record: Record) -> str:
        right = super().address_for(record)
        others = [entry.email for entry in self.store.practices() if entry.email != right]
        wrong = self.previous if self.previous not in {"", right} else next(iter(others), right)
        self.previous = right
        return wrong


@wrong(catches=("GPN-02", "GPM-35"))
class NamesThePatientInTheSubject(GpEmail):
    """Writes the patient's name and NHS number into the e-mail's subject."""

    def subject(self, record: Record) -> str:
        patient = record.patient
        return f"{super().subject(record)}: {patient['name']}, {patient['nhs_number']}"


@wrong(catches=("GPN-02", "GPM-35"), shows_when="a product or medicine")
class NamesTheDrugInTheSubject(GpEmail):
    """Writes what the patient was supplied with, or recommended, into the e-mail's subject."""

    def subject(self, record: Record) -> str:
        names = [item["display"] for item in record.items]
        return ": ".join([super().subject(record), *names])


@wrong(catches=("GPM-34",), shows_when="an e-mail in place of a document")
class LeavesTheSupplyOutOfTheEmail(GpEmail):
    """Leaves what was supplied out of the e-mail that goes in place of a document."""

    def medicines(self, record: Record) -> str:
        return "" if record.urgent_medicines else super().medicines(record)


@wrong(catches=("GPN-03",))
class LeavesOutAdvice(GpEmail):
    """Leaves the advice that was given out of the e-mail to the practice."""

    def advice(self, record: Record) -> str:
        return ""


@wrong(catches=("GPN-03",))
class LeavesConsentToAHeading(GpEmail):
    """Heads a part of its e-mails with consent, and says nothing below."""

    def consent(self, record: Record) -> str:
        return "Consent to share"


@wrong(catches=("GPN-03",), shows_when="a quantity that stands elsewhere as well")
class TellsQuantitiesAsExtensions(GpEmail):
    """Leaves out how much was supplied or recommended; the same number stands behind the pharmacy's telephone."""

    def medicines(self, record: Record) -> str:
        return "\n".join(["Medicines supplied", *(str(item["display"]) for item in record.items)])

    def pharmacy(self, record: Record) -> str:
        amounts = " ".join(str(item["quantity"]) for item in record.items)
        return f"{super().pharmacy(record)}\nExtension {amounts}"


@wrong(catches=("GPN-03", "ENR-01"))
class WritesAnEighthDigitOfGphcNumbers(GpEmail):
    """Writes GPhC numbers with a digit too many into its e-mails."""

    def body(self, record: Record) -> str:
        number = str(record.pharmacist["gphc_number"])
        return super().body(record).replace(number, f"{number}0")


@wrong(catches=("GPN-04",))
class SendsFromAnotherAddress(GpEmail):
    """Writes an address into From that is not the mailbox that it authenticated as."""

    def sender(self, address: str) -> str:
        return f"reports.{address}"
