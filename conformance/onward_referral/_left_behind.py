"""What an onward referral leaves behind, whichever way it went: at the first pharmacy, in the claim, with the practice.

Source: interface sheet mesh-itk3-nhsmail-mys, D2 and D3 (the claim); model of the project,
docs/reference/onward-model.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cpcs_harness.judging import ExchangeView, NotShown, ObservationView, expect, expect_equal, through
from cpcs_harness.judging.expect import squeezed
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.people.age import london_day
from cpcs_harness.times import moment_of

from .._shared.claim_windows import CLOSED, standing
from .._shared.outbound import holding, words
from .._shared.text import letters_and_digits
from ._claims import claim_of, references, supporting
from ._onward import NOBODY, Referred, holds, notifications, onward_of


def expect_closed(found: Referred) -> None:
    """Raise NotMet unless the referral is closed at the first pharmacy, and names the one that has the patient."""
    seen = last_look(found)
    status = seen.shown.get("status")
    expect(status not in ("new", "open"), "a referral that is no longer open", status, seen, "Close it here.")
    due = {str(found.done[-1].given["ods"])}
    shown = {str(known.get("ods")) for known in onward_of(seen) if known.get("status") not in NOBODY}
    expect_equal("the pharmacy that the referral shows as having the patient", due, shown, seen)


def expect_not_closed(found: Referred) -> None:
    """Raise NotMet where the referral of who was not referred onward shows a pharmacy that has them."""
    for seen in found.of("open_referral")[-1:]:
        status = seen.shown.get("status")
        expect(status != "referred-onward", "a referral that went nowhere", status, seen)
        shown = [known.get("ods") for known in onward_of(seen)]
        expect(not shown, "no pharmacy that the patient was referred to", shown, seen)


def last_look(found: Referred) -> ObservationView:
    """Give how the referral looked at the end; never opened is NotShown."""
    opened = found.of("open_referral")
    if not opened:
        raise NotShown(f"journey {found.journey.id}: the referral of {found.name} was not opened again")
    return opened[-1]


def expect_claim(found: Referred) -> None:
    """Raise NotMet unless one claim tells of the onward referral and of the pharmacy, and has no item."""
    calls = holding(found.journey.exchanges("mys", "submit_claim"), found.issued["person"]["nhs_number"])
    if not calls and too_late(found):
        return  # who was seen when clocks went forward, and is claimed for in autumn, is claimed for no more
    if not calls:
        raise NotShown(f"journey {found.journey.id}: {found.name} was not claimed for")
    claims = [claim_of(call) for call in calls]
    ids = {references(claim) for claim in claims}
    expect(len(ids) == 1, "one claim", Words(f"{len(ids)}"), calls[-1])
    outcome = supporting(claims[-1], "CONSULTATION_OUTCOME")
    expect_equal("the outcome", "ONWARD_REFERRAL", outcome, calls[-1])
    ods = supporting(claims[-1], "REFERRED_ODS")
    expect_equal("REFERRED_ODS", found.done[-1].given["ods"], ods, calls[-1])
    expect_why_and_when(found, claims[-1], calls[-1])
    expect(not claims[-1].get("item"), "no item: nothing was supplied", claims[-1].get("item"), calls[-1])


def expect_why_and_when(found: Referred, claim: dict[str, Any], call: ExchangeView) -> None:
    """Raise NotMet where a claim gives another reason of an onward referral, or another day, than those of a try."""
    why = supporting(claim, "ONWARD_REFERRAL_REASON")
    expect(is_reason_of(why, found.tries), "the reason that was entered", why, call)
    day = supporting(claim, "ONWARD_REFERRAL_DATE", "timingDate")
    days = {london_day(moment_of(seen.clock)).isoformat() for seen in found.tries}
    expect(
        day is None or day in days, f"the day of the onward referral, of {in_words(sorted(days))}", day, call
    )


SHORTEST = 100
"""Letters of a reason that is a beginning of what was entered, and no other's."""


def is_reason_of(why: object, tries: Sequence[ObservationView]) -> bool:
    """Say whether a claim gives the reason of a try, whatever stands beside it, a code in its place, or nothing.

    It may be cut short: nobody has published how long it may be.
    """
    if not isinstance(why, str) or " " not in squeezed(why):
        return True
    reasons = {letters_and_digits(seen.given.get("reason") or "") for seen in tries} - {""}
    told = letters_and_digits(why)
    return any(reason in told or (len(told) >= SHORTEST and reason.startswith(told)) for reason in reasons)


def too_late(found: Referred) -> bool:
    """Say whether a patient was seen so long ago that no claim is taken any more, by the time of the last look."""
    seen = found.recorded().get("started")
    now = last_look(found)
    return bool(seen) and standing(moment_of(str(seen)), moment_of(now.clock or now.at)) == CLOSED


def expect_no_claim(found: Referred) -> None:
    """Raise NotMet where a claim for who was not referred onward tells of an onward referral."""
    calls = found.journey.exchanges("mys", "submit_claim", at_least=0)
    for call, apart in through(holding(calls, found.issued["person"]["nhs_number"])):
        with apart:
            claim = claim_of(call)
            outcome, ods = supporting(claim, "CONSULTATION_OUTCOME"), supporting(claim, "REFERRED_ODS")
            expect(outcome != "ONWARD_REFERRAL", "an outcome other than ONWARD_REFERRAL", outcome, call)
            expect(not ods, "no REFERRED_ODS: the patient was not referred", ods, call)


def expect_notified(found: Referred) -> None:
    """Raise NotMet unless each notification names the pharmacy, and none speaks of a supply."""
    told = notifications(found)
    if not told:
        raise NotShown(f"journey {found.journey.id}: the practice of {found.name} was told nothing")
    given = found.done[-1].given
    for message in told:
        named = holds(words(message.call, message), str(given["name"]), str(given["ods"]))
        expect(
            named, f"the pharmacy {given['name']} in the notification", Words("it is not named"), message.call
        )
        supplied = b"<medicationdispense" in message.readable.lower()
        expect(not supplied, "no supply in the notification", Words("a MedicationDispense"), message.call)


def expect_not_notified(found: Referred) -> None:
    """Raise NotMet where what is told of who was not referred onward names a pharmacy that others were referred to."""
    places = {
        str(seen.given[key]) for seen in found.journey.attempts("refer_onward") for key in ("name", "ods")
    }
    for message in notifications(found):
        said = words(message.call, message)
        named = sorted(place for place in places if holds(said, place))
        expect(not named, "no pharmacy that the patient was referred to", named, message.call)
