"""Faults where the next pharmacy does not take a patient, or the system stops meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from ...inbound.mail.bounces import Bounces
from ...inbound.mail.delivery_report import DeliveryReport
from ...kit.models import Outgoing, Referral
from ...kit.problems import Refused, ServiceTrouble
from ...outbound.onward.book import OnwardBook
from ...outbound.onward.post import OnwardPost
from ...outbound.onward.referrer import Referrer
from ...referrals.onward import BOUNCED, SENT, WAITING, Choice, Onward
from ...screen import Screen
from .._wrong import wrong


@wrong(catches=("ONW-07",), shows_when="NHSmail refuses")
class TakesARefusedOnwardReferralForSent(OnwardPost):
    """Tells the pharmacist that an onward referral was sent which NHSmail refused."""

    def carry(self, message: Outgoing) -> str:
        try:
            return super().carry(message)
        except Refused:
            return message.reference


@wrong(catches=("ONW-07",), shows_when="no answer comes")
class TakesAnUnansweredOnwardReferralForSent(OnwardPost):
    """Tells the pharmacist that an onward referral was sent to which no answer came."""

    def carry(self, message: Outgoing) -> str:
        try:
            return super().carry(message)
        except ServiceTrouble:
            return message.reference


@wrong(catches=("ONW-08",), shows_when="the e-mail comes back")
class ReadsPastWhatComesBack(Bounces):
    """Marks reports of failed delivery as read, and does nothing with them."""

    def take(self, report: DeliveryReport) -> bool:
        return True


@wrong(catches=("ONW-08",), shows_when="the e-mail comes back")
class SoundsNoAlertForAnUndeliveredReferral(OnwardBook):
    """Puts an onward referral that came back into the work again, and tells nobody."""

    def tell(self, session: Session, referral: Referral) -> None:
        return


@wrong(catches=("ONW-08",), shows_when="a second e-mail about a patient that comes back")
class TakesTheFirstAloneForUndelivered(OnwardBook):
    """Of several onward referrals of a patient, notes of the first that it came back."""

    def of(self, referral: str) -> list[Onward]:
        found = super().of(referral)
        return found[:1] if any(known.status == BOUNCED for known in found[:1]) else found


@wrong(catches=("ONW-09",), shows_when="no answer comes")
class RepeatsOnwardReferralsUnderANewId(Referrer):
    """Repeats an onward referral that nobody answered as a new message, so that the pharmacy has two."""

    def once_more(self, waiting: Onward | None, choice: Choice) -> Onward | None:
        return None


@wrong(catches=("ONW-10",), shows_when="another pharmacy is asked for")
class RefersToASecondPharmacy(Referrer):
    """Refers a patient to a second pharmacy while the first one has them."""

    def again(self, identifier: str, taken: Onward, choice: Choice) -> Onward:
        if taken.choice.ods == choice.ods:
            return taken
        return self.sent(identifier, self.prepared(identifier, choice))


@wrong(catches=("ONW-17", "ONF-10"), shows_when="stopped between sending and noting it")
class SendsWhatWasUnderWayAsANewMessage(Referrer):
    """Sends an onward referral that was under way when the system stopped as a new message, beside the first one."""

    def once_more(self, waiting: Onward | None, choice: Choice) -> Onward | None:
        found = super().once_more(waiting, choice)
        return None if found is not None and found.status == WAITING else found


@wrong(catches=("ONW-17", "ONF-10"), shows_when="stopped between sending and noting it")
class ShowsWhatIsUnderWayAsSent(Screen):
    """Shows an onward referral of which nobody has said yet that they took it as sent."""

    def onward(self, referral: Referral) -> list[dict[str, Any]]:
        shown = super().onward(referral)
        return [{**one, "status": SENT if one["status"] == WAITING else one["status"]} for one in shown]


@wrong(catches=("ONW-17", "ONF-10"), shows_when="stopped between sending and noting it")
class TakesWhatWasUnderWayForSent(Referrer):
    """Shows an onward referral that was under way when the system stopped as sent, and sends nothing."""

    def sent(self, identifier: str, onward: Onward) -> Onward:
        message = self.store.outgoing(onward.reference)
        if message is None or not message.attempts or onward.status != WAITING:
            return super().sent(identifier, onward)
        taken = replace(onward, status=SENT)
        self.book.change(identifier, taken)
        return taken
