"""At which ages full-time education is taken as a reason not to pay: from 16 to 18, and not from the 19th birthday on.

Source: interface sheet dos-eps-rtec-scr-dmd, 4.3 (age rule, kinds of exemption).
"""

from __future__ import annotations

from cpcs_harness.judging import EvidenceView, NotApplicable, NotShown, ObservationView, criterion, expect

from ._printings import ADULT, DECLARE, OUT_OF_EDUCATION, ages_on

EDUCATION = "education"
Declared = tuple[list[int], ObservationView]


@criterion("TOK-12")
def test_education_is_taken_from_16_to_18(evidence: EvidenceView):
    """On the 16th birthday, and on the day before the 19th."""
    for ages, seen in _declared(evidence, ADULT, OUT_OF_EDUCATION - 1):
        todo = "Who is 16, 17 or 18 and in full-time education does not pay."
        expect(
            seen.status == "done",
            f"education taken of who is {ages[0]}",
            f"{seen.status}: {seen.told}",
            seen,
            todo,
        )


@criterion("TOK-13")
def test_education_is_not_taken_from_19_on(evidence: EvidenceView):
    """From the 19th birthday on it is refused, or the person is told."""
    for ages, seen in _declared(evidence, OUT_OF_EDUCATION, 200):
        told = seen.status != "done" or bool(seen.told)
        expect(told, f"education refused of who is {ages[0]}, or a word of it", seen.status, seen)


def _declared(evidence: EvidenceView, least: int, most: int) -> list[Declared]:
    """Give each time that education was declared at an age of some span, however it ended."""
    found: list[Declared] = []
    for journey in evidence.each():
        people = {
            issued["report"]["document_id"]: issued for issued in (journey.issued, *journey.also.values())
        }
        for seen in journey.attempts(DECLARE, at_least=0):
            if seen.given.get("kind") == EDUCATION and seen.about in people:
                ages = ages_on(people[seen.about]["person"], seen.clock)
                found += [(ages, seen)] if all(least <= age <= most for age in ages) else []
        if not found and any(seen.action == DECLARE and seen.status == "cannot" for seen in journey.seen):
            raise NotApplicable("what patients declare stands on paper alone")
    if not found:
        raise NotShown(f"nobody of {least} or more declared full-time education")
    return found
