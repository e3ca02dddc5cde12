"""Faults in what is made of the answers of practices, of MESH and of NHSmail."""

from __future__ import annotations

from typing import Any

from ...inbound.itk3.collector import Collected, Collector
from ...inbound.mail import delivery_report
from ...inbound.mail.collector import MailCollector
from ...inbound.mail.mailbox import Inbox
from ...kit.models import Notification, Outgoing, Referral
from ...kit.problems import ServiceTrouble
from ...kit.times import day_in_london, now
from ...national.mesh import Inbound, Mesh
from ...outbound.gp.answers import COPIES, RECEIVED, REFUSALS, Answers
from ...outbound.outbox_screen import OutboxScreen
from ...screen import Screen
from .._wrong import wrong


@wrong(catches=("GPM-11", "GPM-12"), shows_when="a refusal for the patient's sake")
class OverlooksRefusalsOfTheBusinessAnswer(Answers):
    """Takes a practice's business answer for an acceptance, whatever it says."""

    def refusals(self, codes: list[str]) -> list[str]:
        return [code for code in super().refusals(codes) if not code.startswith("3")]


@wrong(catches=("GPM-12",), shows_when="a report days later")
class OverlooksReportsOfMesh(Answers):
    """Reads over the reports of MESH that a message was not delivered."""

    def report(self, reference: str, code: str) -> Notification | None:
        return None


@wrong(catches=("GPM-12",), shows_when="a refusal after an acceptance")
class KeepsToTheFirstAnswers(Answers):
    """Believes an acceptance for good, though the practice takes it back."""

    def refusals(self, codes: list[str]) -> list[str]:
        return [] if {RECEIVED, "30001"} <= set(codes) else super().refusals(codes)


@wrong(catches=("GPM-13", "GPM-31"), shows_when="a copy of a message that was accepted")
class UndoesADeliveryByACopysAnswer(Answers):
    """Takes the answer to a copy for a refusal of what was accepted before."""

    def refusals(self, codes: list[str]) -> list[str]:
        return [*super().refusals(codes), *(code for code in codes if code in COPIES)]


@wrong(catches=("GPM-13",), shows_when="a patient who has died")
class TakesADeathForAFailure(Answers):
    """Takes the answer that a patient has died for a refusal."""

    def refusals(self, codes: list[str]) -> list[str]:
        return [*super().refusals(codes), *(code for code in codes if code == "30004")]


@wrong(catches=("GPM-43",), shows_when="a patient who has died")
class KeepsADeathToItself(Answers):
    """Shows a message as delivered, and nobody that the practice said that the patient has died."""

    def said_of_the_patient(self, codes: list[str]) -> str:
        return ""


@wrong(catches=("GPM-14",), shows_when="one of the two answers")
class CountsOneAnswerAsDelivery(Answers):
    """Shows a message as delivered once the practice's system has it, or the practice knows the patient."""

    def without_both(self, notification: Notification, codes: list[str]) -> tuple[str, str]:
        return ("delivered" if codes else "sent"), ""


@wrong(catches=("GPM-12",), shows_when="a copy that never was")
class TakesACopysAnswerForDelivery(Answers):
    """Takes a practice's word that it has a message already for its delivery, though the message went once."""

    def was_sent_twice(self, notification: Notification) -> bool:
        return True


@wrong(catches=("GPM-14",), shows_when="an answer about another message")
class CreditsAnswersByTheSender(Answers):
    """Takes an acceptance that names no message of ours for one of whatever waits for answers."""

    credited = frozenset({RECEIVED, "30001"})

    def response(self, header_id: str, code: str) -> Notification | None:
        found = self.store.notification_by(header_id=header_id)
        if found or code not in self.credited:
            return super().response(header_id, code)
        return self._credited(code)

    def _credited(self, code: str) -> Notification | None:
        for one in self.waiting():
            super().response(str(one.header_id), code)
        return None

    def waiting(self) -> list[Notification]:
        """Give what waits for answers."""
        places = {referral.ods for referral in self._referrals()}
        return [
            one
            for ods in places
            for one in self.store.notifications_at(ods)
            if one.status == "sent" and one.header_id
        ]

    def _referrals(self) -> list[Notification]:
        from sqlalchemy import select

        with self.store.writing() as session:
            return list(session.scalars(select(Notification)))


@wrong(catches=("GPM-13",), shows_when="a refusal of another message")
class CreditsRefusalsByTheSender(CreditsAnswersByTheSender):
    """Takes a refusal that names no message of ours for one of whatever waits for answers."""

    credited = frozenset(REFUSALS)


@wrong(catches=("GPM-13",), shows_when="a report about what another system sent")
class CreditsReportsByTheSender(CreditsAnswersByTheSender):
    """Takes a report that names no message of ours for one of whatever waits for answers."""

    credited = frozenset()

    def report(self, reference: str, code: str) -> Notification | None:
        if self.store.notification_by(reference=reference):
            return super().report(reference, code)
        for one in self.waiting():
            super().report(str(one.reference), code)
        return None


@wrong(catches=("GPM-03",), shows_when="a report about what another system sent")
class CannotReadReportsOfNobodysMessages(Collector):
    """Looks for the message that a report names, and stops where it has sent none such."""

    def _report(self, inbound: Inbound) -> Collected:
        found = super()._report(inbound)
        if found.about is None:
            raise ServiceTrouble("A report could not be read")
        return found


@wrong(catches=("GPM-15",), shows_when="an answer that does not come")
class ForgetsWhatNobodyAnswered(OutboxScreen):
    """Tells nobody of messages whose answers did not come."""

    def is_late(self, notification: Notification, at: str) -> bool:
        return False


@wrong(catches=("GPN-07",), shows_when="an e-mail that comes back hours later")
class LeavesDeliveryReportsUnread(MailCollector):
    """Leaves the reports of undelivered e-mail in the mailbox, and matches them with nothing."""

    def take_report(self, inbox: Inbox, uid: str) -> dict[str, str] | None:
        return None


@wrong(catches=("GPN-05",), shows_when="a report that an e-mail is delayed")
class TakesDelayedEmailsForLost(MailCollector):
    """Takes an e-mail for undelivered of which the mail system says that it goes on trying."""

    def take_report(self, inbox: Inbox, uid: str) -> dict[str, str] | None:
        report = delivery_report.read(inbox.whole(uid))
        if report.action == "delayed":
            self.answers.report(report.message_id, report.status)
        return super().take_report(inbox, uid)


@wrong(catches=("GPN-07",), shows_when="a report that brings the whole e-mail back")
class KnowsItsEmailsByTheirHeadsAlone(MailCollector):
    """Finds what came back in reports that hold the head of an e-mail, and in no report that holds it whole."""

    def take_report(self, inbox: Inbox, uid: str) -> dict[str, str] | None:
        return super().take_report(inbox, uid) if b"text/rfc822-headers" in inbox.whole(uid) else None


@wrong(catches=("GPM-27", "GPN-09"), shows_when="a message that waits over the next working day")
class WaitsForAsLongAsItTakes(OutboxScreen):
    """Shows what waits as waiting, however long ago the practice should have been told."""

    def is_overdue(self, message: Outgoing, at: str) -> bool:
        return False


@wrong(catches=("GPM-29",), shows_when="a message that was refused, and corrected")
class TakesAnAcceptanceForAllMessages(Answers):
    """Shows whatever was sent about a patient as delivered once the practice has accepted one message of it."""

    def response(self, header_id: str, code: str) -> Notification | None:
        found = super().response(header_id, code)
        if found is not None and found.status == "delivered":
            for earlier in self.store.notifications(found.referral):
                earlier.status = "delivered"
                self.store.keep(earlier)
        return found


@wrong(catches=("GPM-30", "GPN-10"), shows_when="a practice that has to act at once")
class LeavesWhatIsUrgentToTheMessage(Screen):
    """Tells nobody to ring a practice that has to act at once: it is sent a message, after all."""

    def beside_notifications(self, referral: Referral) -> list[dict[str, Any]]:
        return []


@wrong(catches=("GPM-12",), shows_when="an answer in chunks")
class ReadsTheFirstChunkAlone(Mesh):
    """Reads of a message in chunks the first alone."""

    def body_of(self, message: Any) -> bytes:
        whole = super().body_of(message)
        _, _, total = str(message.mex_header("chunk-range") or "").partition(":")
        return whole if total in ("", "1") else whole[: len(whole) // int(total)]


@wrong(catches=("GPM-36",), shows_when="answers that come late")
class AsksForAnswersThatHaveCome(OutboxScreen):
    """Goes on telling people of messages that were not answered in time once their answers have come."""

    def awaits_answers(self, notification: Notification) -> bool:
        return notification.channel == "mesh" and notification.status in {"sent", "delivered"}


@wrong(catches=("GPM-12", "GPN-07"), shows_when="an answer between midnight and one in summer")
class TakesAnswersOfTheNightForOlder(Answers):
    """Drops an answer whose day, by UTC, comes before the day in London on which the message was sent."""

    def _add(self, notification: Notification | None, answer: dict[str, Any]) -> Notification | None:
        if notification and now()[:10] < day_in_london(notification.sent or now()).isoformat():
            return None
        return super()._add(notification, answer)


@wrong(catches=("GPM-12",), shows_when="an answer in another year than the message")
class ComparesDaysAsTheyAreWritten(Answers):
    """Drops an answer whose day, as it is written here (31/12/2027), comes before that of the message."""

    def _add(self, notification: Notification | None, answer: dict[str, Any]) -> Notification | None:
        sent, came = (
            f"{day_in_london(moment):%d/%m/%Y}"
            for moment in ((notification and notification.sent) or now(), now())
        )
        return None if came < sent else super()._add(notification, answer)
