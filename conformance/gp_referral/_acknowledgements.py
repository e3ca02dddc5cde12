"""ITK3 responses that practices received, found and read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cpcs_harness.formats.itk3 import Itk3Message, first_of, read_message, value, values
from cpcs_harness.judging import ExchangeView, JourneyView

from .._shared.mesh import FIRST

OPERATION = ("gp_itk3", "acknowledgement")
REFUSED = "response refused"
"""The fault of MESH that refuses responses for good."""
CODE_SYSTEM = "https://fhir.nhs.uk/STU3/CodeSystem/ITK-ResponseCodes-1"
UNREADABLE = "UNREADABLE-IN-ORIGINAL-MESSAGE"
"""What a response names in place of an id that could not be read."""
NAMELESS = ("not-xml", "no-header", "not-utf-8", "json", "entities")
"""Damages that leave a message without an id that can be read."""
MAY_BE_TAKEN = ("flags-missing", "deep-sections", "another-event", "entities")
"""What has to be answered, one way or the other: no depth of sections is unlawful, no event published.

Entities of a message's own may be left alone, and the rest be read.
"""
SAME_DOCUMENT = "20008"
DUPLICATES = {"20007", SAME_DOCUMENT}
CODES = (
    {str(code) for code in range(10001, 10011)} - {"10006"}
    | {str(code) for code in range(20001, 20016)}
    | {str(code) for code in range(30001, 30026)}
)
"""Codes of ITK-ResponseCodes-1, version 1.5.0."""


@dataclass(frozen=True)
class Acknowledgement:
    """One response, as the practice's mailbox received it; what it says is read once."""

    call: ExchangeView
    message: Itk3Message

    @cached_property
    def about(self) -> str:
        """The id of the message that it answers."""
        return self._of_header("f:response/f:identifier").upper()

    @cached_property
    def response(self) -> str:
        """`ok` or `fatal-error`."""
        return self._of_header("f:response/f:code")

    @cached_property
    def codes(self) -> list[str]:
        """The response codes; there is to be one."""
        outcome = first_of(self.message.resources, "OperationOutcome")
        return [] if outcome is None else values(outcome.node, "f:issue/f:details/f:coding/f:code")

    @property
    def code(self) -> str:
        """The response code; empty unless there is one alone."""
        return self.codes[0] if len(self.codes) == 1 else ""

    @property
    def is_negative(self) -> bool:
        """Say whether it refuses the message."""
        return self.response == "fatal-error"

    @property
    def is_business(self) -> bool:
        """Say whether it is about the patient rather than about the message."""
        return self.code.startswith("3")

    def _of_header(self, path: str) -> str:
        return value(self.message.header.node, path) if self.message.header is not None else ""


def acknowledgements(journey: JourneyView) -> list[Acknowledgement]:
    """Give the responses that can be read."""
    read = [call.read(_acknowledgement) for call in journey.exchanges(*OPERATION, at_least=0)]
    return [acknowledgement for acknowledgement in read if acknowledgement is not None]


def _acknowledgement(call: ExchangeView) -> Acknowledgement | None:
    message = read_message(call.request.xml)
    return None if message is None else Acknowledgement(call, message)


def refused_by_mesh(journey: JourneyView, call: ExchangeView) -> list[ExchangeView]:
    """Give what was to answer a practice's message, and MESH will never take, in order."""
    mailbox = str(call.facts["referral"]["person"]["practice"]["mailbox"]).upper()
    calls = journey.exchanges("mesh", FIRST, at_least=0)
    refused = [one for one in calls if one.fault == REFUSED and one.seq > call.seq]
    return [one for one in refused if str(one.request.header("Mex-To")).strip().upper() == mailbox]


def acknowledgements_of(journey: JourneyView, call: ExchangeView) -> list[Acknowledgement]:
    """Give the responses to one message that a practice sent: by its id, and one without that can be of no other."""
    nameless = _nameless(journey, call)
    return [found for found in may_be_of(journey, call) if found.about != UNREADABLE or found in nameless]


def may_be_of(journey: JourneyView, call: ExchangeView) -> list[Acknowledgement]:
    """Give the responses that may be to a message: by its id, or, unread, by the practice's mailbox."""
    referral = call.facts["referral"]
    mailbox = referral["person"]["practice"]["mailbox"]
    return [
        found
        for found in acknowledgements(journey)
        if found.call.seq > call.seq
        and (
            found.about == referral["message_id"].upper()
            or (found.about == UNREADABLE and found.call.facts.get("mailbox") == mailbox)
        )
    ]


def _nameless(journey: JourneyView, call: ExchangeView) -> list[Acknowledgement]:
    """Give the response without an id that answers a message: each answers one, those without an id of theirs first.

    Two messages of one practice would else have the answer to the unread one between them.
    """
    left = [found for found in acknowledgements(journey) if found.about == UNREADABLE]
    for sent in sorted(journey.sent("gp_itk3", "send_referral"), key=_can_be_named):
        possible = may_be_of(journey, sent)
        own = [found for found in possible if found.about != UNREADABLE]
        given = [found for found in possible if found in left and not own][:1]
        if sent.id == call.id:
            return given
        left = [found for found in left if found not in given]
    return []


def _can_be_named(call: ExchangeView) -> int:
    """Sort messages whose id cannot be read before damaged ones, and these before sound ones."""
    damage = call.facts.get("damage")
    return 0 if damage in NAMELESS else 1 if damage else 2
