"""Reports that were withdrawn, and copies for information, ask for no work.

Source: Technical Guidance for templated CDA domains V4.0, section 17 (interface sheet nhs111-itk22, 6.3, cases S10 and
A19).
"""

import re
from collections.abc import Mapping

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_none,
)
from cpcs_harness.judging.in_words import Words

from .._shared.nhs111_report.expectations import Wrong, expect_right
from .._shared.nhs111_report.messages import is_taken, report_of, sent_as
from .._shared.nhs111_report.worklists import asking_for_work, rows_of_case
from .._shared.screen import all_text, looks
from .._shared.text import plain_reference
from ._stories import Story, expect_each, story_of

END = "complete"
WORK = ("record_consultation", END)
BEGUN = "withdrawn-begun"
WITHDRAWN = ("withdrawn", BEGUN)
ONE_OF_TWO = "one of two"
SAYS_SO = re.compile(
    r"withdr[ae]w|nullif|annul|cancel|revoke|recall|retract|rescind|no longer valid|(?:taken|took)\b.{0,30}\bback\b",
    re.IGNORECASE,
)
OTHER_WORDS = ("sections", "consultation", "claims")
"""Parts of an answer that have words of the report, of whoever saw the patient, or of what became of a claim."""
OTHERS = "Withdraw the set that a nullification names, and nothing else of the case."
TODO = "Refuse work on what was withdrawn, or say so to whoever goes on."


@criterion("N111-29")
def test_a_nullification_withdraws_what_is_held(evidence: EvidenceView):
    """Every version of the set: it was on the worklist, and asks for no work any more, also where that had begun."""
    for journey in evidence.each():
        due = "the nullification acknowledged, and its document withdrawn"
        expect_each(journey, WITHDRAWN, not_withdrawn, due, "Withdraw the whole set.")


@criterion("N111-29")
def test_work_on_what_was_withdrawn_does_not_go_on_unawares(evidence: EvidenceView):
    """Whoever records and completes a consultation on it is refused, or told by an answer that it was withdrawn."""
    for journey in evidence.each():
        story = story_of(journey, BEGUN)
        expect_listed(story)
        answers = [seen for seen in worked_on(journey, story) if seen.seq > story.calls[-1].seq]
        if not answers:
            raise NotShown(f"journey {journey.id}: nobody went on with what was withdrawn")
        told = min((seen.seq for seen in answers if says_so(seen)), default=answers[-1].seq + 1)
        ended = [seen for seen in answers if (seen.action, seen.status) == (END, "done") and seen.seq < told]
        expect_none("consultation that was completed without a word", ended, answers[-1], TODO)


def says_so(seen: ObservationView) -> bool:
    """Say whether an answer has words by which the referral was withdrawn: not a name, nor the report, nor a claim."""
    own = {name: said for name, said in seen.shown.items() if name not in OTHER_WORDS}
    return SAYS_SO.search(f"{all_text(own)} {seen.told}") is not None


def worked_on(journey: JourneyView, story: Story) -> list[ObservationView]:
    """Give what was answered to work on a story's documents, done or refused."""
    documents = {report["document_id"] for report in story.reports}
    found = [
        seen
        for seen in journey.seen
        if seen.action in WORK and seen.status in ("done", "refused") and seen.about in documents
    ]
    journey.looked_at.extend(seen.id for seen in found)
    return found


@criterion("N111-29")
def test_a_nullification_of_what_is_unknown_is_no_fault_and_holds_for_what_comes_late(evidence: EvidenceView):
    """It is acknowledged, also when another document withdraws the same once more, and remembered."""
    for journey in evidence.each():
        unseen, first = story_of(journey, "withdrawn-unseen"), story_of(journey, "withdrawn-first")
        # Whether the version that comes late is acknowledged or refused is not said anywhere.
        refused = [wrong for wrong in first.not_taken() if wrong[1].id == first.calls[0].id]
        wrong: Wrong = [*unseen.not_taken(), *refused, *still_active(unseen), *still_active(first)]
        expect_right("the nullification acknowledged, and nothing of its set on the worklist", wrong)


@criterion("N111-29")
def test_a_nullification_withdraws_no_other_document(evidence: EvidenceView):
    """Of a case that was reported twice, in sets of their own, one report is taken back: the other asks for work."""
    for journey in evidence.each():
        *reports, last = sent_as(journey, ONE_OF_TWO)
        report, ods = report_of(last), report_of(last)["premises"]["ods"]
        seen = looks(journey, ods, reports[0].seq if reports else last.seq)
        before = [
            look for look in seen if look.seq < last.seq and asking_for_work(rows_of_case(report, look))
        ]
        if not before or not all(map(is_taken, reports)):
            raise NotShown(f"journey {journey.id}: the case that was reported twice was not listed before")
        at = looks(journey, ods, last.seq)[-1]
        due = "a row of the case that asks for work, since one report of it was not taken back"
        expect(bool(asking_for_work(rows_of_case(report, at))), due, Words("none"), at, OTHERS, "absent")


@criterion("N111-29")
def test_a_report_that_was_taken_back_is_not_shown_as_one_that_stands(evidence: EvidenceView):
    """Beside the other report of the case it is called withdrawn, or is not there."""
    for journey in evidence.each():
        first, *others = sent_as(journey, ONE_OF_TWO)
        for call in others:
            back = plain_reference((report_of(call)["parent"] or {}).get("document_id"))
            opened = [
                seen for seen in journey.shown_of(report_of(first)["document_id"]) if seen.seq > call.seq
            ]
            for seen in opened if back else ():
                rows = [row for row in seen.shown.get("history") or () if isinstance(row, Mapping)]
                listed = [row for row in rows if plain_reference(row.get("document_id")) == back]
                standing = [row["status"] for row in listed if row.get("status") and not says_so(seen)]
                expect_none("report that was taken back, as one that stands", standing, seen, OTHERS)


@criterion("N111-31")
def test_a_copy_for_information_is_acknowledged_and_not_listed(evidence: EvidenceView):
    """Somebody else has the patient."""
    for journey in evidence.each():
        story = story_of(journey, "copy")
        wrong: Wrong = story.not_taken() + still_active(story)
        expect_right("a copy acknowledged, and no work", wrong, "Go by the interaction of the message.")


def not_withdrawn(story: Story) -> Wrong:
    """Say what is wrong with a referral that was on the worklist, and was withdrawn."""
    expect_listed(story)
    return [*story.not_taken(), *still_active(story)]


def still_active(story: Story) -> Wrong:
    """Name the rows that still ask for work."""
    return [
        (f"{story.name}: referral {row.get('referral')} is {row.get('status') or 'listed'}", story.look)
        for row in story.active
    ]


def expect_listed(story: Story) -> None:
    """Raise NotShown unless a story's referral was on the worklist before its last message came."""
    first, last = story.calls[0], story.calls[-1]
    seen = looks(story.journey, report_of(first)["premises"]["ods"], first.seq)
    if not any(rows_of_case(report_of(first), look) for look in seen if look.seq < last.seq):
        raise NotShown(f"journey {story.journey.id}: what was to be withdrawn was not listed before")
