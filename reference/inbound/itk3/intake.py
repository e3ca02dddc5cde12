"""Taking in a practice's referral by ITK3: read, check, keep, and say which responses are due."""

import logging
from dataclasses import dataclass, field

from ...kit.config import Premises
from ...national.mesh import LARGEST, Inbound
from ...referrals.audit import Arrival
from ...referrals.register import Referrals
from .acknowledge import ACCEPTED, RECEIVED, REJECTED, SAME_DOCUMENT, SAME_MESSAGE, TOO_LARGE, Itk3Responses
from .ledger import Itk3Ledger
from .referral import Itk3Message, Itk3Referral, Itk3Refused, open_message

_log = logging.getLogger("reference.itk3")
_REPEATS = {"message": SAME_MESSAGE, "document": SAME_DOCUMENT}
_INFRASTRUCTURE, _BUSINESS = "InfAckRequested", "BusAckRequested"


@dataclass(frozen=True)
class Reply:
    """A response that is due."""

    code: str
    body: bytes


@dataclass(frozen=True)
class Outcome:
    """What became of a message, and the responses that are due to its sender's mailbox."""

    result: str
    mailbox: str
    replies: list[Reply] = field(default_factory=list)
    referral: str = ""


class Itk3Intake:
    """The work on a referral that lay in a MESH inbox, one method a step."""

    def __init__(
        self, referrals: Referrals, ledger: Itk3Ledger, reader: Itk3Referral, responses: Itk3Responses
    ) -> None:
        self.referrals = referrals
        self.ledger = ledger
        self.reader = reader
        self.responses = responses

    def take(self, inbound: Inbound, premises: Premises) -> Outcome:
        """Keep the referral, durably, before anybody is told that it was received."""
        message = None
        try:
            if len(inbound.body) > LARGEST:
                raise Itk3Refused(TOO_LARGE, f"the message is larger than {LARGEST} bytes")
            message = open_message(inbound.body)
            self.reader.check_header(message, premises.ods)
            result, codes, referral = self._taken(message, inbound, premises)
        except Itk3Refused as refused:
            return self._refused(refused, message, inbound, premises)
        sent = self.ledger.answered(inbound.message_id)
        replies = [self._reply(premises, message, code) for code in codes if code not in sent]
        return Outcome(result, self._mailbox(message, inbound), replies, referral)

    def asked(self, message: Itk3Message) -> tuple[bool, bool]:
        """Whether the sender wants to know that the message arrived, and what becomes of the referral."""
        return message.wants(_INFRASTRUCTURE), message.wants(_BUSINESS)

    def note_answer(self, inbound: Inbound, code: str) -> None:
        """Note that a response was sent, so that a second try does not send it again."""
        self.ledger.note_answer(inbound.message_id, code)

    def refusal(self, refused: Itk3Refused) -> str:
        """The response code for a message that is not taken."""
        return refused.code

    def _taken(
        self, message: Itk3Message, inbound: Inbound, premises: Premises
    ) -> tuple[str, list[str], str]:
        """What was made of a message, the codes of the responses to it, and the referral that it makes."""
        infrastructure, business = self.asked(message)
        content = self.reader.content(message)
        service = self.reader.service(message)
        self._check_repeat(message, inbound, premises, content["document_id"])
        received = [RECEIVED] if infrastructure else []
        if service == "urgent-medicine" and business:
            # The practice is told, and so turns to somebody who may supply; unless it asked for no answer.
            why = "practices may not refer for an urgent medicine"
            self.referrals.refused(premises, self._arrival(message, service), why, REJECTED)
            return "rejected", [*received, REJECTED], ""
        taken = self.referrals.take(
            content, premises, self._arrival(message, service, content["sender"]["ods"])
        )
        return taken.result, [*received, ACCEPTED] if business else received, taken.referral or ""

    def _check_repeat(
        self, message: Itk3Message, inbound: Inbound, premises: Premises, document: str
    ) -> None:
        """Refuse what another delivery has brought; that this one is read again is no repeat."""
        repeat = self.ledger.enter(premises.ods, inbound.message_id, message.id, document)
        if repeat:
            raise Itk3Refused(_REPEATS[repeat], f"the same {repeat} was received before")

    def _refused(
        self, refused: Itk3Refused, message: Itk3Message | None, inbound: Inbound, premises: Premises
    ) -> Outcome:
        code = self.refusal(refused)
        _log.info("a message from mailbox %s was refused: %s", inbound.sender, code)
        self.referrals.refused(premises, self._arrival(message), refused.why, code)
        # Flags that cannot be read are taken for set. A negative response stands for the business response as well.
        wanted = message is None or any(self.asked(message))
        replies = [self._reply(premises, message, code, refused.why)] if wanted else []
        return Outcome("refused", self._mailbox(message, inbound), replies)

    def _reply(self, premises: Premises, message: Itk3Message | None, code: str, why: str = "") -> Reply:
        return Reply(code, self.responses.build(premises, message, code, why))

    def _mailbox(self, message: Itk3Message | None, inbound: Inbound) -> str:
        """Where the message came from: as MESH says, which knows it for sure."""
        return inbound.sender or (message.origin if message else "")

    def _arrival(self, message: Itk3Message | None, service: str = "", sender: str = "") -> Arrival:
        identifier = message.id if message else ""
        return Arrival("mesh", "gp-practice", message_id=identifier, service=service, sender_ods=sender)
