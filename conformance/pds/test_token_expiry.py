"""The application's own access tokens expire, or cannot be had.

Source: NHS England API platform, application-restricted signed JWT (interface sheet pds-smsp-auth, section 10, checks
C10 and C11).
"""

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.authorization import bearer
from .._shared.told_before import sent_after

NOT_GIVEN = "no token"
MOST = 5
"""Requests for a token that one look-up may lead to while the platform refuses the application's key."""


@criterion("PDS-57")
def test_the_next_token_is_used_once_the_last_has_ended(evidence: EvidenceView):
    """A token that PDS refused is not sent again, and the patient is found by a new one."""
    for journey in evidence.each():
        first, *_, second = _look_ups(journey, "Access tokens last", 2)
        refused: dict[str, ExchangeView] = {}
        for call in journey.exchanges("pds", "read_patient", at_least=2):
            first_told = refused.get(bearer(call))
            again = sent_after([call], first_told) if first_told is not None else []
            given_up = "a refused token to be given up"
            expect(not again, given_up, Words("it came again"), call, timing="order")
            if call.response.status == 401:
                refused.setdefault(bearer(call), call)
        good = [call for call in journey.exchanges("pds") if call.response.status == 200]
        if not good:
            raise NotShown(
                f"journey {journey.id}: PDS answered no look-up, before a token had ended or after"
            )
        used = [bearer(call) for call in good if call.seq < second.seq]
        for seen in (first, second):
            todo = "Ask for a new token when the old one has ended; it may last seconds."
            expect(
                seen.shown.get("outcome") == "found", "the patient to be found", dict(seen.shown), seen, todo
            )
        expect(
            len(set(used)) >= 2,
            "a new token after the first has ended",
            Words(f"{len(set(used))} token"),
            second,
        )


@criterion("PDS-58")
def test_a_refused_key_is_not_tried_without_end(evidence: EvidenceView):
    """While the platform cannot reach the registered key, a look-up asks for a token five times at most, and ends."""
    for journey in evidence.each():
        seen = _look_ups(journey, "The platform cannot reach")[0]
        refused = [
            call
            for call in evidence.of_run("oauth", "token")
            if call.response.status == 403 and _before(journey, seen) < call.seq < seen.seq
        ]
        if not refused:
            raise NotShown(f"journey {journey.id}: no token was asked for while the key was out of reach")
        todo = "Tell those who run the system; asking again does not help."
        received, last = len(refused), refused[-1]
        expect(received <= MOST, f"{MOST} requests at most", received, last, todo, timing="repeated")
        expect(seen.shown.get("outcome") != "not_found", "no word of a patient not found", seen.told, seen)


@criterion("PDS-58")
def test_no_token_is_not_asked_for_without_end(evidence: EvidenceView):
    """However the token endpoint fails, it is asked five times at most, and no patient is said not to be found."""
    for journey in evidence.each():
        calls = [call for call in evidence.of_run("oauth", "token") if call.fault == NOT_GIVEN]
        if not calls:
            raise NotShown(f"journey {journey.id}: no token was asked for while none was given")
        for seen, apart in through(_look_ups(journey, "The token endpoint gives no token")):
            with apart:
                asked = [call for call in calls if _before(journey, seen) < call.seq < seen.seq]
                expect(len(asked) <= MOST, f"{MOST} requests at most", len(asked), seen, timing="repeated")
                said_to_be_unknown = bool(asked) and seen.shown.get("outcome") == "not_found"
                expect(not said_to_be_unknown, "no word of a patient not found", seen.told, seen)


def _look_ups(journey: JourneyView, step: str, at_least: int = 1) -> list[ObservationView]:
    """Give the look-ups of a step that were answered; too few is NotShown."""
    found = [seen for seen in journey.attempts("find_patient") if seen.step.startswith(step)]
    if len(found) < at_least:
        raise NotShown(f"journey {journey.id}: {len(found)} look-ups were answered in step '{step}…'")
    return found


def _before(journey: JourneyView, seen: ObservationView) -> int:
    """Give the place of the action before another one."""
    return max((action.seq for action in journey.seen if action.seq < seen.seq), default=0)
