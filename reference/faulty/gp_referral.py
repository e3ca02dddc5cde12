"""Faults in taking in referrals of GP practices by ITK3 over MESH."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, ClassVar

from ..formats.fhir_json import Resource, Resources
from ..inbound.fhir.people import organisation, person_name
from ..inbound.itk3.acknowledge import RECEIVED, SAME_DOCUMENT, SAME_MESSAGE, Itk3Responses
from ..inbound.itk3.collector import Collected, Collector
from ..inbound.itk3.intake import Itk3Intake, Outcome
from ..inbound.itk3.ledger import Itk3Ledger
from ..inbound.itk3.referral import Itk3Message, Itk3Referral, Itk3Refused
from ..kit.config import Premises
from ..kit.problems import ServiceTrouble
from ..national.mesh import Inbound, Mesh
from ..referrals.audit import Arrival
from ._wrong import wrong


@wrong(catches=("GPI-06",), shows_when="a message of another event")
class AnswersNoOtherEvents(Itk3Intake):
    """Answers no message of an event that it does not take."""

    def take(self, inbound: Inbound, premises: Premises) -> Outcome:
        outcome = super().take(inbound, premises)
        return replace(outcome, replies=[]) if b"ITK014M" in inbound.body else outcome


@wrong(catches=("GPI-01",))
class AcknowledgesMeshMessagesBeforeStoring(Collector):
    """Acknowledges a message to MESH before it downloads it."""

    def deal_with(self, client: Any, message_id: str, premises: Premises) -> Collected:
        from requests import RequestException

        self.mesh.acknowledge(client, message_id)
        try:
            inbound = self.mesh.collect(client, message_id)
        except RequestException:
            inbound = self.mesh.collect(client, message_id)
        return self.keep(client, inbound, premises)


@wrong(catches=("GPI-01",), shows_when="a page in place of a message")
class AcknowledgesAPageInPlaceOfAMessage(Mesh):
    """Takes whatever comes for the message that it asked for, and has MESH let go of that one."""

    def collect(self, client: Any, message_id: str) -> Inbound:
        try:
            return super().collect(client, message_id)
        except ServiceTrouble:
            return Inbound(message_id, False, "", "", b"")


@wrong(catches=("GPI-09",), shows_when="a response that MESH will never take")
class TellsNobodyThatAPracticeIsNotAnswered(Mesh):
    """Takes a response for sent that MESH refuses for good."""

    def answer(self, client: Any, recipient: str, body: bytes, ods: str) -> bool:
        return super().answer(client, recipient, body, ods) or True


@wrong(catches=("GPI-09",), shows_when="a response that MESH will never take")
class SendsRefusedResponsesAgain(Mesh):
    """Sends a response that MESH refuses for good at once again, as it is."""

    def answer(self, client: Any, recipient: str, body: bytes, ods: str) -> bool:
        return super().answer(client, recipient, body, ods) or super().answer(client, recipient, body, ods)


@wrong(catches=("GPI-02",), shows_when="a text of more than 20 characters")
class TruncatesItk3Referrals(Itk3Referral):
    """Shows the first 20 characters of each text of a referral that came by ITK3."""

    def sections(self, document: Resources, composition: Resource) -> list[dict[str, str]]:
        return [
            {**section, "text": section["text"][:20]} for section in super().sections(document, composition)
        ]


@wrong(catches=("GPI-02",), shows_when="the second message")
class ShowsThePreviousPatientsTelephone(Itk3Referral):
    """Shows the telephones of the patient before beside the patient's own, in a referral that came by ITK3."""

    previous: ClassVar[list[dict[str, str]]] = []

    def patient(self, document: Resources, composition: Resource) -> dict[str, Any]:
        patient = super().patient(document, composition)
        own, others = patient["telephones"], self.previous
        type(self).previous = own
        return {**patient, "telephones": [*own, *others]}


@wrong(catches=("GPI-02",))
class AddsAnAllergyToItk3Referrals(Itk3Referral):
    """Writes an allergy that no practice wrote under each text of a referral that came by ITK3."""

    def sections(self, document: Resources, composition: Resource) -> list[dict[str, str]]:
        found = super().sections(document, composition)
        return [{**section, "text": f"{section['text']} Allergic to latex."} for section in found]


@wrong(catches=("GPI-03",))
class DatesResponsesInAnotherYear(Itk3Responses):
    """Writes into its responses to practices that they were sent a year ago."""

    def header(self, *arguments: Any, **named: Any) -> dict[str, Any]:
        made = super().header(*arguments, **named)
        return {**made, "timestamp": f"{int(made['timestamp'][:4]) - 1}{made['timestamp'][4:]}"}


@wrong(catches=("GPI-03",))
class SaysTwiceWhenResponsesWereSent(Itk3Responses):
    """Writes into its responses to practices an element besides that FHIR has not."""

    def header(self, *arguments: Any, **named: Any) -> dict[str, Any]:
        made = super().header(*arguments, **named)
        return {**made, "sent": made["timestamp"]}


@wrong(catches=("GPI-03",))
class SaysNotWhomResponsesAreFor(Itk3Responses):
    """Leaves the type of recipient out of its responses to practices."""

    def header(self, *arguments: Any, **named: Any) -> dict[str, Any]:
        made = super().header(*arguments, **named)
        handling = made["extension"][0]
        parts = [part for part in handling["extension"] if part["url"] != "RecipientType"]
        return {**made, "extension": [{**handling, "extension": parts}]}


@wrong(catches=("GPI-05",), shows_when="a message that is refused")
class SaysNotWhyMessagesAreRefused(Itk3Responses):
    """Refuses practices' messages by a code, and in no words."""

    def diagnostics(self, message: Itk3Message | None, code: str, why: str) -> str:
        return "" if why else super().diagnostics(message, code, why)


@wrong(catches=("GPI-03",))
class NamesThePharmacyAsTheSourceOfResponses(Itk3Responses):
    """Writes into its responses to practices the pharmacy's code where its mailbox belongs."""

    def header(self, premises: Premises, *arguments: Any, **named: Any) -> dict[str, Any]:
        return {**super().header(premises, *arguments, **named), "source": {"endpoint": premises.ods}}


@wrong(catches=("GPI-03",))
class NamesNoMessageInResponses(Itk3Responses):
    """Names no message in its responses to practices, as if it had been able to read none."""

    def header(self, *arguments: Any, **named: Any) -> dict[str, Any]:
        whole = super().header(*arguments, **named)
        return {**whole, "response": {**whole["response"], "identifier": "UNREADABLE-IN-ORIGINAL-MESSAGE"}}


@wrong(catches=("GPI-03",))
class SendsNoBusinessResponse(Itk3Intake):
    """Sends the infrastructure response to a practice's referral, and never the business response."""

    def asked(self, message: Itk3Message) -> tuple[bool, bool]:
        return super().asked(message)[0], False


@wrong(catches=("GPI-04",), shows_when="a message that asks for no acknowledgement, or for one")
class SendsUnrequestedResponses(Itk3Intake):
    """Sends both responses to every referral by ITK3, whichever were asked for."""

    def asked(self, message: Itk3Message) -> tuple[bool, bool]:
        return True, True


@wrong(catches=("GPI-05",), shows_when="the same document in another message")
class ListsRepeatedItk3ReferralsAsNew(Itk3Referral):
    """Lists a document by ITK3 as a new referral when it comes in another message."""

    def identity(self, composition: Resource) -> dict[str, str]:
        return {"document_id": str(uuid.uuid4()), "set_id": str(uuid.uuid4())}


@wrong(catches=("GPI-05",), shows_when="the same document in another message")
class CallsRepeatedDocumentsRepeatedMessages(Itk3Intake):
    """Answers a document that comes in another message as if the message had come before."""

    def refusal(self, refused: Itk3Refused) -> str:
        code = super().refusal(refused)
        return SAME_MESSAGE if code == SAME_DOCUMENT else code


@wrong(catches=("GPI-06",), shows_when="a focus that is not the document")
class TakesTheFirstDocumentForTheFocus(Itk3Referral):
    """Takes the first document of a message by ITK3 for what its header is about."""

    def check_header(self, message: Itk3Message, ods: str) -> None:
        documents = [url for url, held in message.resources.all if held.get("resourceType") == "Bundle"]
        if documents and message.header.get("focus"):
            message.header["focus"] = [{"reference": [documents[0]]}]
        super().check_header(message, ods)


@wrong(catches=("GPI-06",), shows_when="a document about its author")
class TakesThePatientForTheItk3Subject(Itk3Referral):
    """Takes the patient in a document for whom it is about, whoever its subject is."""

    def patient(self, document: Resources, composition: Resource) -> dict[str, Any]:
        patients = [url for url, held in document.all if held.get("resourceType") == "Patient"]
        found = [{"reference": [url]} for url in patients]
        return super().patient(document, {**composition, "subject": found} if found else composition)


@wrong(catches=("GPI-06",), shows_when="sections within sections, many times over")
class SaysNothingToDeepItk3Messages(Itk3Intake):
    """Drops a message by ITK3 whose sections go too deep, and answers nothing."""

    def take(self, inbound: Inbound, premises: Premises) -> Outcome:
        outcome = super().take(inbound, premises)
        return replace(outcome, replies=[]) if inbound.body.count(b"</section></section>") > 12 else outcome


@wrong(catches=("GPI-06",), shows_when="a byte that is not UTF-8")
class ReadsBytesThatAreNotUtf8(Itk3Intake):
    """Takes a message by ITK3 in which a byte is not UTF-8, with something else in its place."""

    def take(self, inbound: Inbound, premises: Premises) -> Outcome:
        body = inbound.body.decode("utf-8", "replace").encode()
        return super().take(replace(inbound, body=body), premises)


@wrong(catches=("GPI-06",), shows_when="a message that is no XML at all")
class SaysNothingToWhatIsNoXml(Itk3Intake):
    """Drops a message that does not begin as XML does, and answers nothing."""

    def take(self, inbound: Inbound, premises: Premises) -> Outcome:
        outcome = super().take(inbound, premises)
        return outcome if inbound.body.startswith(b"<") else replace(outcome, replies=[])


@wrong(catches=("GPI-06",), shows_when="entities of a message's own")
class SaysNothingToEntities(Itk3Intake):
    """Drops a message by ITK3 with a document type of its own, and answers nothing."""

    def take(self, inbound: Inbound, premises: Premises) -> Outcome:
        outcome = super().take(inbound, premises)
        return replace(outcome, replies=[]) if b"<!DOCTYPE" in inbound.body else outcome


@wrong(catches=("GPI-06",), shows_when="a message that cannot be read, or is for nobody here")
class AnswersUnreadableMessagesWithSuccess(Itk3Intake):
    """Answers messages that it cannot read, or does not accept, with success."""

    def refusal(self, refused: Itk3Refused) -> str:
        return RECEIVED


@wrong(catches=("GPI-01",))
class TakesPracticesMessagesForNhs111s(Itk3Intake):
    """Lists what practices send by ITK3 as NHS 111's."""

    def _arrival(self, message: Itk3Message | None, service: str = "", sender: str = "") -> Arrival:
        return replace(super()._arrival(message, service, sender), source="nhs111")


@wrong(catches=("GPI-03",))
class AnswersPracticesInNobodysName(Itk3Responses):
    """Names a sender of its responses to practices that is not in the message."""

    def header(
        self, premises: Premises, message: Itk3Message | None, code: str, sender: str, outcome: str
    ) -> dict[str, Any]:
        return super().header(premises, message, code, outcome[::-1], outcome)


@wrong(catches=("GPI-03",))
class KeepsPracticesReferences(Itk3Responses):
    """Leaves the practice's own reference out of its responses."""

    def header(
        self, premises: Premises, message: Itk3Message | None, code: str, sender: str, outcome: str
    ) -> dict[str, Any]:
        whole = super().header(premises, message, code, sender, outcome)
        for part in whole["extension"][0]["extension"]:
            if part["url"] == "SenderReference":
                part["valueString"] = "None"
        return whole


@wrong(catches=("GPI-05",), shows_when="a repeat")
class CallsRepeatsByAWordOfItsOwn(Itk3Responses):
    """Says by an issue code that FHIR has not that a message was received before."""

    def outcome(self, identifier: str, message: Itk3Message | None, code: str, why: str) -> dict[str, Any]:
        whole = super().outcome(identifier, message, code, why)
        own = {"duplicate": "received-before"}
        issues = [{**issue, "code": own.get(issue["code"], issue["code"])} for issue in whole["issue"]]
        return {**whole, "issue": issues}


@wrong(catches=("GPI-07",))
class NamesPatientsInResponses(Itk3Responses):
    """Writes the patient's name into its responses to practices."""

    def diagnostics(self, message: Itk3Message | None, code: str, why: str) -> str:
        name = person_name(message.document.first("Patient")) if message else ""
        return f"{super().diagnostics(message, code, why)} {name}".strip()


@wrong(catches=("GPI-03",), shows_when="a message that MESH has read again")
class TakesASecondReadForARepeat(Itk3Ledger):
    """Tells a practice that it sent a message twice which was read twice, as MESH did not take that it was."""

    def enter(self, ods: str, mesh_id: str, header_id: str, document_id: str) -> str:
        read_before = any(self.answered(mesh_id))
        return super().enter(ods, mesh_id, header_id, document_id) or ("message" if read_before else "")


@wrong(catches=("GPI-08",), shows_when="a message that is refused")
class AuditsNoRefusalsOfPractices(Itk3Intake):
    """Leaves out of the audit trail what it refuses of practices' messages, and answers them all the same."""

    def _refused(
        self, refused: Itk3Refused, message: Itk3Message | None, inbound: Inbound, premises: Premises
    ) -> Outcome:
        code = self.refusal(refused)
        wanted = message is None or any(self.asked(message))
        replies = [self._reply(premises, message, code, refused.why)] if wanted else []
        return Outcome("refused", self._mailbox(message, inbound), replies)


@wrong(catches=("GPI-08",), shows_when="the same message once more")
class AuditsRepeatsOfPracticesNot(Itk3Intake):
    """Leaves out of the audit trail that a practice sent a message again."""

    def _refused(
        self, refused: Itk3Refused, message: Itk3Message | None, inbound: Inbound, premises: Premises
    ) -> Outcome:
        if self.refusal(refused) not in (SAME_MESSAGE, SAME_DOCUMENT):
            return super()._refused(refused, message, inbound, premises)
        return Outcome(
            "refused",
            self._mailbox(message, inbound),
            [self._reply(premises, message, self.refusal(refused), refused.why)],
        )


@wrong(catches=("GPI-08",))
class AuditsMeshAsMail(Itk3Intake):
    """Writes into the audit trail that practices' messages over MESH came by e-mail."""

    def _arrival(self, message: Itk3Message | None, service: str = "", sender: str = "") -> Arrival:
        return replace(super()._arrival(message, service, sender), channel="email")


@wrong(catches=("GPI-08",), shows_when="a practice that refers")
class AuditsThePharmacyAsSender(Itk3Referral):
    """Takes the pharmacy that a message is for, which its header names as well, for who sent it."""

    def content(self, message: Itk3Message) -> dict[str, Any]:
        whole = super().content(message)
        receiver = message.resources.referred(message.header, "receiver", "Organization")
        return {**whole, "sender": organisation(receiver)}


@wrong(catches=("GPI-02",), shows_when="two referrals without a reference of the practice's")
class TakesNoneForAReference(Itk3Referral):
    """Takes the word None, which stands for no reference, for the reference of all who have none."""

    def reference(self, message: Itk3Message) -> str:
        return message.sender_reference


@wrong(catches=("GPI-02",))
class ShowsNoRoleOfWhoReferred(Itk3Referral):
    """Shows who referred by ITK3 without what they are at the practice."""

    def sections(self, document: Resources, composition: Resource) -> list[dict[str, str]]:
        whole = super().sections(document, composition)
        who = [
            {**one, "text": one["text"].partition(",")[0]} for one in whole if one["title"] == "Referred by"
        ]
        return [*(one for one in whole if one["title"] != "Referred by"), *who]
