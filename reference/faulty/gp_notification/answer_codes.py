"""Faults in what is made of practices' answers that show under one code, order or number of them alone."""

from __future__ import annotations

from ...kit.models import Notification
from ...outbound.gp.answers import RECEIVED, Answers
from .._wrong import wrong


@wrong(catches=("GPM-13",), shows_when="the business answer before the infrastructure answer")
class DropsWhatComesBeforeTheReceipt(Answers):
    """Drops a business answer that comes before the message was said to be taken in."""

    def state(self, notification: Notification) -> tuple[str, str]:
        responses = [one for one in notification.answers if one["kind"] == "response"]
        codes = [one["code"] for one in responses]
        if RECEIVED in codes and codes[0].startswith("3"):
            notification.answers = [*responses[codes.index(RECEIVED) :]]
        return super().state(notification)


@wrong(catches=("GPM-13",), shows_when="an answer that comes twice")
class TakesAnAnswerAgainForATry(Answers):
    """Takes an answer that it has already for one to another try, and goes on waiting for the rest."""

    def state(self, notification: Notification) -> tuple[str, str]:
        found = super().state(notification)
        codes = [one["code"] for one in notification.answers if one["kind"] == "response"]
        return ("sent", "") if found[0] == "delivered" and len(codes) > len(set(codes)) else found


@wrong(catches=("GPM-12",), shows_when="a practice's system that could not handle the message")
class OverlooksErrorsOfHandling(Answers):
    """Overlooks that a practice's system could not handle a message (1xxxx, 20015)."""

    def refusals(self, codes: list[str]) -> list[str]:
        return [code for code in super().refusals(codes) if not code.startswith("1") and code != "20015"]


@wrong(catches=("GPM-12",), shows_when="a recipient whom the practice's system does not know")
class OverlooksUnknownRecipients(Answers):
    """Overlooks that a practice's system knows no such recipient (20001 to 20003, 20010, 20011)."""

    def refusals(self, codes: list[str]) -> list[str]:
        return [code for code in super().refusals(codes) if code not in _RECIPIENTS]


@wrong(catches=("GPM-12",), shows_when="a sender or an attachment that is not permitted")
class OverlooksWhatIsNotPermitted(Answers):
    """Overlooks that a practice's system does not permit the sender or an attachment (20004, 20005, 20012)."""

    def refusals(self, codes: list[str]) -> list[str]:
        return [code for code in super().refusals(codes) if code not in ("20004", "20005", "20012")]


_RECIPIENTS = ("20001", "20002", "20003", "20010", "20011")
