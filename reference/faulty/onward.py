"""Faults in referring patients onward, to another pharmacy."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from email.message import EmailMessage
from typing import Any

from sqlalchemy.orm import Session

from ..consultations.record import Record
from ..inbound.mail.bounces import Bounces
from ..inbound.mail.delivery_report import DeliveryReport
from ..kit.config import Premises
from ..kit.models import Outgoing, Referral
from ..kit.problems import Refused, ServiceTrouble
from ..kit.times import read_time
from ..national.endpoints import PROVIDER
from ..national.known_hours import KnownHours
from ..outbound.claims.fhir_claim import Claims
from ..outbound.gp.resources import GpResources
from ..outbound.gp.sections import GpSections
from ..outbound.onward.book import OnwardBook
from ..outbound.onward.by_fhir import OnwardByFhir
from ..outbound.onward.email import OnwardEmail
from ..outbound.onward.fhir_message import OnwardFhir, Resource
from ..outbound.onward.handover import Handover
from ..outbound.onward.post import OnwardPost
from ..outbound.onward.referrer import Referrer
from ..referrals.audit import Arrival
from ..referrals.onward import SENT, WAITING, Choice, Onward
from ..screen import Screen
from ._wrong import wrong


@wrong(catches=("ONW-01",), condition="second patient")
class RefersToThePreviousPatientsPharmacy(OnwardPost):
    """Sends a patient's onward referral to the pharmacy that the previous patient chose."""

    previous = ""

    def address_of(self, choice: Choice, record: Record) -> str:
        right = super().address_of(choice, record)
        wrong, self.previous = self.previous or right, right
        return wrong


@wrong(catches=("ONW-01",), condition="asked for a second time")
class RefersOnwardAtEachPress(Referrer):
    """Sends the onward referral afresh each time that it is asked for."""

    def again(self, identifier: str, taken: Onward, choice: Choice) -> Onward:
        super().again(identifier, taken, choice)
        return self.sent(identifier, self.prepared(identifier, choice))


@wrong(catches=("ONW-02",))
class NamesThePatientInTheOnwardSubject(OnwardEmail):
    """Writes the patient's name into the subject of the onward referral."""

    def subject(self, record: Record) -> str:
        return f"{super().subject(record)}: {record.patient['name']}"


@wrong(catches=("ONW-03",))
class KeepsTheReportToItself(OnwardEmail):
    """Refers the patient onward without the text of the report that they came with."""

    def sections(self, record: Record) -> list[str]:
        return []


@wrong(catches=("ONW-03",), condition="more than 20 characters")
class CutsTheOnwardAssessment(OnwardEmail):
    """Cuts what the pharmacist found to 20 characters in the onward referral."""

    def assessment(self, record: Record) -> str:
        return super().assessment(record)[:20]


@wrong(catches=("ONW-03",))
class DoesNotSayWhyThePatientIsReferred(OnwardEmail):
    """Refers the patient onward without the reason."""

    def referral(self, record: Record, choice: Choice) -> str:
        return super().referral(record, replace(choice, reason=""))


@wrong(catches=("ONW-04",))
class RefersOnwardFromAnotherAddress(OnwardEmail):
    """Writes an address into From of the onward referral that is not the mailbox that it authenticated as."""

    def message(self, record: Record, choice: Choice, sender: str, recipient: str) -> EmailMessage:
        return super().message(record, choice, f"referrals.{sender}", recipient)


@wrong(catches=("ONW-05",), condition="second patient")
class SendsThePreviousPatientAlong(OnwardEmail):
    """Leaves the text of the previous patient's onward referral beneath the next one's."""

    previous = ""

    def body(self, record: Record, choice: Choice) -> str:
        own = super().body(record, choice)
        written, self.previous = f"{own}\n{self.previous}", own
        return written


@wrong(catches=("ONW-06",))
class ForgetsWhereThePatientWent(Screen):
    """Shows nothing at a referral of the pharmacy that the patient was referred to."""

    def onward(self, referral: Referral) -> list[dict[str, Any]]:
        return []


@wrong(catches=("ONW-06",), condition="the first pharmacy refused")
class ShowsThePharmacyThatWasChosenFirst(Screen):
    """Goes on showing the pharmacy that was chosen first when another one has the patient."""

    def onward(self, referral: Referral) -> list[dict[str, Any]]:
        return super().onward(referral)[:1]


@wrong(catches=("ONW-07",), condition="NHSmail refuses")
class TakesARefusedOnwardReferralForSent(OnwardPost):
    """Tells the pharmacist that an onward referral was sent which NHSmail refused."""

    def carry(self, message: Outgoing) -> str:
        try:
            return super().carry(message)
        except Refused:
            return message.reference


@wrong(catches=("ONW-07",), condition="no answer comes")
class TakesAnUnansweredOnwardReferralForSent(OnwardPost):
    """Tells the pharmacist that an onward referral was sent to which no answer came."""

    def carry(self, message: Outgoing) -> str:
        try:
            return super().carry(message)
        except ServiceTrouble:
            return message.reference


@wrong(catches=("ONW-08",), condition="the e-mail comes back")
class ReadsPastWhatComesBack(Bounces):
    """Marks reports of failed delivery as read, and does nothing with them."""

    def take(self, report: DeliveryReport) -> bool:
        return True


@wrong(catches=("ONW-08",), condition="the e-mail comes back")
class SoundsNoAlertForAnUndeliveredReferral(OnwardBook):
    """Puts an onward referral that came back into the work again, and tells nobody."""

    def tell(self, session: Session, referral: Referral) -> None:
        return


@wrong(catches=("ONW-09",), condition="no answer comes")
class RepeatsOnwardReferralsUnderANewId(Referrer):
    """Repeats an onward referral that nobody answered as a new message, so that the pharmacy has two."""

    def once_more(self, waiting: Onward | None, choice: Choice) -> Onward | None:
        return None


@wrong(catches=("ONW-10",), condition="another pharmacy is asked for")
class RefersToASecondPharmacy(Referrer):
    """Refers a patient to a second pharmacy while the first one has them."""

    def again(self, identifier: str, taken: Onward, choice: Choice) -> Onward:
        if taken.choice.ods == choice.ods:
            return taken
        return self.sent(identifier, self.prepared(identifier, choice))


@wrong(catches=("ONW-11",))
class ClaimsWithoutTheNextPharmacy(Claims):
    """Leaves the onward referral out of the claim."""

    def onward(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        return []


@wrong(catches=("ONW-11",), condition="a patient who goes elsewhere, after one who was referred")
class ClaimsThePreviousPatientsOnwardReferral(Claims):
    """Tells of the previous patient's onward referral in the claim for one who was not referred."""

    previous: dict[str, str] | None = None

    def onward(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        self.previous = record.onward or self.previous
        return super().onward(replace(record, onward=self.previous))


@wrong(catches=("ONW-12",), condition="a patient who goes elsewhere, after one who was referred")
class TellsThePracticeOfThePreviousPatientsPharmacy(GpSections):
    """Names the previous patient's next pharmacy to the practice of one who was not referred."""

    previous: dict[str, str] | None = None

    def plan(self, record: Record) -> list[str]:
        self.previous = record.onward or self.previous
        return super().plan(replace(record, onward=self.previous))


@wrong(catches=("ONW-12",))
class TellsThePracticeNothingOfTheNextPharmacy(GpSections):
    """Leaves the pharmacy that the patient was referred to out of what the practice is told."""

    def plan(self, record: Record) -> list[str]:
        return super().plan(replace(record, onward=None))


@wrong(catches=("ONW-12",), condition="the patient was referred onward")
class TellsThePracticeOfASupplyToCome(GpResources):
    """Tells the practice of a supply that the next pharmacy is to make as of one that was made."""

    def items_of(self, record: Record) -> list[dict[str, Any]]:
        if record.onward is None:
            return super().items_of(record)
        return [self.medicines.item(next(iter(self.medicines.known.values())), 1)]


@wrong(catches=("ONW-13",), condition="the pharmacy is one of ours")
class EntersOurOwnPatientTwice(Handover):
    """Puts a patient who is referred to another pharmacy of ours on its worklist twice."""

    def take(self, referral: Referral, onward: Onward, place: Premises) -> None:
        for number in ("1", "2"):
            arrival = Arrival("itk", referral.source, message_id=onward.reference, sender_ods=referral.ods)
            numbered = replace(onward, reference=f"{onward.reference} {number}")
            self.referrals.take(self.content(referral, numbered), place, arrival)


@wrong(catches=("ONW-13",), condition="the pharmacy is one of ours")
class LeavesOurOwnPatientInTheMailbox(Handover):
    """Leaves a patient who is referred to another pharmacy of ours in its mailbox, where no worklist shows them."""

    def to_our_own(self, referral: Referral, onward: Onward) -> None:
        return


@wrong(catches=("ONW-13",), condition="by FHIR, and the pharmacy is one of ours")
class HandsNobodyOverWhoWentByFhir(Handover):
    """Leaves a patient who is referred by FHIR to another pharmacy of ours off its worklist."""

    def to_our_own(self, referral: Referral, onward: Onward) -> None:
        if onward.choice.channel != "fhir":
            super().to_our_own(referral, onward)


@wrong(catches=("ONW-14",), condition="the chosen pharmacy is shut")
class SaysNothingOfAShutPharmacy(KnownHours):
    """Refers a patient to a pharmacy that is shut, and does not say so."""

    def is_open(self, service_id: str) -> bool | None:
        return None


@wrong(catches=("ONW-15",), condition="the clocks have gone back")
class WritesSummerTimeAllYear(OnwardEmail):
    """Writes the time of the consultation an hour ahead of Greenwich, also in winter."""

    def moment(self, text: str) -> str:
        return (read_time(text).astimezone(UTC) + timedelta(hours=1)).strftime("%d/%m/%Y %H:%M")


@wrong(catches=("ONW-15",), condition="at midnight")
class LeavesOutTheTimeAtMidnight(OnwardEmail):
    """Takes midnight for no time at all, and writes the day alone."""

    def moment(self, text: str) -> str:
        return super().moment(text).replace(" 00:00", "")


@wrong(catches=("ONW-16",), condition="DoS has an address that anybody may have")
class TakesAnyAddressOfDos(OnwardPost):
    """Sends the onward referral to whatever e-mail address DoS has, where the local directory has none."""

    def address_in_dos(self, choice: Choice, record: Record) -> str:
        postcode = record.patient["address"]["postcode"]
        rows = self.endpoints.rows(self.endpoints.service(PROVIDER, choice.ods, postcode))
        return next((row.address for row in rows if self.endpoints.is_email(row)), "")


@wrong(catches=("ONW-17", "ONF-10"), condition="stopped between sending and noting it")
class SendsWhatWasUnderWayAsANewMessage(Referrer):
    """Sends an onward referral that was under way when the system stopped as a new message, beside the first one."""

    def once_more(self, waiting: Onward | None, choice: Choice) -> Onward | None:
        found = super().once_more(waiting, choice)
        return None if found is not None and found.status == WAITING else found


@wrong(catches=("ONW-17", "ONF-10"), condition="stopped between sending and noting it")
class TakesWhatWasUnderWayForSent(Referrer):
    """Shows an onward referral that was under way when the system stopped as sent, and sends nothing."""

    def sent(self, identifier: str, onward: Onward) -> Onward:
        message = self.store.outgoing(onward.reference)
        if message is None or not message.attempts or onward.status != WAITING:
            return super().sent(identifier, onward)
        taken = replace(onward, status=SENT)
        self.book.change(identifier, taken)
        return taken


@wrong(catches=("ONF-01", "ONF-03"), condition="second patient")
class PostsToThePreviousPatientsPharmacy(OnwardByFhir):
    """Sends a patient's message to the pharmacy that the previous patient chose."""

    previous = ""

    def receiver(self, choice: Choice) -> str:
        right = super().receiver(choice)
        wrong, self.previous = self.previous or right, right
        return wrong


@wrong(catches=("ONF-01",))
class SendsACollectionOfResources(OnwardFhir):
    """Sends the resources of the onward referral without the header that makes them a message."""

    def bundle(self, record: Record, choice: Choice, message_id: str) -> Resource:
        whole = super().bundle(record, choice, message_id)
        return {**whole, "entry": whole["entry"][1:]}


@wrong(catches=("ONF-02",))
class SendsAMessageWithoutTheRecord(OnwardFhir):
    """Leaves all that was recorded out of the message."""

    def notes(self, record: Record, choice: Choice) -> list[str]:
        return ["See the referring pharmacy"]


@wrong(catches=("ONF-03",), condition="second patient")
class LeavesThePreviousPatientInTheMessage(OnwardFhir):
    """Leaves the previous patient's resources in the next one's message."""

    previous: list[Resource]

    def resources(self, record: Record, choice: Choice) -> list[Resource]:
        own = super().resources(record, choice)
        mixed = [*own, *getattr(self, "previous", [])]
        self.previous = own
        return mixed


@wrong(catches=("ONF-04",), condition="the receiver refuses")
class TakesARefusedMessageForSent(OnwardByFhir):
    """Tells the pharmacist that a message was sent which the receiver refused."""

    def carry(self, message: Outgoing) -> str:
        try:
            return super().carry(message)
        except Refused:
            return message.reference


@wrong(catches=("ONF-05",), condition="no answer comes")
class RepeatsMessagesUnderANewId(Referrer):
    """Repeats an onward referral by FHIR that nobody answered as a new message."""

    def once_more(self, waiting: Onward | None, choice: Choice) -> Onward | None:
        return None if choice.channel == "fhir" else super().once_more(waiting, choice)


@wrong(catches=("ONF-06",))
class NamesNoReceiver(OnwardFhir):
    """Leaves the service that was chosen out of the message."""

    def receiver(self, choice: Choice) -> Resource:
        return {"display": choice.name}


def went_by_fhir(record: Record) -> bool:
    """Whether the patient was referred onward by FHIR."""
    return record.onward is not None and record.onward["channel"] == "fhir"


@wrong(catches=("ONF-07",), condition="by FHIR")
class ForgetsTheReceiverOfAMessage(Screen):
    """Shows nothing at a referral of a pharmacy that the patient was referred to by FHIR."""

    def onward(self, referral: Referral) -> list[dict[str, Any]]:
        return [known for known in super().onward(referral) if known["channel"] != "fhir"]


@wrong(catches=("ONF-08",), condition="by FHIR")
class ClaimsWithoutThePharmacyOfAMessage(Claims):
    """Leaves an onward referral that went by FHIR out of the claim."""

    def onward(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        return [] if went_by_fhir(record) else super().onward(record)


@wrong(catches=("ONF-09",), condition="by FHIR")
class TellsThePracticeNothingOfAMessage(GpSections):
    """Leaves a pharmacy to which the patient was referred by FHIR out of what the practice is told."""

    def plan(self, record: Record) -> list[str]:
        return super().plan(replace(record, onward=None) if went_by_fhir(record) else record)
