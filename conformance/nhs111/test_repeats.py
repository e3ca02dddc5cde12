"""Repeats make no second referral; other reports of the same case are kept beside the first.

Source: Technical Guidance for templated CDA domains V4.0, sections 4.1 and 16 (interface sheet nhs111-itk22, 6.3, cases
S01 to S04, S08 and S17).
"""

from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import EvidenceView, ObservationView, criterion

from .._shared.nhs111_report.expectations import Wrong, expect_right
from .._shared.nhs111_report.messages import Plain
from .._shared.nhs111_report.shown import case_faults, text_faults
from ._damages import is_refused_for_itself
from ._stories import Story, expect_each, story_of

AGAIN = ("again", "with-new-ids", "answer-lost")


@criterion("N111-21")
def test_a_report_that_comes_again_is_one_referral(evidence: EvidenceView):
    """The same message, the same document under new ids, and again after an answer that was never read."""
    for journey in evidence.each():
        todo = "Know a document again by ClinicalDocument/id; acknowledge it, and keep one referral."
        expect_each(journey, AGAIN, not_one, "each message acknowledged, and one referral", todo)


def not_one(story: Story) -> Wrong:
    """Say what is wrong with a report that came again: a message that was not taken, or not one row of it."""
    untaken = story.not_taken(but_first=story.name == "answer-lost")
    # The very same message may be refused as a repeat: its sender has the answer already.
    wrong = [fault for fault in untaken if story.name != "again" or not is_refused_for_itself(fault[1])]
    rows: Wrong = [] if len(story.rows) == 1 else [(f"{story.name}: {len(story.rows)} rows", story.look)]
    return wrong + rows


@criterion("N111-30")
def test_another_document_of_a_case_is_kept_beside_the_first(evidence: EvidenceView):
    """The same case with another set: both are there to be opened, each with its own words."""
    for journey in evidence.each():
        story = story_of(journey, "same-case")
        wrong: Wrong = [*story.not_taken(), *_not_shown(story)]
        expect_right(
            "both documents of the case, each as it was sent", wrong, "Overwrite nothing by case number."
        )


@criterion("N111-30")
def test_another_document_under_a_used_tracking_id_is_kept(evidence: EvidenceView):
    """A tracking id stands for a transmission, and not for a referral."""
    for journey in evidence.each():
        story = story_of(journey, "same-tracking-id")
        wrong: Wrong = [*story.not_taken(), *_not_shown(story)]
        expect_right(
            "both patients' referrals, each as it was sent", wrong, "Know no document by its tracking id."
        )


@criterion("N111-30")
def test_other_content_under_a_version_that_is_held_overwrites_nothing(evidence: EvidenceView):
    """The first stays as it was; the second is refused for what it is, or is there to be seen."""
    for journey in evidence.each():
        story = story_of(journey, "same-version")
        first, second = story.reports
        # Who refuses the second has told its sender.
        wrong: Wrong = [fault for fault in story.not_taken() if fault[1].id == story.calls[0].id]
        if not _showing(story, first):
            wrong.append((f"{story.name}: the first document is not shown as it was sent", story.look))
        held = any(_holds(seen, second) for seen in story.opened)
        if not is_refused_for_itself(story.calls[-1]) and not held and not _showing(story, second):
            wrong.append((f"{story.name}: the second document that came is nowhere to be seen", story.look))
        todo = "Keep what was taken beside what is held, in its history."
        expect_right("the first document as it was, and the second beside it", wrong, todo)


def _not_shown(story: Story) -> Wrong:
    """Name the documents of a story that no screen shows as they were sent."""
    return [
        (f"{story.name}: document {number} is not shown as it was sent", story.look)
        for number, report in enumerate(story.reports, start=1)
        if not _showing(story, report)
    ]


def _showing(story: Story, report: Plain) -> list[ObservationView]:
    """Give the screens on which a report's text and case are shown."""
    return [
        seen for seen in story.opened if not text_faults(report, seen.shown) + case_faults(report, seen.shown)
    ]


def _holds(seen: ObservationView, report: Mapping[str, Any]) -> bool:
    """Say whether a screen has another document in its history; a notice of a conflict alone has lost it."""
    held = {str(old.get("document_id")).upper() for old in seen.shown.get("history") or ()}
    return report["document_id"].upper() in held
