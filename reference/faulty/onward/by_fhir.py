"""Faults in referring patients onward by FHIR."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Any

from ...consultations.record import Record
from ...kit.models import Outgoing, Referral
from ...kit.problems import Refused, ServiceTrouble
from ...kit.times import day_in_london, today
from ...national.onward_receivers import OnwardReceivers
from ...outbound.claims.fhir_claim import Claims
from ...outbound.gp.sections import GpSections
from ...outbound.onward.by_fhir import OnwardByFhir
from ...outbound.onward.fhir_message import OnwardFhir, Resource
from ...outbound.onward.referrer import Referrer
from ...referrals.onward import Choice, Onward
from ...screen import Screen
from .._wrong import wrong


@wrong(catches=("ONF-01", "ONF-03"), shows_when="second patient")
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


@wrong(catches=("ONF-03",), shows_when="second patient")
class LeavesThePreviousPatientInTheMessage(OnwardFhir):
    """Leaves the previous patient's resources in the next one's message."""

    previous: list[Resource]

    def resources(self, record: Record, choice: Choice) -> list[Resource]:
        own = super().resources(record, choice)
        mixed = [*own, *getattr(self, "previous", [])]
        self.previous = own
        return mixed


@wrong(catches=("ONF-04",), shows_when="the receiver refuses")
class TakesARefusedMessageForSent(OnwardByFhir):
    """Tells the pharmacist that a message was sent which the receiver refused."""

    def carry(self, message: Outgoing) -> str:
        try:
            return super().carry(message)
        except Refused:
            return message.reference


@wrong(catches=("ONF-05",), shows_when="no answer comes")
class RepeatsMessagesUnderANewId(Referrer):
    """Repeats an onward referral by FHIR that nobody answered as a new message."""

    def once_more(self, waiting: Onward | None, choice: Choice) -> Onward | None:
        return None if choice.channel == "fhir" else super().once_more(waiting, choice)


@wrong(catches=("ONF-06",))
class NamesNoReceiver(OnwardFhir):
    """Leaves the service that was chosen out of the message."""

    def receiver(self, choice: Choice) -> Resource:
        return {"display": choice.name}


@wrong(catches=("ONF-06",))
class HasNothingInFocus(OnwardFhir):
    """Says in no message which of its parts the receiver is to act on."""

    def header(self, record: Record, choice: Choice) -> Resource:
        return {name: part for name, part in super().header(record, choice).items() if name != "focus"}


@wrong(catches=("ONF-06",))
class DatesMessagesByTheDay(OnwardFhir):
    """Writes the day alone where an onward referral by FHIR has an instant."""

    def bundle(self, record: Record, choice: Choice, message_id: str) -> Resource:
        whole = super().bundle(record, choice, message_id)
        return {**whole, "timestamp": whole["timestamp"][:10]}


@wrong(catches=("ONF-06",))
class SaysThatMessagesWereSent(OnwardFhir):
    """Gives what it asks for by FHIR a status that FHIR has not."""

    def bundle(self, record: Record, choice: Choice, message_id: str) -> Resource:
        whole = super().bundle(record, choice, message_id)
        for entry in whole["entry"]:
            if entry["resource"]["resourceType"] == "ServiceRequest":
                entry["resource"]["status"] = "sent"
        return whole


def went_by_fhir(record: Record) -> bool:
    """Whether the patient was referred onward by FHIR."""
    return record.onward is not None and record.onward["channel"] == "fhir"


@wrong(catches=("ONF-07",), shows_when="by FHIR")
class ForgetsTheReceiverOfAMessage(Screen):
    """Shows nothing at a referral of a pharmacy that the patient was referred to by FHIR."""

    def onward(self, referral: Referral) -> list[dict[str, Any]]:
        return [known for known in super().onward(referral) if known["channel"] != "fhir"]


@wrong(catches=("ONF-08",), shows_when="by FHIR")
class ClaimsWithoutThePharmacyOfAMessage(Claims):
    """Leaves an onward referral that went by FHIR out of the claim."""

    def onward(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        return [] if went_by_fhir(record) else super().onward(record)


@wrong(catches=("ONF-09",), shows_when="by FHIR")
class TellsThePracticeNothingOfAMessage(GpSections):
    """Leaves a pharmacy to which the patient was referred by FHIR out of what the practice is told."""

    def plan(self, record: Record) -> list[str]:
        return super().plan(replace(record, onward=None) if went_by_fhir(record) else record)


@wrong(catches=("ONF-01",), shows_when="a consultation that began on another day")
class RefusesByFhirWhatBeganOnAnotherDay(OnwardByFhir):
    """Refuses to refer a patient onward by FHIR whose consultation began on another day."""

    def written(self, record: Record, choice: Choice, refused: Set[str] = frozenset()) -> Outgoing:
        if day_in_london(record.consultation["started"]) != today():
            raise Refused("Record the consultation of today first")
        return super().written(record, choice, refused)


@wrong(catches=("ONF-02",), shows_when="a reason of 2,000 letters, or of several lines")
class SendsTheFirstLineOfReasons(OnwardFhir):
    """Sends the first line of why a patient is referred onward, and of that the first 255 letters."""

    def resources(self, record: Record, choice: Choice) -> list[Resource]:
        first = choice.reason.splitlines()[0][:255]
        return super().resources(record, replace(choice, reason=first))


@wrong(catches=("ONF-04",), shows_when="a pharmacy's system that is busy or down")
class TakesABusyReceiverForOneThatTook(OnwardReceivers):
    """Takes a message for sent to which the pharmacy's system answered that it can take none now."""

    def send(self, address: str, body: str) -> None:
        try:
            super().send(address, body)
        except ServiceTrouble as trouble:
            if "answered" not in trouble.reason:
                raise
