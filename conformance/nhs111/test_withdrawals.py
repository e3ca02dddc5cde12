"""What was taken back, and copies for information, ask for no work.

Source: Technical Guidance for templated CDA domains V4.0, section 17.
"""

from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, criterion

from .._shared.nhs111_report.expectations import Wrong, expect_right
from .._shared.nhs111_report.messages import report_of
from .._shared.nhs111_report.worklists import rows_of_case
from .._shared.screen import looks
from ._stories import Story, story


@criterion("N111-29")
def test_a_nullification_withdraws_what_is_held(evidence: EvidenceView):
    """Every version of the set: it was on the worklist, and asks for no work any more."""
    for journey in evidence.each():
        one = story(journey, "withdrawn")
        if not was_listed(journey, one):
            raise NotShown(f"journey {journey.id}: what was to be withdrawn was not listed before")
        wrong: Wrong = one.not_taken() + still_active(one)
        expect_right(
            "the nullification acknowledged, and its document withdrawn", wrong, "Withdraw the whole set."
        )


@criterion("N111-29")
def test_a_nullification_of_what_is_unknown_is_no_fault_and_holds_for_what_comes_late(evidence: EvidenceView):
    """It is acknowledged, and remembered."""
    for journey in evidence.each():
        unseen, first = story(journey, "withdrawn-unseen"), story(journey, "withdrawn-first")
        # Whether the version that comes late is acknowledged or refused is not said anywhere.
        refused = [wrong for wrong in first.not_taken() if wrong[1].id == first.calls[0].id]
        wrong: Wrong = [*unseen.not_taken(), *refused, *still_active(unseen), *still_active(first)]
        expect_right("the nullification acknowledged, and nothing of its set on the worklist", wrong)


@criterion("N111-31")
def test_a_copy_for_information_is_acknowledged_and_not_listed(evidence: EvidenceView):
    """Somebody else has the patient."""
    for journey in evidence.each():
        one = story(journey, "copy")
        wrong: Wrong = one.not_taken() + [(f"referral {row.get('referral')}", one.look) for row in one.rows]
        expect_right(
            "a copy acknowledged, and on no worklist", wrong, "Go by the interaction of the message."
        )


def still_active(one: Story) -> Wrong:
    """Name the rows that still ask for work."""
    return [
        (f"{one.name}: referral {row.get('referral')} is {row.get('status') or 'listed'}", one.look)
        for row in one.active
    ]


def was_listed(journey: JourneyView, one: Story) -> bool:
    """Say whether a story's referral was on the worklist before its last message came."""
    first, last = one.calls[0], one.calls[-1]
    seen = looks(journey, report_of(first)["premises"]["ods"], first.seq)
    return any(rows_of_case(report_of(first), look) for look in seen if look.seq < last.seq)
