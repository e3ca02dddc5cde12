"""Who is enrolled, by what form, what they declared, and that nobody else treats a patient.

Source: CPCS Technical Toolkit, June 2021, row Pharmacist enrolment / Declaration of Competence (DoC); model of the
project: docs/reference/enrolment-model.md.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, criterion, expect, expect_equal
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.judging.views import ObservationView

from .test_enrolment import told

TREATS = ("supply_medicine", "record_consultation", "complete")
STRANGERS = ("refer_onward", "amend_consultation")
"""What somebody who is not enrolled tries in the journey, and nobody else."""
SLACK = timedelta(seconds=90)
"""Between the candidate's clock and ours: a clock that is 30 s off is told as a cause, and an action may take 20 s."""


def enrolled_first(journey: JourneyView) -> ObservationView:
    """Give the first enrolment of the journey's own pharmacist that was done; without one nothing can be said."""
    gphc = journey.issued["pharmacist"]["gphc"]
    found = [seen for seen in journey.observations("enrol_pharmacist") if seen.given["gphc_number"] == gphc]
    if not found:
        raise NotShown(f"journey {journey.id}: the journey's own pharmacist was not enrolled")
    return found[0]


def views_of(journey: JourneyView, gphc: str) -> list[ObservationView]:
    """Give each look at what is kept of a pharmacist."""
    seen = [view for view in journey.observations("view_enrolment") if view.actor.get("gphc") == gphc]
    if not seen:
        raise NotShown(f"journey {journey.id}: what is kept of {gphc} was not shown")
    return seen


def colleague_of(journey: JourneyView) -> Mapping[str, Any]:
    """Give the pharmacist who is enrolled beside the journey's own; there is none where it ended before."""
    if "colleague" not in journey.also:
        raise NotShown(f"journey {journey.id}: it ended before a colleague was enrolled")
    pharmacist: Mapping[str, Any] = journey.also["colleague"]["pharmacist"]
    return pharmacist


@criterion("ENR-03")
def test_numbers_and_names_of_a_wrong_form_are_refused(evidence: EvidenceView):
    """Not seven digits of 0 to 9, or no name: refused, in words; the right one is taken."""
    for journey in evidence.each():
        enrolled_first(journey)
        for seen in journey.attempts("enrol_pharmacist", at_least=7):
            number, name = str(seen.given["gphc_number"]), str(seen.given["full_name"])
            if re.fullmatch("[0-9]{7}", number) and name.strip():
                continue
            if _put_right(seen, number):  # a blank that was typed in may be left out by the system
                continue
            what = f"the enrolment of {in_words(number)} as {in_words(name) if name else 'nobody'}"
            expect_equal(what, "refused", seen.status, seen, "Take seven digits, 0 to 9, and a name.")
            expect(bool((seen.told or "").strip()), "a word on why it is refused", seen.told, seen)


def _put_right(seen: ObservationView, number: str) -> bool:
    return seen.status == "done" and seen.shown.get("gphc_number") == number.replace(" ", "") != number


@criterion("ENR-04")
def test_nobody_who_is_not_enrolled_completes_a_consultation(evidence: EvidenceView):
    """Refused before enrolment, and so is a referral onward or a correction by a stranger; later the same is taken."""
    for journey in evidence.each():
        by_strangers = [seen for action in STRANGERS for seen in journey.attempts(action, at_least=0)]
        for seen in by_strangers:
            todo = "Have whoever corrects a record, or refers a patient onward, enrolled first."
            expect(seen.status != "done", "a refusal of who is not enrolled", seen.status, seen, todo)
        since = enrolled_first(journey).seq
        before = [seen for seen in journey.attempts("complete") if seen.seq < since]
        if not before:
            raise NotShown(f"journey {journey.id}: nothing was tried before enrolment")
        for seen in before:
            todo = "Have whoever treats a patient enrolled first."
            expect(seen.status != "done", "a refusal of who is not enrolled", seen.status, seen, todo)
        if not any(seen.seq > since and seen.status == "done" for seen in journey.attempts("complete")):
            raise NotShown(f"journey {journey.id}: no consultation was completed after enrolment either")


@criterion("ENR-05")
def test_the_declaration_is_kept_with_who_and_when(evidence: EvidenceView):
    """By the pharmacist who made it, at the time at which they did; a colleague who made none has none."""
    for journey in evidence.each():
        own = journey.issued["pharmacist"]
        made = journey.observation("declare_competence")
        for seen in views_of(journey, own["gphc"]):
            held = seen.shown.get("declaration")
            expect(isinstance(held, dict), "the declaration", held, seen)
            expect_equal("who declared it", own["gphc"], held.get("gphc_number"), seen)
            at = _moment(held.get("at"))
            told = f"the time of declaring, about {made.at}"
            near = at is not None and abs(at - datetime.fromisoformat(made.clock)) < SLACK
            expect(near, told, held.get("at"), seen)
        first = _moment((made.shown.get("declaration") or {}).get("at"))
        kept = {
            _moment((seen.shown.get("declaration") or {}).get("at"))
            for seen in views_of(journey, own["gphc"])
        }
        expect(kept == {first}, f"the same time each time it is shown, {first}", sorted(map(str, kept)), made)
        for seen in views_of(journey, colleague_of(journey)["gphc"]):
            expect(not seen.shown.get("declaration"), "no declaration of who made none", Words("one"), seen)


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None


@criterion("ENR-06")
def test_each_pharmacist_is_named_as_they_were_enrolled(evidence: EvidenceView):
    """By full name and number in what goes out, though the screen calls them by a short name; never a colleague."""
    for journey in evidence.each():
        name = enrolled_first(journey).given["full_name"]
        said = [(call, " ".join(text.split()).casefold()) for call, text in told(evidence, journey)]
        for call, words in said:
            given, _, family = name.casefold().partition(" ")
            expect(given in words and family in words, f"the name {name}", Words("not there"), call)
        colleague = colleague_of(journey)
        for call, words in said:
            expect(
                not _names(colleague, words),
                "nothing of a colleague",
                Words("a colleague's name or number"),
                call,
            )
        for call in journey.exchanges("mys", "submit_claim"):
            body = call.request.body.decode("utf-8", "replace")
            expect(colleague["gphc"] not in body, "no colleague's number", colleague["gphc"], call)


def _names(pharmacist: Mapping[str, Any], words: str) -> bool:
    """Say whether a text has a pharmacist's number, or both names side by side: many people share one of them."""
    given, family = (re.escape(pharmacist[name].casefold()) for name in ("given", "family"))
    sides = rf"(?<!\w)(?:{given} {family}|{family},? {given})(?!\w)"
    return bool(re.search(rf"(?<!\d){pharmacist['gphc']}(?!\w)|{sides}", words))


@criterion("ENR-07")
def test_a_corrected_name_is_shown_from_then_on(evidence: EvidenceView):
    """What was keyed in last under a number is what is kept; a colleague's stays as it was."""
    for journey in evidence.each():
        gphc = journey.issued["pharmacist"]["gphc"]
        done = [
            seen for seen in journey.observations("enrol_pharmacist") if seen.given["gphc_number"] == gphc
        ]
        if len(done) < 2:
            raise NotShown(f"journey {journey.id}: the name was not keyed in again")
        last = views_of(journey, gphc)[-1]
        expect_equal("the full name", done[-1].given["full_name"], last.shown.get("full_name"), last)
        colleague = colleague_of(journey)
        for seen in views_of(journey, colleague["gphc"]):
            due = f"{colleague['given']} {colleague['family']}"
            expect_equal("a colleague's full name", due, seen.shown.get("full_name"), seen)
