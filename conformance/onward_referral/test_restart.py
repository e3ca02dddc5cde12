"""Onward referrals that were under way when the system stopped: neither lost nor doubled.

Source: RFC 5322, 3.6.4; FHIR R4, Messaging; model of the project, docs/reference/onward-model.md.
"""

from __future__ import annotations

from functools import partial

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotMet,
    NotShown,
    ObservationView,
    criterion,
    expect,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.mails import recipients
from . import _messages
from ._addresses import addresses_of
from ._onward import TAKEN, Referred, each_tried, identity, onward_of
from ._tries import Sent, expect_told


@criterion("ONW-17")
def test_an_email_that_was_under_way_is_neither_lost_nor_doubled(evidence: EvidenceView):
    """What NHSmail had taken when the system stopped is sent again, under the Message-ID that it had."""
    under_way = [found for found in stopped(evidence) if found.mails]
    if not under_way:
        raise NotShown("no onward referral by NHSmail was under way when the system stopped")
    for found, apart in through(under_way):
        with apart:
            sent = [
                Sent(mail, frozenset(recipients(mail)), mail.response.start.get("code") == TAKEN)
                for mail in found.mails
            ]
            expect_settled(found, sent, [identity(mail) for mail in found.mails])
            expect_not_told_as_sent(found, sent)
            expect_told(found, sent, partial(_addresses, found))


@criterion("ONF-10")
def test_a_message_that_was_under_way_is_neither_lost_nor_doubled(evidence: EvidenceView):
    """What the receiver had taken when the system stopped is sent again, under the identifiers that it had."""
    under_way = [(found, calls) for found in stopped(evidence) if (calls := _messages.about(found))]
    if not under_way:
        raise NotShown("no onward referral by FHIR was under way when the system stopped")
    for (found, calls), apart in through(under_way):
        with apart:
            sent = [
                Sent(call, frozenset({_messages.receiver(call)}), call.response.status in _messages.TAKEN)
                for call in calls
            ]
            expect_settled(found, sent, [_messages.identity(call) for call in calls])
            expect_not_told_as_sent(found, sent)
            expect_told(found, sent, lambda seen: {str(seen.given["ods"])})


def stopped(evidence: EvidenceView) -> list[Referred]:
    """Give who was to be referred when the system was stopped; NotShown where it was not."""
    for journey in evidence.each():
        journey.observations("restart")
    return each_tried(evidence)


def expect_settled(found: Referred, sent: list[Sent], ids: list[str]) -> None:
    """Raise NotMet unless the message that nobody took was taken at last, as the same one."""
    lost = [one.call for one in sent if not one.is_taken]
    if not lost:
        raise NotShown(f"journey {found.journey.id}: the answer about {found.name} was not lost")
    calls = [one.call for one in sent]
    if len(lost) == len(sent):
        raise _not_met(f"the referral of {found.name} once more, and taken", "none", calls, "absent")
    if len(set(ids)) != 1:
        raise _not_met("one id, so that the pharmacy counts one", f"{len(set(ids))}", calls, "repeated")


def expect_not_told_as_sent(found: Referred, sent: list[Sent]) -> None:
    """Raise NotMet where a screen says sent before a message was taken; what cannot be opened is NotShown."""
    stopped_at = found.journey.observations("restart")[0].seq
    until = min((one.call.began for one in sent if one.is_taken), default=float("inf"))
    about = found.issued["report"]["document_id"]
    looks = [
        seen
        for seen in found.journey.attempts("open_referral", at_least=0)
        if seen.about == about and seen.seq > stopped_at and seen.ended < until
    ]
    if looks and not any(seen.status == "done" for seen in looks):
        raise NotShown(
            f"journey {found.journey.id}: the referral of {found.name} could not be opened afterwards"
        )
    for seen in looks:
        told = {str(known.get("status")) for known in onward_of(seen)} & {"sent"}
        due = "a referral that nobody has taken yet, and not one that was sent"
        expect(not told, due, Words("sent"), seen, "Set `sent` when its receiver has said that it took it.")


def _not_met(expected: str, received: str, calls: list[ExchangeView], timing: str) -> NotMet:
    todo = "Keep each message before it is sent, with its id, and send the same one after a restart."
    at = "; and ".join(call.where for call in calls)
    return NotMet(expected, received, at=at, todo=todo, exchanges=[call.id for call in calls], timing=timing)


def _addresses(found: Referred, seen: ObservationView) -> set[str]:
    return addresses_of(found.journey, seen.given["ods"])
