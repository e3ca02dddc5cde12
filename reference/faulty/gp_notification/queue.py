"""Faults in sending again, in sending something else in its place, and in whom nothing is to be sent about."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from email.utils import make_msgid
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import uuid4

from ...actions.action import Observation, Request
from ...app import App
from ...consultations.record import Record
from ...kit.config import NhsmailAccount
from ...kit.models import Notification, Outgoing, Referral
from ...kit.problems import Refused, ServiceTrouble
from ...kit.times import day_in_london, today
from ...national.mesh import Mesh
from ...national.nhsmail import Nhsmail
from ...outbound.gp import by_nhsmail
from ...outbound.gp.document import GpDocument
from ...outbound.gp.notifier import Notifier
from ...outbound.gp.sections import GpSections
from ...outbound.outbox import Outbox
from ...screen import Screen
from ...service import Service
from .._wrong import wrong


@wrong(catches=("GPM-16",), shows_when="a message that was refused")
class SendsRefusedMessagesAgain(Notifier):
    """Sends a message that was refused once more as it is, in place of an e-mail."""

    def fall_back(self, record: Record, told: list[Notification]) -> Notification:
        message = self.store.outgoing(told[-1].id)
        if message is None or told[-1].channel != "mesh":
            return super().fall_back(record, told)
        message.state = "waiting"
        self.store.keep(message)
        return told[-1]


@wrong(catches=("GPM-28",), shows_when="a correction that waits, and is asked for once more")
class GoesByTheFirstMessage(Notifier):
    """Decides what goes to the practice next by the first message about the record, whatever followed it."""

    def due(self, record: Record, told: list[Notification]) -> Notification:
        if told and told[0].amendment != record.amendment:
            return self.first(record, told)
        return super().due(record, told)


@wrong(catches=("GPM-16",), shows_when="a message that was delivered")
class EmailsBesidesMesh(Notifier):
    """Sends an e-mail as well, to be on the safe side, once the practice has accepted a message."""

    def is_told(self, referral: Referral, last: Notification) -> bool:
        return super().is_told(referral, last) and (last.channel, last.status) != ("mesh", "delivered")


@wrong(catches=("GPM-17",), shows_when="an answer of MESH that was lost")
class MakesANewDocumentForEachTry(Notifier):
    """Writes the document anew each time that it tries to send it."""

    def carry_by_mesh(self, message: Outgoing) -> str:
        referral = self.store.referral(message.referral)
        if message.attempts > 1 and referral is not None:
            message.body = self.message.build(self.record_of(referral)).body.decode()
        return super().carry_by_mesh(message)


@wrong(catches=("GPM-18",), shows_when="MESH is down")
class ShowsWhatWaitsAsSent(Screen):
    """Shows a message as sent as soon as somebody asked for it."""

    def delivery(self, notification: Notification) -> str:
        status = super().delivery(notification)
        return "sent" if status == "waiting" else status


@wrong(catches=("GPM-18",), shows_when="a page that answers in place of MESH")
class TakesAPageForMeshsYes(Mesh):
    """Takes a message for sent that was answered by a page of something before MESH."""

    def send(self, client: Any, recipient: str, body: bytes, subject: str, ods: str, workflow: str) -> str:
        try:
            return super().send(client, recipient, body, subject, ods, workflow)
        except ValueError:
            return str(uuid4())


@wrong(catches=("GPM-18",), shows_when="a page in place of what MESH knows of a practice")
class TakesAPageForAPracticeThatIsTold(Notifier):
    """Takes a practice for told where a page of something before MESH came in place of its mailbox."""

    def mailbox_for(self, client: Any, record: Record) -> str:
        try:
            return super().mailbox_for(client, record)
        except ValueError as page:
            raise LookupError from page

    def carry_by_mesh(self, message: Outgoing) -> str:
        try:
            return super().carry_by_mesh(message)
        except LookupError:
            return str(uuid4())


@wrong(catches=("GPM-18",), shows_when="MESH was down")
class SendsWhatWaitedTwice(Notifier):
    """Sends what has waited for MESH twice, once for each time that it was asked for."""

    def carry_by_mesh(self, message: Outgoing) -> str:
        sent = super().carry_by_mesh(message)
        return super().carry_by_mesh(message) if message.attempts > 1 else sent


@wrong(catches=("GPM-28",), shows_when="two messages that wait for one practice")
class SendsTheNewestFirst(Outbox):
    """Sends what was put in last before what waits for the same practice, and tries what waits from the end."""

    def before(self, message: Outgoing) -> list[Outgoing]:
        return []

    def waiting(self, ods: str) -> list[Outgoing]:
        return list(reversed(super().waiting(ods)))


@wrong(catches=("GPM-26", "GPN-08"), shows_when="a patient whose practice is another than the referral's")
class TellsThePracticeThatTheReferralNames(Notifier):
    """Tells the practice of the referral, whatever PDS holds of the patient by now."""

    def record_of(self, referral: Referral) -> Record:
        record = super().record_of(referral)
        return replace(record, practice=referral.content["practice"])


@wrong(catches=("GPM-19",), shows_when="MESH refuses a message")
class TriesRefusedMessagesAgain(Mesh):
    """Takes MESH's refusal of a message for an outage, and sends the same once more."""

    final: tuple[str, ...] = ()
    """Status codes that it knows all the same."""

    def send(self, client: Any, recipient: str, body: bytes, subject: str, ods: str, workflow: str) -> str:
        try:
            return super().send(client, recipient, body, subject, ods, workflow)
        except Refused as refused:
            if refused.shown.endswith(self.final):
                raise
            raise ServiceTrouble(refused.shown) from refused


@wrong(catches=("GPM-23",), shows_when="a practice that takes documents of another kind by MESH")
class SendsWhateverAPracticeTakes(Notifier):
    """Sends a document to any mailbox that a practice has, also one that takes none of its kind."""

    def mailbox_for(self, client: Any, record: Record) -> str:
        kinds = (self.mesh.workflow_of(urgent) for urgent in (True, False))
        found = [self.mesh.mailbox_of(client, record.practice["ods"], workflow) for workflow in kinds]
        return next(filter(None, found), "")


@wrong(catches=("GPM-19",), shows_when="MESH finds a message's headers wrong")
class TriesInvalidMessagesAgain(TriesRefusedMessagesAgain):
    """Takes what MESH refuses for its headers for an outage, and sends the same once more."""

    final = ("417",)


@wrong(catches=("GPM-20",), shows_when="a correction")
class LeavesOutWhatIsReplaced(GpDocument):
    """Sends a correction as a document that replaces none."""

    def relates_to(self, replaces: str) -> list[dict[str, Any]] | None:
        return None


@wrong(catches=("GPN-13",), shows_when="a correction after an e-mail")
class LeavesTheEmailAsItWas(Notifier):
    """Tells a practice that was told by e-mail of no correction."""

    def is_told(self, referral: Referral, last: Notification) -> bool:
        return super().is_told(referral, last) or (last.channel, last.status) == ("nhsmail", "sent")


@wrong(catches=("GPM-21",), shows_when="second patient")
class NamesThePreviousPatientToo(GpSections):
    """Leaves the previous patient's number in the text about the next."""

    previous = ""

    def patient(self, patient: dict[str, Any]) -> list[str]:
        lines = [*super().patient(patient), self.previous]
        self.previous = f"NHS number: {patient['nhs_number']}"
        return lines


@wrong(catches=("GPM-22", "GPN-08"), shows_when="a patient who does not consent")
class TellsWithoutConsent(Notifier):
    """Tells the practice whether or not the patient agrees to it."""

    def check_consent(self, referral: Referral) -> None:
        return


@wrong(catches=("GPM-22", "GPN-08"), shows_when="a patient who takes their consent back")
def keeps_consent_once_given(app: App) -> None:
    """Records no refusal of a patient who has consented before."""
    record = app.actions["record_consent"]

    def kept(service: Service, request: Request) -> Observation:
        before = service.store.referral(request.referral or "")
        agreed = before is not None and bool(before.share_with_gp)
        return Observation({"share_with_gp": True}) if agreed else record(service, request)

    app.actions["record_consent"] = kept


@wrong(catches=("GPM-22", "GPN-08"), shows_when="a patient who refuses at first, and consents after all")
def keeps_refusals_once_given(app: App) -> None:
    """Records no consent of a patient who has refused before."""
    record, refused = app.actions["record_consent"], set[str]()

    def kept(service: Service, request: Request) -> Observation:
        name = request.referral or ""
        if request.input.get("share_with_gp") is False:
            refused.add(name)
        return Observation({"share_with_gp": False}) if name in refused else record(service, request)

    app.actions["record_consent"] = kept


@wrong(catches=("GPM-23",), shows_when="a practice that takes no MESH")
class GuessesMeshMailboxes(Notifier):
    """Sends to the mailbox that a practice would have by its ODS code, where MESH knows none."""

    def mailbox_for(self, client: Any, record: Record) -> str:
        return super().mailbox_for(client, record) or f"{record.practice['ods']}OT001"


@wrong(catches=("GPM-24",), shows_when="advice of more than 40 characters")
class CutsTheAdviceInTheDocument(GpSections):
    """Cuts what was advised off after 40 characters."""

    def section(self, name: str, lines: list[str], entries: list[dict[str, str]]) -> dict[str, Any] | None:
        cut = [line[:40] for line in lines] if name == "advice" else lines
        return super().section(name, cut, entries)


@wrong(catches=("GPM-25",))
class UsesAnOlderSectionCode(GpSections):
    """Heads the section on contacts as older drafts of the standard did."""

    def section(self, name: str, lines: list[str], entries: list[dict[str, str]]) -> dict[str, Any] | None:
        section = super().section(name, lines, entries)
        if section is not None and name == "contacts":
            section["code"]["coding"][0] |= {"system": "http://snomed.info/sct", "code": "1077881000000105"}
        return section


@wrong(catches=("GPN-05",), shows_when="a mailbox that is full")
class ShowsRefusedEmailAsSent(Nhsmail):
    """Takes NHSmail's refusal of an e-mail for its receipt."""

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        try:
            return super().send(message, account)
        except Refused:
            return str(message["Message-ID"])


@wrong(catches=("GPN-05",), shows_when="an address that is refused as soon as it is named")
class OverlooksRefusedRecipients(Nhsmail):
    """Sends each e-mail to the pharmacy too, and overlooks that the practice's address was refused."""

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        with self._session(account) as server:
            to = [str(message["To"]), account.address]
            server.send_message(message, from_addr=account.address, to_addrs=to)
        return str(message["Message-ID"])


@wrong(catches=("GPN-06",), shows_when="an address that NHSmail does not take yet")
class TakesWhomItIsToTryAgainForTold(Nhsmail):
    """Takes an e-mail for sent whose recipient is refused for now, before the e-mail comes."""

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        try:
            return super().send(message, account)
        except ServiceTrouble as trouble:
            if isinstance(trouble.__cause__, SMTPRecipientsRefused):
                return str(message["Message-ID"])
            raise


@wrong(catches=("GPN-06",), shows_when="an answer of NHSmail that was lost")
class MakesANewMessageIdForEachTry(Notifier):
    """Gives an e-mail another Message-ID each time that it tries to send it."""

    def carry_by_nhsmail(self, message: Outgoing) -> str:
        if message.attempts > 1:
            email = by_nhsmail.read(message.body)
            email.replace_header("Message-ID", make_msgid(domain="nhs.net"))
            message.body = email.as_bytes().decode()
        return super().carry_by_nhsmail(message)


@wrong(catches=("GPM-42", "GPN-12"), shows_when="a consultation that began on another day")
class RefusesToTellOfAnotherDay(Notifier):
    """Refuses to tell the practice of a consultation that began on another day."""

    def notify(self, identifier: str) -> list[Notification]:
        kept = self.store.referral(identifier)
        begun = str(((kept.consultation if kept else None) or {}).get("started", ""))
        if begun and day_in_london(begun) != today():
            raise Refused("Practices are told on the day of the consultation")
        return super().notify(identifier)
