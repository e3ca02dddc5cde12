"""Alerts: that something came, at the pharmacy that it is for; they may show where anybody can read them."""

from sqlalchemy.orm import Session

from ..kit.models import Referral
from ..kit.statements import ADD_ALERT
from ..kit.times import now

_TEXTS = {
    "new-referral": "A new referral has arrived.",
    "referral-updated": "A referral was updated by its sender.",
    "referral-withdrawn": "A referral was withdrawn by its sender.",
    "already-handled": "A report has arrived for a case that was entered before.",
    "notification-failed": "A message to a GP practice was not delivered: open its referral, and see that it is told.",
    "onward-undelivered": "An onward referral was not delivered: open the referral, and act.",
    "back-office": "The NHS number of a record needs the back office: open the referral to see why.",
}


class Alerts:
    """Sounds alerts, within the transaction of what they are about."""

    def sound(self, session: Session, referral: Referral, kind: str) -> None:
        """Raise one alert."""
        line = {"at": now(), "ods": referral.ods, "referral": referral.id}
        session.execute(ADD_ALERT, {**line, "kind": kind, "text": self.text(referral, kind)})

    def text(self, referral: Referral, kind: str) -> str:
        """The words of an alert: nothing of the patient is in them."""
        return _TEXTS[kind]
