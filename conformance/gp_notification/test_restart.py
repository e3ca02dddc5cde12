"""Notifications that waited, or were under way, when the system stopped: neither lost nor doubled.

Source: ITK3 Messaging Distribution 2.10.0, document identity and duplicates; RFC 5322, 3.6.4; consensus (interface
sheet mesh-itk3-nhsmail-mys, check F4 73).
"""

from __future__ import annotations

from typing import NamedTuple

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotMet,
    NotShown,
    criterion,
    expect,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.mails import message_id
from .._shared.mesh import ANSWERED, UNANSWERED
from ._documents import Notification
from ._told import BAD, Told, document_id, patients, tells_by_nhsmail_alone

BY_MESH = ("waits for MESH", "under way by MESH")
BY_MAIL = ("waits for NHSmail", "under way by NHSmail")
MAIL_TAKEN = 250
SAID = {"sent", "delivered"}
WAITS = {"waiting", "overdue", *BAD}


class Try(NamedTuple):
    """One time that something was sent to a practice."""

    call: ExchangeView
    identity: str
    """What the practice counts it by."""
    is_taken: bool
    """Whether it was said that it was taken."""
    is_unknown: bool
    """Whether no answer came: the practice may have it."""


@criterion("GPM-37")
def test_a_message_is_neither_lost_nor_doubled_by_a_restart(evidence: EvidenceView):
    """What MESH had not said to have taken when the system stopped goes out afterwards, as the same document."""
    for told, apart in through(stopped(evidence, *BY_MESH)):
        with apart:
            if tells_by_nhsmail_alone(told):
                raise NotShown(f"{told.last.where}: practices are told of minor illnesses by NHSmail alone")
            tries = [by_mesh(message) for message in told.messages()]
            mails = told.mails()
            if any(one.is_taken or one.is_unknown for one in tries) or not mails:
                expect_settled(told, tries)
                expect_none("e-mail besides", mails, tries[-1].call)
            else:  # whoever tells by e-mail at once, where MESH cannot
                expect(
                    len({message_id(mail) for mail in mails}) == 1,
                    "one e-mail",
                    Words(f"{len(mails)}"),
                    mails[-1],
                )


@criterion("GPN-11")
def test_an_email_is_neither_lost_nor_doubled_by_a_restart(evidence: EvidenceView):
    """What NHSmail had not said to have taken when the system stopped goes out afterwards, as the same e-mail."""
    for told, apart in through(stopped(evidence, *BY_MAIL)):
        with apart:
            expect_settled(told, [by_mail(mail) for mail in told.mails()])


def by_mesh(message: Notification) -> Try:
    """Give what became of a message over MESH."""
    status = message.call.response.status
    return Try(message.call, document_id(message), status in ANSWERED, status == UNANSWERED)


def by_mail(mail: ExchangeView) -> Try:
    """Give what became of an e-mail."""
    code = mail.response.start.get("code")
    return Try(mail, message_id(mail), code == MAIL_TAKEN, code is None)


def stopped(evidence: EvidenceView, *labels: str) -> list[Told]:
    """Give the patients in whose journeys the system was stopped; NotShown where it was not."""
    for journey in evidence.each():
        journey.observations("restart")
    return list(patients(evidence, *labels))


def expect_settled(told: Told, tries: list[Try]) -> None:
    """Raise NotMet unless what was not taken at first was told as waiting, and then went out once, as the same."""
    troubled = met(told)
    if not troubled and all(one.is_taken for one in tries):
        raise NotShown(f"{told.last.where}: nothing of {told.label} was under way, or had to wait")
    taken = [one for one in tries if one.is_taken]
    calls = [one.call for one in tries] or troubled
    if not taken:
        raise _not_met(f"{told.label}: sent once more after the restart", "never", calls, "absent")
    ids = {one.identity for one in tries if one.is_taken or one.is_unknown}
    if len(ids) != 1:
        raise _not_met(
            f"{told.label}: one id, so that the practice counts one", f"{len(ids)}", calls, "repeated"
        )
    first = taken[0].call
    for seen in told.asked:
        shown = sorted(told.states(seen))
        late = seen.seq > first.seq or not SAID & set(shown)
        expect(late, "sent, once it was taken and not before", shown, seen, timing="order")
    expect_visible(told, first)


def met(told: Told) -> list[ExchangeView]:
    """Give the requests that met the patient's trouble; of a message in chunks the first may be all that there is."""
    journey = told.journey
    calls = [call for service in ("mesh", "nhsmail") for call in journey.exchanges(service, at_least=0)]
    return [call for call in calls if call.fault == told.label]


def expect_visible(told: Told, taken: ExchangeView) -> None:
    """Raise NotMet where the outbox had no word of the message after the restart, before it was on its way."""
    again = told.journey.observations("restart")[-1].seq
    views = [
        seen
        for seen in told.journey.observations("view_outbox", at_least=0)
        if again < seen.seq and seen.ended < taken.began
    ]
    for view, apart in through(seen for seen in views if seen.status == "done"):
        with apart:
            shows = view.id in {seen.id for seen, _ in told.rows(again, WAITS)}
            todo = "Keep each message before it is sent; after a restart, show what is still to go."
            expect(
                shows,
                f"{told.label} in the outbox after the restart",
                Words("no such row"),
                view,
                todo,
                "absent",
            )


def _not_met(expected: str, received: str, calls: list[ExchangeView], timing: str) -> NotMet:
    todo = "Keep each message before it is sent, with its id, and send the same one after a restart."
    at = "; and ".join(call.where for call in calls)
    return NotMet(expected, received, at=at, todo=todo, exchanges=[call.id for call in calls], timing=timing)
