"""The ITK3 message around the document: header, message handling, identifiers, and the practice's answers.

Source: ITK3 Messaging Distribution 2.10.0 (interface sheet mesh-itk3-nhsmail-mys, sections B2 to B7).
"""

from dataclasses import replace

from cpcs_harness.formats.itk3 import Resource, resolve, value
from cpcs_harness.judging import (
    EvidenceView,
    NotMet,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_all_different,
    expect_equal,
)
from cpcs_harness.judging.in_words import Words

from .._shared.told_before import told_before
from ._answers import code_of
from ._documents import Notification, number_of, sent
from .test_document import ODS
from .test_document import identifier as identifier_of

DELIVERED = ("20013", "30001")
"""Received by the system, and the patient known to the practice: the two answers that mean delivered."""
ANSWERED = "gp-answers"
"""How the journeys begin in which practices refuse as well; see test_answers.py."""
NEVER = 10**12
"""Later than any event of a run."""
EVENT_SYSTEM = "https://fhir.nhs.uk/STU3/CodeSystem/ITK-MessageEvent-2"
RECIPIENT_TYPES = {"FA": "For Action", "FI": "For Information"}
PARTS = (
    "BusAckRequested",
    "InfAckRequested",
    "RecipientType",
    "MessageDefinition",
    "SenderReference",
    "LocalExtension",
)


IDENTIFIED = ("List", "MedicationDispense")
"""What has an identifier that is its own alone (DM 1.2: "uniquely identifies this list of medication")."""
OF_A_PATIENT = ("Composition", "Patient", "Encounter", *IDENTIFIED)
"""Kinds of resources that are one patient's; a practice, a pharmacist or a medicine may be many patients'."""
SITE = "https://fhir.nhs.uk/Id/ods-site-code"
"""A pharmacy is an organisation or a site."""


@criterion("GPM-04")
def test_the_message_is_headed_as_what_it_is(evidence: EvidenceView):
    """Bundle of type message, header first, event of its kind, focus the document, sender the pharmacy, its mailbox."""
    for notification in sent(evidence):
        call, premises = notification.call, notification.journey.issued["premises"]
        expect_equal("the bundle's type", "message", value(notification.message.root, "f:type"), call)
        expect(
            value(notification.message.root, "f:identifier/f:value") != "",
            "a bundle identifier",
            Words("none"),
            call,
        )
        header = notification.message.header
        expect(
            header is not None,
            "MessageHeader as the first entry",
            [r.kind for r in notification.message.resources],
            call,
        )
        expect_equal("the event's system", EVENT_SYSTEM, value(header.node, "f:event/f:system"), call)
        expect_equal("the event", notification.kind.event, value(header.node, "f:event/f:code"), call)
        focus = resolve(notification.message.resources, value(header.node, "f:focus/f:reference"))
        expect(
            focus is not None and focus.node is notification.message.documents[0].node,
            "focus on the document",
            focus,
            call,
        )
        sender = resolve(notification.message.resources, value(header.node, "f:sender/f:reference"))
        codes = [identifier_of(sender, system) for system in (ODS, SITE)]
        ods = next(filter(None, codes), "")
        expect_equal("the sender's ODS code", premises["ods"], ods, call)
        expect_receiver(notification)
        endpoint = value(header.node, "f:source/f:endpoint")
        expect_equal("source.endpoint", premises["mailbox"], endpoint, call)


def expect_receiver(notification: Notification) -> None:
    """Raise NotMet where a header names a receiver, which it need not, that is another than the practice."""
    message, call = notification.message, notification.call
    for named in message.header.node.findall("{http://hl7.org/fhir}receiver"):
        receiver = resolve(message.resources, value(named, "f:reference"))
        ods = value(receiver.node, "f:identifier/f:value") if receiver else ""
        due = notification.journey.issued["person"]["practice"]["ods"]
        expect_equal("the receiver's ODS code", due, ods, call)


@criterion("GPM-05")
def test_the_practices_answers_are_asked_for(evidence: EvidenceView):
    """The six parts of message handling; business and infrastructure acknowledgement both true."""
    for notification in sent(evidence):
        handling, call = notification.message.handling(), notification.call
        expect_equal("the parts of message handling", sorted(PARTS), sorted(handling), call)
        for part in ("BusAckRequested", "InfAckRequested"):
            expect_equal(
                part, "true", handling[part].get("value"), call, "Ask for both, or nobody will know."
            )
        kind = value(handling["RecipientType"], "f:code")
        expect(kind in RECIPIENT_TYPES, "RecipientType FA or FI", kind, call)
        expect_equal(
            "its display", RECIPIENT_TYPES[kind], value(handling["RecipientType"], "f:display"), call
        )
        expect_equal(
            "MessageDefinition",
            notification.kind.definition,
            value(handling["MessageDefinition"], "f:reference"),
            call,
        )
        for part in ("SenderReference", "LocalExtension"):
            expect(bool(handling[part].get("value")), f"{part}, or the word None", Words("nothing"), call)


def identifiers(notification: Notification) -> dict[str, str]:
    """Give the four identifiers that must never stand for two documents."""
    composition = notification.only("Composition")
    header = notification.message.header
    return {
        "MessageHeader.id": header.id if header else "",
        "the message bundle's identifier": value(notification.message.root, "f:identifier/f:value"),
        "the document bundle's identifier": value(
            notification.message.documents[0].node, "f:identifier/f:value"
        ),
        "Composition.identifier": value(composition.node, "f:identifier/f:value"),
    }


@criterion("GPM-06")
def test_each_identifier_stands_for_one_document(evidence: EvidenceView):
    """Identifiers are there, and differ from document to document; only a byte-identical resend may repeat them."""
    different = {notification.body: notification for notification in sent(evidence)}
    for what in identifiers(next(iter(different.values()))):
        found = [
            (identifiers(notification)[what].lower(), notification.call)
            for notification in different.values()
        ]
        for identifier, call in found:
            expect(identifier != "", what, Words("none"), call)
        expect_all_different(what, found, "Make a new UUID for each document.")
    expect_nobodys_twice(list(different.values()))


def expect_nobodys_twice(notifications: list[Notification]) -> None:
    """Raise NotMet where something of one patient has a UUID, or an identifier, under which another's was sent."""
    owners: dict[str, tuple[str, Notification]] = {}
    for notification in notifications:
        number = number_of(notification)
        for resource in notification.document:
            for name in names_of(resource) if resource.kind in OF_A_PATIENT else ():
                owner, before = owners.setdefault(name, (number, notification))
                at = f"{before.call.where}; and {notification.call.where}"
                if owner != number:
                    raise NotMet(
                        "a UUID that no other patient's has",
                        f"{resource.kind} {name}",
                        at=at,
                        exchanges=[before.call.id, notification.call.id],
                        timing="repeated",
                    )


def names_of(resource: Resource) -> set[str]:
    """Give the UUID by which a document calls a resource, and the identifiers of a list or a dispense by system."""
    own = resource.node.findall("{*}identifier") if resource.kind in IDENTIFIED else []
    told = [(value(one, "f:system"), value(one, "f:value")) for one in own]
    url = [resource.url] if resource.url.startswith("urn:uuid:") else []
    return {" ".join(pair).strip().casefold() for pair in told if pair[1]} | {name.casefold() for name in url}


def states_of(seen: ObservationView) -> set[str]:
    """Give the states that a screen gave the notifications."""
    return {str(note.get("status")) for note in seen.shown.get("notifications") or ()}


@criterion("GPM-11")
def test_delivered_is_said_only_when_the_practice_has_answered(evidence: EvidenceView):
    """Not before both answers, 20013 and 30001, were collected; and then it is said."""
    accepted = [name for name in evidence.needed if not name.startswith(ANSWERED)]
    for journey in replace(evidence, needed=accepted).each():
        told = journey.observations("notify_gp")
        calls = [call for call in journey.exchanges("mesh", "collect_message") if call.response.status == 200]
        first = {code_of(call): call for call in reversed(calls)}
        missing = [code for code in DELIVERED if code not in first]
        both = NEVER if missing else max(first[code].seq for code in DELIVERED)
        for seen in told:
            early = seen.seq < both and "delivered" in states_of(seen)
            shown = sorted(states_of(seen))
            expect(not early, "sent, until the practice has answered", shown, seen, timing="order")
        if missing:
            raise NotShown(f"journey {journey.id} collected no answer {' and no answer '.join(missing)}")
        shown, acts = (
            sorted(states_of(told[-1])),
            [*told, *journey.observations("collect_messages", at_least=0)],
        )
        if (
            shown != ["delivered"]
            and len(told_before([first[code] for code in DELIVERED], told[-1], acts)) < 2
        ):
            raise NotShown(f"journey {journey.id}: nobody looked after both answers had been collected")
        expect_equal(
            "what is shown, once both answers are there,", ["delivered"], shown, told[-1], timing="late"
        )
