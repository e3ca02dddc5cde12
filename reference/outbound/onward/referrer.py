"""Referring patients onward: each once, to the pharmacy that they chose, and nowhere else until that has failed."""

from contextlib import suppress
from dataclasses import replace
from functools import partial

from ...consultations.record import Record, gather_open
from ...kit.config import Config
from ...kit.locks import Locks
from ...kit.models import Outgoing, Referral
from ...kit.problems import Refused, ServiceTrouble
from ...kit.store import Store
from ...kit.times import now
from ...referrals.onward import BOUNCED, FAILED, REFUSED, SENT, WAITING, Choice, Onward
from .. import outbox
from .book import OnwardBook
from .by_fhir import FHIR, OnwardByFhir
from .handover import Handover
from .post import NHSMAIL, OnwardPost

_STATUS = {outbox.SENT: SENT, outbox.REFUSED: REFUSED, outbox.WAITING: FAILED}


class Referrer:
    """Refers a patient to another pharmacy, a method a step."""

    def __init__(
        self,
        config: Config,
        store: Store,
        out: outbox.Outbox,
        book: OnwardBook,
        post: OnwardPost,
        by_fhir: OnwardByFhir,
        handover: Handover,
    ) -> None:
        self.config = config
        self.store = store
        self.out = out
        self.book = book
        self.post = post
        self.by_fhir = by_fhir
        self.handover = handover
        self._locks = Locks()
        for channel, way in ((NHSMAIL, post), (FHIR, by_fhir)):
            out.carry(channel, partial(_carried, way), lambda message: self.settled(message))

    def refer(self, identifier: str, choice: Choice) -> Onward:
        """Refer the patient on, or show that it was done; what failed may be tried again, there or elsewhere."""
        # Two people may press the button at once; the second waits, and then finds it done.
        with self._locks.hold(identifier):
            earlier = self.book.of(identifier)
            taken = next((known for known in earlier if known.status == SENT), None)
            if taken is not None:
                return self.again(identifier, taken, choice)
            waiting = next((known for known in earlier if known.status in (FAILED, WAITING)), None)
            return self.sent(identifier, self.once_more(waiting, choice) or self.prepared(identifier, choice))

    def again(self, identifier: str, taken: Onward, choice: Choice) -> Onward:
        """Show what was sent; a second pharmacy is not sent a patient who is on the way to the first."""
        if taken.choice.ods != choice.ods:
            raise Refused(
                f"The patient was referred to {taken.choice.name} ({taken.choice.ods}) already: "
                "ring that pharmacy first if they go elsewhere now"
            )
        return taken

    def once_more(self, waiting: Onward | None, choice: Choice) -> Onward | None:
        """The try that nobody answered, as it was; nobody knows whether that pharmacy has it."""
        if waiting is not None and waiting.choice.ods != choice.ods:
            name, ods = waiting.choice.name, waiting.choice.ods
            raise Refused(
                f"Whether {name} ({ods}) has the referral is not known: send it there again, or ring"
            )
        return waiting

    def prepared(self, identifier: str, choice: Choice) -> Onward:
        """Write the message, and keep it before it is sent: a second try must be the same one."""
        referral = self.store.referral(identifier)
        if referral is None:
            raise Refused("There is no such referral")
        way = self.by_fhir if choice.channel == "fhir" else self.post
        message = way.written(self.record_of(referral), choice, self.refused(identifier, choice))
        onward = Onward(choice, message.recipient, message.reference, now())
        self.book.add(message, onward)
        return onward

    def refused(self, identifier: str, choice: Choice) -> set[str]:
        """The addresses of a pharmacy at which a message about the patient was not taken, or came back."""
        tried = [known for known in self.book.of(identifier) if known.choice.ods == choice.ods]
        return {known.recipient for known in tried if known.status in (REFUSED, BOUNCED)}

    def record_of(self, referral: Referral) -> Record:
        """All that goes with the patient."""
        return gather_open(self.config, referral)

    def sent(self, identifier: str, onward: Onward) -> Onward:
        """Send what is in the outbox, and give what became of it."""
        with suppress(Refused, ServiceTrouble):  # what became of it is kept, and is shown
            self.out.send(onward.reference)
        return self._kept(identifier, onward.reference) or onward

    def settled(self, message: Outgoing) -> None:
        """Keep what became of a message, whoever had it sent, and hand the patient over where it was taken."""
        onward = self._kept(message.referral, message.reference)
        referral = self.store.referral(message.referral)
        if onward is None or referral is None:
            return
        done = replace(onward, status=_STATUS[message.state], told=message.trouble)
        self.book.change(referral.id, done)
        if done.status == SENT:
            self.handover.to_our_own(referral, done)

    def _kept(self, identifier: str, reference: str) -> Onward | None:
        return next((known for known in self.book.of(identifier) if known.reference == reference), None)


def _carried(way: OnwardPost | OnwardByFhir, message: Outgoing) -> str:
    return way.carry(message)
