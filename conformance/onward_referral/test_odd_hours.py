"""Onward referrals at midnight and when clocks change, to a pharmacy that is shut, and to one without an address here.

Source: secure email standard DCB1596 and NHS information governance guidance; model of the project,
docs/reference/onward-model.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.times import moment_of

from .._shared.dos_answers import services_in
from .._shared.mail_domains import is_public
from .._shared.mails import recipients, what_it_says
from .._shared.moments import expect_moment
from .._shared.opening_hours import is_open
from ._onward import Referred, each_tried, to_pharmacies

MINUTES = (-2, 15)
"""Around DoS's answer, between which the patient is referred: a pharmacy that opens or shuts then is left aside."""
SHUT = re.compile(r"\b(shut|closed|not open|opens|no longer open)\b", re.IGNORECASE)


@criterion("ONW-14")
def test_a_pharmacy_that_is_shut_is_told_as_such(evidence: EvidenceView):
    """Where the patient chose a pharmacy that is shut, what the pharmacist is shown on referring says so."""
    shut = [(found, seen) for found in each_tried(evidence) for seen in found.tries if is_shut(found, seen)]
    if not shut:
        raise NotShown("nobody chose a pharmacy that was shut")
    for _, seen in shut:
        todo = "Say that it is shut, so that the patient does not stand before a locked door."
        expect(says_shut(seen), f"that {seen.given['name']} is shut now", said_of(seen), seen, todo)


def is_shut(found: Referred, seen: ObservationView) -> bool:
    """Say whether the pharmacy of a try was shut, as DoS had said last."""
    return hours_around(found, seen) == {False}


def hours_around(found: Referred, seen: ObservationView) -> set[bool | None]:
    """Say whether the pharmacy of a try was open before and after it, as DoS had said last; empty where it had not."""
    for call in reversed(found.journey.exchanges("dos", at_least=0)):
        for service in (services_in(call) or ()) if call.seq < seen.seq else ():
            if str(service["id"]) == str(seen.given["service_id"]):
                moments = (moment_of(call.clock) + timedelta(minutes=number) for number in MINUTES)
                return {is_open(service["openingTimes"], moment) for moment in moments}
    return set()


def first_by(found: Referred, channel: str) -> ObservationView | None:
    """Give the try to refer a patient by a channel that began first; None where there was none."""
    tried = [seen for seen in found.tries if seen.given.get("through") == channel]
    return min(tried, key=lambda seen: seen.began, default=None)


def expect_not_refused(found: Referred, seen: ObservationView, sent: Iterable[ExchangeView]) -> None:
    """Raise NotMet where a try was refused, and nothing sent, though all is recorded that it needs, and it was open."""
    acts = [act for name in ("find_pharmacies", "record_consultation") for act in found.of(name)[:1]]
    ready = len(acts) == 2 and all(act.seq < seen.seq for act in acts)
    if seen.status == "refused" and ready and hours_around(found, seen) == {True}:
        todo = "Send what the patient asked for, or say which of what is recorded does not allow it."
        before = any(call.began < seen.ended for call in sent)
        expect(before, f"a message about {found.name}", Words(f"none, and {in_words(seen.told)}"), seen, todo)


def says_shut(seen: ObservationView) -> bool:
    """Say whether a try was told of as to a pharmacy that is shut."""
    onward = seen.shown.get("onward")
    marked = isinstance(onward, dict) and onward.get("is_open") is False
    return marked or SHUT.search(said_of(seen)) is not None


def said_of(seen: ObservationView) -> str:
    """Give the words that come with a try; the reason is the pharmacist's own."""
    onward = seen.shown.get("onward")
    known = onward if isinstance(onward, dict) else {}
    parts = (seen.told, seen.shown.get("message"), known.get("told"), known.get("advice"))
    return " ".join(str(part) for part in parts if part)


@criterion("ONW-15")
def test_day_and_time_of_the_consultation_are_right(evidence: EvidenceView):
    """Both of one zone, London's or UTC: at midnight, and when the clocks had gone forward, or were to go back."""
    mails = [(found, mail) for found in each_tried(evidence) for mail in found.mails]
    if not mails:
        raise NotShown("no e-mail refers a patient of the journeys onward")
    for (found, mail), apart in through(mails):
        with apart:
            expect_moment(what_it_says(mail).text, str(found.recorded()["started"]), mail)


@criterion("ONW-16")
def test_no_referral_goes_to_an_address_that_anybody_may_have(evidence: EvidenceView):
    """No e-mail about a patient goes to a public provider, also where DoS has such an address, and nobody another."""
    for journey in evidence.each():
        sent = to_pharmacies(journey)
        if not sent:
            raise NotShown(f"journey {journey.id}: no e-mail went to a pharmacy")
        for mail in sent:
            public = [address for address in recipients(mail) if is_public(address)]
            todo = "Where no secure address is known, send nothing, and say that the pharmacy is to be rung."
            expect(not public, "no address at a public provider", public, mail, todo)
