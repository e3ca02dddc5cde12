"""DoS in trouble: what is asked again, and what the person is told.

Source: UEC DoS REST API v1.0, errors, limits and acceptable usage policy (interface sheet dos-eps-rtec-scr-dmd,
sections 2.6 and 2.7).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, Unseen, criterion, expect, through
from cpcs_harness.judging.in_words import Words

from .._shared.dos_answers import services_in
from .._shared.text import letters_and_digits
from ._searches import Search, about, searches, some

REFUSED, ACCOUNT = ("bad-request",), ("unauthorised", "forbidden")
TRANSIENT = ("rate-limited", "server-error", "hang")
UNREADABLE = ("html", "truncated", "other-json")
SLOW = ("slow",)
EVERY = (*REFUSED, *ACCOUNT, *TRANSIENT, *UNREADABLE)
MOST_CALLS, PAUSE_SECONDS, SECONDS = 3, 1.0, 30.0


def struck(journey: JourneyView, labels: tuple[str, ...]) -> Iterator[tuple[str, Search]]:
    """Give the search under each trouble; NotShown where it never came about."""
    for label, apart in through(labels):
        with apart:
            search = about(journey, label)
            if not any(call.fault == label for call in search.calls):
                raise NotShown(f"journey {journey.id}: DoS was not asked in the case {label}")
            yield label, search


@criterion("DOS-08")
def test_an_error_is_never_told_as_nobody_found(evidence: EvidenceView):
    """What is said is said of the trouble: it is not what the same screen says where DoS has nobody."""
    for journey in evidence.each():
        nobody = about(journey, "nobody")
        # else asked again, and answered
        found = ((label, search) for label, search in struck(journey, EVERY) if not search.answers)
        for label, search in some(found, f"journey {journey.id}: no trouble of DoS lasted"):
            todo = "Tell that DoS failed from that it has nobody."
            expect(not search.shown, f"no pharmacy ({label})", search.shown, search.seen)
            expect(search.told != "", f"word of the trouble ({label})", Words("none"), search.seen, todo)
            same = search.seen.status == nobody.seen.status and plain(search) == plain(nobody)
            expect(not same, f"other words than for nobody ({label})", search.told, search.seen, todo)


def plain(search: Search) -> str:
    """Give what was told without the place and without numbers, which are another in each search."""
    return re.sub(r"\d+", "", without_place(search))


def without_place(search: Search) -> str:
    """Give what was told without the place, which is another in each search."""
    return letters_and_digits(search.told).replace(letters_and_digits(search.seen.given["postcode"]), "")


@criterion("DOS-12")
def test_a_search_is_no_storm(evidence: EvidenceView):
    """At most three calls for one search, and a second's pause after each that failed."""
    for journey in evidence.each():
        asked = (search for search in searches(journey) if search.calls)
        for search in some(asked, f"journey {journey.id}: DoS was not asked"):
            calls = sorted(search.calls, key=lambda call: call.began)
            sent = Words(f"{len(calls)} calls")
            expect(len(calls) <= MOST_CALLS, "three calls at most", sent, search.seen, timing="repeated")
            for call, following in pairwise(calls):
                waited = following.began - call.ended
                again = call.request.target == following.request.target
                if again and services_in(call) is None:
                    expect(
                        waited >= PAUSE_SECONDS,
                        "a second's pause after a failure",
                        Words(f"{waited:.2f} s"),
                        following,
                        timing="repeated",
                    )


@criterion("DOS-20")
def test_nobody_waits_for_ever(evidence: EvidenceView):
    """Where DoS does not answer, the system gives up within half a minute, however often it asks."""
    for journey in evidence.each():
        calls = [call for call in journey.exchanges("dos") if call.fault == "hang"]
        if not calls:
            raise NotShown(f"journey {journey.id}: DoS was not asked while it did not answer")
        waited = max(call.ended for call in calls) - min(call.began for call in calls)
        received = Words(f"{waited:.1f} s, in {len(calls)} calls")
        expect(waited <= SECONDS, "30 s at most", received, calls[-1], "Set a timeout.", "late")


@criterion("DOS-26")
def test_a_slow_answer_is_waited_for(evidence: EvidenceView):
    """It comes after two seconds, and holds pharmacies: they are shown."""
    for journey in evidence.each():
        for label, search in struck(journey, SLOW):
            todo = "Give DoS some seconds before you give up."
            expect(bool(search.shown), f"pharmacies ({label})", search.told, search.seen, todo, "late")


@criterion("DOS-21")
def test_troubles_are_told_apart_and_the_next_search_works(evidence: EvidenceView):
    """A refused search, a refused account and trouble at DoS have other words each; afterwards pharmacies are shown."""
    for journey in evidence.each():
        kinds = {name: words(journey, labels) for name, labels in KINDS.items()}
        some(
            (name for name, said in kinds.items() if said), f"journey {journey.id}: no trouble of DoS lasted"
        )
        unseen = Unseen()
        for name, said in kinds.items():
            with unseen:
                others = set().union(*(found for other, found in kinds.items() if other != name))
                seen = about(journey, KINDS[name][0]).seen
                shared = sorted(said & others)
                expect(not shared, f"words for {name} alone", shared, seen, "Say what to do about each.")
        again = about(journey, "well-again")
        expect(bool(again.shown), "pharmacies, once DoS is well", again.told, again.seen, timing="absent")
        unseen.tell()


KINDS = {
    "a refused search": REFUSED,
    "a refused account": ACCOUNT,
    "trouble at DoS": ("rate-limited", "server-error"),
}


def words(journey: JourneyView, labels: tuple[str, ...]) -> set[str]:
    """Give what was told under some troubles; a number may be an error's own, and stays."""
    return {without_place(search) for _, search in struck(journey, labels) if not search.answers}


@criterion("DOS-23")
def test_a_refused_search_is_not_sent_again(evidence: EvidenceView):
    """400, 401 and 403 will be the answer again: the same search is sent once."""
    for journey in evidence.each():
        for label, search in struck(journey, (*REFUSED, *ACCOUNT)):
            targets = [call.request.target for call in search.calls if services_in(call) is None]
            again = Words(f"{len(targets)} times")
            expect(
                len(targets) == len(set(targets)),
                f"one search ({label})",
                again,
                search.seen,
                timing="repeated",
            )
