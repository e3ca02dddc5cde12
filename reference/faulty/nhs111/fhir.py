"""Faults in taking in referrals by FHIR, and reports that the 111 Adaptor hands on as FHIR."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, ClassVar

from ...formats.fhir_json import FhirRefused, Resources, objects, text
from ...inbound.adaptor.bundle import AdaptorBundle, AdaptorReader
from ...inbound.adaptor.intake import AdaptorIntake
from ...inbound.adaptor.queue import AdaptorQueue
from ...inbound.fhir.intake import FhirIntake, FhirReply
from ...inbound.fhir.referral import EVENT, FhirMessage, FhirReferral
from ...kit.config import Premises
from ...referrals.content import nhs111_source, patient
from .._wrong import wrong

_NOTE, _NUMBER = b"taken: ", re.compile(rb"999\d{7}")


def cut_off(holder: dict[str, Any], levels: int) -> None:
    """Leave sections to so many levels alone."""
    if not levels:
        holder.pop("section", None)
    for section in objects(holder, "section"):
        cut_off(section, levels - 1)


@wrong(catches=("N111F-01",))
class AnswersFhirWithAnEmptyObject(FhirIntake):
    """Answers a referral by FHIR with status 200 and an empty object."""

    def answer(self, message: FhirMessage, premises: Premises) -> dict[str, Any]:
        return {}


@wrong(catches=("N111F-01",))
class DatesFhirAnswersByTheDay(FhirIntake):
    """Writes the day alone where the answer to a referral by FHIR has an instant."""

    def answer(self, message: FhirMessage, premises: Premises) -> dict[str, Any]:
        whole = super().answer(message, premises)
        return {**whole, "timestamp": whole["timestamp"][:10]}


@wrong(catches=("N111F-02",), shows_when="a caller whose relationship has no code")
class ShowsRelationshipsThatHaveACode(FhirReferral):
    """Shows what a caller is to the patient where that has a code, and nothing where it is in words alone."""

    def informant(self, message: FhirMessage) -> dict[str, Any] | None:
        found = super().informant(message)
        person = message.resources.referred(message.request, "subject", "Patient")
        concepts = [concept for one in person.get("contact", ()) for concept in one.get("relationship", ())]
        is_coded = any(concept.get("coding") for concept in concepts)
        return found if found is None or is_coded else {**found, "relationship": ""}


@wrong(catches=("N111F-02",), shows_when="an NHS number that was not verified")
class TakesAllFhirNumbersForVerified(FhirReferral):
    """Shows each NHS number of a referral by FHIR as verified."""

    def patient(self, message: FhirMessage) -> dict[str, Any]:
        return {**super().patient(message), "nhs_number_verified": True}


@wrong(catches=("N111F-02",), shows_when="a sender who is not the patient's practice")
class TakesThePracticeForTheSenderOfFhirReferrals(FhirReferral):
    """Shows the patient's practice as who sent a referral by FHIR."""

    def content(self, message: FhirMessage) -> dict[str, Any]:
        whole = super().content(message)
        return {**whole, "sender": whole["practice"]}


@wrong(catches=("N111F-02",), shows_when="sections more than three deep")
class DropsDeepFhirSections(FhirReferral):
    """Shows three levels of the sections of a referral by FHIR, and nothing of those within them."""

    def sections(self, message: FhirMessage) -> list[dict[str, str]]:
        for report in message.resources.kind("Composition"):
            cut_off(report, 3)
        return super().sections(message)


@wrong(catches=("N111F-04",), shows_when="a message that is refused")
class SaysNotHowBadFhirRefusalsAre(FhirIntake):
    """Leaves the severity, which an issue must have, out of what it answers a broken message with."""

    def refusal(self, refused: FhirRefused) -> FhirReply:
        reply = super().refusal(refused)
        issues = [
            {name: said for name, said in one.items() if name != "severity"}
            for one in reply.resource["issue"]
        ]
        return replace(reply, resource={**reply.resource, "issue": issues})


@wrong(catches=("N111F-04",), shows_when="a text that is not UTF-8")
class ReadsFhirInAnyCharset(FhirIntake):
    """Takes a referral by FHIR that is not UTF-8, and leaves out what of it is none."""

    def receive(self, body: bytes, media: str) -> FhirReply:
        return super().receive(body.decode("utf-8", "ignore").encode(), media)


@wrong(catches=("N111F-04",), shows_when="a list in place of a message")
class TakesAListForTheMessageInIt(FhirIntake):
    """Takes a referral by FHIR out of a list."""

    def receive(self, body: bytes, media: str) -> FhirReply:
        return super().receive(body.removeprefix(b"[").removesuffix(b"]"), media)


@wrong(catches=("N111F-04",), shows_when="a message without a body")
class TakesNothingForAMessage(FhirIntake):
    """Answers that all is well where there is nothing to read."""

    def receive(self, body: bytes, media: str) -> FhirReply:
        reply = super().receive(body, media)
        return reply if body else replace(reply, status=200)


@wrong(catches=("N111F-04",), shows_when="a message that is nested deeply")
class FailsAtFhirThatIsNestedDeeply(FhirIntake):
    """Answers a message by FHIR that is nested too deeply for it as a fault of its own."""

    def refusal(self, refused: FhirRefused) -> FhirReply:
        is_deep = isinstance(refused.__cause__, RecursionError)
        return replace(super().refusal(refused), status=500 if is_deep else refused.status)


@wrong(catches=("N111F-04",), shows_when="a number where a text is due")
class LosesFhirWithANumberForAText(FhirIntake):
    """Answers that all is well where a name in FHIR is a number, and drops the referral."""

    def keep(self, message: FhirMessage, premises: Premises) -> None:
        names = objects(message.resources.first("Patient"), "name")
        if not any(isinstance(name.get("family"), int) for name in names):
            super().keep(message, premises)


@wrong(catches=("N111F-04",), shows_when="an event that is no referral")
class SaysInItsOwnWordsWhatFhirLacks(FhirIntake):
    """Says by a code of its own, which FHIR has not, that an event is none that it takes."""

    def refusal(self, refused: FhirRefused) -> FhirReply:
        reply = super().refusal(refused)
        own = {"not-supported": "event-unknown"}
        issues = [{**one, "code": own.get(one["code"], one["code"])} for one in reply.resource["issue"]]
        return replace(reply, resource={**reply.resource, "issue": issues})


@wrong(catches=("N111F-04",), shows_when="a focus that is not the referral")
class TakesTheFirstRequestForTheFocus(FhirReferral):
    """Takes the first ServiceRequest of a message by FHIR for what its header is about."""

    def open(self, bundle: dict[str, Any]) -> FhirMessage:
        entries = [entry for entry in bundle.get("entry") or [] if isinstance(entry, dict)]
        requests = [e for e in entries if (e.get("resource") or {}).get("resourceType") == "ServiceRequest"]
        headers = [e for e in entries if (e.get("resource") or {}).get("resourceType") == "MessageHeader"]
        for header in headers if requests else []:
            header["resource"]["focus"] = [{"reference": requests[0].get("fullUrl")}]
        return super().open(bundle)


@wrong(catches=("N111F-04",), shows_when="a subject that is an organisation")
class TakesThePatientForTheSubject(FhirReferral):
    """Takes a patient of the message for the referral's where its subject is somebody or something else in it."""

    def patient(self, message: FhirMessage) -> dict[str, Any]:
        if message.resources.referred(message.request, "subject"):
            message.request["subject"] = {"reference": f"Patient/{self.first(message)}"}
        return super().patient(message)

    def first(self, message: FhirMessage) -> str:
        """The id of the first patient of the message."""
        return text(message.resources.first("Patient"), "id")


@wrong(catches=("N111F-04",), shows_when="a booking")
class TakesEveryEventForAReferral(FhirReferral):
    """Takes a message by FHIR in whatever event its header names."""

    def open(self, bundle: dict[str, Any]) -> FhirMessage:
        for entry in bundle.get("entry") or []:
            if isinstance(entry, dict) and "eventCoding" in (entry.get("resource") or {}):
                entry["resource"]["eventCoding"]["code"] = EVENT
        return super().open(bundle)


@wrong(catches=("N111F-02",))
class SwapsFhirNames(FhirReferral):
    """Shows the family name of a patient in FHIR as the given name, and the other way round."""

    def patient(self, message: FhirMessage) -> dict[str, Any]:
        person = super().patient(message)
        return {**person, "given": person["family"], "family": person["given"]}


@wrong(catches=("N111F-01",), shows_when="a referral of NHS 111 online", mode="nhs111-online")
class RefusesFhirOfNhs111Online(FhirIntake):
    """Refuses referrals by FHIR that NHS 111 online sends, as of a sender that it does not know."""

    def keep(self, message: FhirMessage, premises: Premises) -> None:
        if not message.withdraws and nhs111_source(self.reader.content(message)) == "nhs111-online":
            raise FhirRefused("the sender is none that this system knows", "forbidden", 403)
        super().keep(message, premises)


@wrong(catches=("N111F-03",), shows_when="the same referral in another message")
class ListsRepeatedFhirReferralsAsNew(FhirReferral):
    """Lists a referral by FHIR again when it comes in another message."""

    def identity(self, message: FhirMessage) -> dict[str, Any]:
        return {**super().identity(message), "document_id": message.id, "set_id": message.id}


@wrong(catches=("N111F-03",), shows_when="a referral that is taken back")
class KeepsFhirReferralsThatAreTakenBack(FhirIntake):
    """Acknowledges that a referral by FHIR is taken back, and leaves it on the worklist."""

    def keep(self, message: FhirMessage, premises: Premises) -> None:
        if not message.withdraws:
            super().keep(message, premises)


@wrong(catches=("N111F-03",), shows_when="a newer version")
class KeepsTheFirstFhirVersion(FhirIntake):
    """Acknowledges a newer version of a referral by FHIR, and goes on showing the first."""

    def keep(self, message: FhirMessage, premises: Premises) -> None:
        if message.withdraws or self.reader.identity(message)["version"] in (None, 1):
            super().keep(message, premises)


@wrong(catches=("N111F-04",), shows_when="a message without its patient")
class AcceptsFhirWithoutItsPatient(FhirReferral):
    """Lists a referral by FHIR whose patient is not in the message, without a patient's details."""

    def patient(self, message: FhirMessage) -> dict[str, Any]:
        try:
            return super().patient(message)
        except FhirRefused:
            return patient()


@wrong(catches=("ADP-01",), shows_when="a second pharmacy", needs_broker=True)
class ListsAdaptorReportsAtAnotherPharmacy(AdaptorIntake):
    """Lists a report from the 111 Adaptor at another pharmacy than the one that is addressed."""

    def premises_for(self, found: AdaptorBundle) -> Premises:
        right = super().premises_for(found)
        others = [premises for premises in self.addressing.config.premises if premises.ods != right.ods]
        return next(iter(others), right)


@wrong(catches=("ADP-02",), shows_when="a report of several sections", needs_broker=True)
class DropsSectionsOfAdaptorReports(AdaptorReader):
    """Shows the first section of a report from the 111 Adaptor, and no other."""

    def sections(self, resources: Resources) -> list[dict[str, str]]:
        return super().sections(resources)[:1]


@wrong(catches=("ADP-02",), shows_when="sections more than three deep", needs_broker=True)
class DropsDeepAdaptorSections(AdaptorReader):
    """Shows three levels of the sections of a report from the 111 Adaptor, and nothing of those within them."""

    def sections(self, resources: Resources) -> list[dict[str, str]]:
        for report in resources.kind("Composition"):
            cut_off(report, 3)
        return super().sections(resources)


@wrong(catches=("ADP-02",), shows_when="the second report", needs_broker=True)
class AddsThePreviousAdaptorReport(AdaptorReader):
    """Shows the last section of the report before, under the sections of a report from the 111 Adaptor."""

    previous: ClassVar[list[dict[str, str]]] = []

    def sections(self, resources: Resources) -> list[dict[str, str]]:
        found, before = super().sections(resources), self.previous
        type(self).previous = [section for section in found if section["text"]][-1:]
        return [*found, *before]


@wrong(catches=("ADP-03",), shows_when="the same report in another message", needs_broker=True)
class ListsRepeatedAdaptorReportsAsNew(AdaptorReader):
    """Lists a report from the 111 Adaptor again for each message that brings it."""

    def identity(self, found: AdaptorBundle, written: dict[str, Any]) -> dict[str, Any]:
        known = super().identity(found, written)
        return {**known, "document_id": found.message_id, "set_id": found.message_id}


@wrong(catches=("ACC-29",), shows_when="the second report", needs_broker=True)
class LeavesNotesOnTheAdaptorsQueue(AdaptorQueue):
    """Puts a note of each report from the 111 Adaptor on the adaptor's own queue, from the second on."""

    is_second = False

    def deal_with(self, channel: Any, tag: int, body: bytes) -> None:
        super().deal_with(channel, tag, body)
        for number in _NUMBER.findall(body)[:1]:
            if self.is_second and not body.startswith(_NOTE):
                channel.basic_publish("", self.settings.queue, _NOTE + number)
            self.is_second = True


@wrong(catches=("ADP-04",), shows_when="after a message that cannot be read", needs_broker=True)
class StopsAtUnreadableAdaptorMessages(AdaptorQueue):
    """Never acknowledges a message of the 111 Adaptor that it cannot read, so that the broker gives it no other."""

    def deal_with(self, channel: Any, tag: int, body: bytes) -> None:
        if self.intake.take(body):
            channel.basic_ack(tag)


@wrong(catches=("ADP-04",), shows_when="a message that is not UTF-8", needs_broker=True)
class GivesBackWhatIsNotUtf8(AdaptorQueue):
    """Gives a message of the 111 Adaptor back to the queue that is not UTF-8, and so gets it again for ever."""

    def deal_with(self, channel: Any, tag: int, body: bytes) -> None:
        try:
            body.decode()
        except UnicodeDecodeError:
            channel.basic_nack(tag, requeue=True)
        else:
            super().deal_with(channel, tag, body)


@wrong(catches=("ADP-04",), shows_when="a list in place of a bundle", needs_broker=True)
class StopsAtListsInPlaceOfBundles(AdaptorQueue):
    """Never acknowledges a list from the 111 Adaptor, so that the broker gives it nothing else."""

    def deal_with(self, channel: Any, tag: int, body: bytes) -> None:
        if not body.startswith(b"["):
            super().deal_with(channel, tag, body)
