"""What the document says is what was recorded, and what stands in the text stands in the codes.

Source: GP Connect DigiMeds emergency supply guide 1.3.0-public-beta, headings (interface sheet mesh-itk3-nhsmail-mys,
section B8, checks F3 49 to 52, 58, 62).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from cpcs_harness.formats.itk3 import N, value, values
from cpcs_harness.judging import EvidenceView, criterion, expect, expect_none, through
from cpcs_harness.judging.expect import expect_words, squeezed
from cpcs_harness.judging.in_words import in_words
from cpcs_harness.times import moment_of

from .._shared.moments import days_of, moment_or_none
from .._shared.recorded import (
    expect_agreed,
    expect_disposition,
    expect_labelled,
    expect_method,
    expect_method_told,
    expect_outcome,
)
from ._documents import SECTION, Notification, sent, text_of
from ._kinds import EXPLAINED, MEDICATIONS, URGENT

HEADED = {
    "886891000000102": "presenting_complaint",
    "1052951000000105": "advice",
    "887201000000105": "actions_for_gp",
}
"""What was recorded of which stands under a heading of the standard, where the document has it."""
RECORDED = ("presenting_complaint", "assessment", "advice", "actions_for_gp")


@criterion("GPM-24")
def test_what_was_recorded_is_told(evidence: EvidenceView):
    """Complaint, assessment, advice and requested actions, in the words of the record, and the day of it."""
    for notification, apart in through(sent(evidence)):
        with apart:
            consultation, text = (
                notification.journey.observation("record_consultation").given,
                text_of(notification),
            )
            for what in RECORDED:
                due = squeezed(str(consultation[what])).casefold()
                expect_words(f"{what} in the text", due, text, notification.call)
            expect_under_headings(notification, consultation)
            if notification.kind is URGENT:  # of whom the guide asks it to be sent where it is held
                expect_method_told(" ".join(said_in(notification)), consultation, notification.call)
            strange = [said for said in of_others(evidence, notification) if said in text]
            expect_none("words that were recorded of another patient", strange, notification.call)
            started = str(consultation["started"])
            said = any(day.casefold() in text for day in days_of(started))
            expect(said, f"the day of {started} in the text", text, notification.call)
            begun = value(notification.only("Encounter").node, "f:period/f:start")
            same = moment_or_none(begun) == moment_of(started)
            expect(same, f"the encounter's start {started}", begun, notification.call)


def said_in(notification: Notification) -> list[str]:
    """Give the lines of all sections, and what stands in words in the encounter."""
    encounter = notification.only("Encounter").node
    divisions = notification.only("Composition").node.iterfind(".//h:div", N)
    lines = [line for division in divisions for line in division.itertext()]
    return [*lines, *values(encounter, ".//f:text"), *values(encounter, ".//f:display")]


def of_others(evidence: EvidenceView, notification: Notification) -> set[str]:
    """Give what was recorded of the other patients of a journey, and not of this one."""
    journey = next(one for one in evidence.each() if one.id == notification.journey.id)
    recorded = [seen.given for seen in journey.seen if seen.action == "record_consultation"]
    own = [seen.given for seen in notification.journey.seen if seen.action == "record_consultation"]
    return _words(recorded) - _words(own) - {""}


def _words(recorded: Iterable[Mapping[str, Any]]) -> set[str]:
    return {squeezed(str(given.get(what) or "")).casefold() for given in recorded for what in RECORDED}


def expect_under_headings(notification: Notification, consultation: Mapping[str, Any]) -> None:
    """Raise NotMet where a section or a labelled line says something else than was recorded of what it is for."""
    due = {what: squeezed(str(consultation[what])).casefold() for what in RECORDED}
    for section in notification.only("Composition").node.iter(SECTION):
        division = section.find("f:text/h:div", N)
        lines = [] if division is None else [squeezed(line) for line in division.itertext()]
        for code in set(values(section, "f:code/f:coding/f:code")) & set(HEADED):
            told = " ".join(lines).casefold()
            expect(
                due[HEADED[code]] in told,
                f"{in_words(due[HEADED[code]])} in section {code}",
                told,
                notification.call,
            )
        expect_labelled(lines, consultation, notification.call)
        expect_method(lines, consultation, notification.call)
        expect_outcome(lines, consultation, notification.call)
        expect_agreed("\n".join(lines), notification.call)
        expect_disposition("\n".join(lines), notification.journey.report, notification.call)


@criterion("GPM-25")
def test_sections_are_those_of_the_standard(evidence: EvidenceView):
    """No code that the standard does not have, no section twice."""
    for notification in sent(evidence):
        composition = notification.only("Composition").node
        coded = [values(found, "f:code/f:coding/f:code") for found in composition.iter(SECTION)]
        known = EXPLAINED | set(notification.kind.sections)
        if notification.journey.pathway == "minor-illness":
            known = known | {MEDICATIONS}
        strange = [
            codes for codes in coded if not known & set(codes)
        ]  # a local code may stand beside the other
        expect_none("section of another standard", strange, notification.call)
        codes = [code for section in coded for code in section if code in known]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        expect_none("section that stands twice", twice, notification.call)
