"""What is kept of referrals onward, with the referral that they are of; each change is one transaction."""

from dataclasses import replace

from sqlalchemy.orm import Session

from ...kit.models import Outgoing, Referral
from ...kit.store import Store
from ...kit.times import now
from ...referrals.alerts import Alerts
from ...referrals.notices import with_notice
from ...referrals.onward import BOUNCED, REFUSED, SENT, Onward, onward_from

CLOSED = "referred-onward"
KIND = "onward-referral"


class OnwardBook:
    """Keeps referrals onward, and what each makes of its referral."""

    def __init__(self, store: Store, alerts: Alerts) -> None:
        self.store = store
        self.alerts = alerts

    def of(self, identifier: str) -> list[Onward]:
        """The referrals onward of a referral, in the order in which they were made."""
        referral = self.store.referral(identifier)
        return [onward_from(kept) for kept in referral.onward] if referral else []

    def add(self, message: Outgoing, onward: Onward) -> None:
        """Keep one that is about to be sent, and put its message into the outbox."""
        with self.store.writing() as session:
            session.add(message)
            referral = session.get_one(Referral, message.referral)
            referral.onward = [*referral.onward, onward.kept()]

    def change(self, identifier: str, onward: Onward) -> None:
        """Keep what became of one, and what follows for the referral; what came back meanwhile was not sent."""
        with self.store.writing() as session:
            referral = session.get_one(Referral, identifier)
            if onward.status == SENT and onward.reference in _bounced(referral):
                return
            referral.onward = [
                onward.kept() if kept["reference"] == onward.reference else kept for kept in referral.onward
            ]
            if onward.status == SENT:
                self.close(referral, onward)
            elif onward.status in (REFUSED, BOUNCED):
                self.reopen(session, referral)

    def close(self, referral: Referral, onward: Onward) -> None:
        """Take a referral out of the work: another pharmacy has the patient."""
        referral.status, referral.completed = CLOSED, referral.completed or now()

    def reopen(self, session: Session, referral: Referral) -> None:
        """Put a referral back into the work, unless another pharmacy has the patient."""
        if any(kept["status"] == SENT for kept in referral.onward):
            return
        if referral.status == CLOSED:
            referral.status = "open"
        referral.notices = with_notice(referral.notices, "onward-undelivered")
        self.tell(session, referral)

    def tell(self, session: Session, referral: Referral) -> None:
        """Tell the pharmacist."""
        self.alerts.sound(session, referral, "onward-undelivered")

    def bounced(self, reference: str, told: str) -> bool:
        """Note that a message came back; gives whether it was an onward referral."""
        message = self.store.outgoing(reference)
        if message is None or message.kind != KIND:
            return False
        for known in self.of(message.referral):
            if known.reference == reference:
                self.change(message.referral, replace(known, status=BOUNCED, told=told))
        return True


def _bounced(referral: Referral) -> set[str]:
    """The messages that came back: another terminal may read the mailbox before the sender's answer is noted."""
    return {kept["reference"] for kept in referral.onward if kept["status"] == BOUNCED}
