"""Every word of a report is shown, however it is marked up and whatever script it is in.

Source: NHS 111 Domain Message Specification v2.1 RC1, text (interface sheet nhs111-itk22, 3.7, cases A06, A18, A22, A24
and R29).
"""

from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, ObservationView, criterion

from .._shared.nhs111_report.expectations import Wrong, expect_right, expect_shown
from .._shared.nhs111_report.messages import Plain, every_form, must_have_sent, name_of, report_of, sent_as
from .._shared.nhs111_report.sections import section_faults
from .._shared.nhs111_report.shown import identity_faults, text_faults
from .._shared.nhs111_report.strays import stray_sections

MARKED_UP = (
    "nested-sections",
    "table",
    "list",
    "footnotes",
    "bold",
    "empty-section",
    "character-data",
    "no-advice",
)
WRITTEN = ("many-scripts", "no-break-spaces", "long-text", "text-like-markup", "restricted", "later-profile")
SPECIAL_NOTES = "Special Patient Notes"


@criterion("N111-39")
def test_text_is_shown_whole_however_it_is_marked_up(evidence: EvidenceView):
    """Nested sections, tables, lists, footnotes, character data; sections in order, and none lost."""
    for journey in evidence.each():
        must_have_sent(journey, *MARKED_UP)
        calls = every_form(journey)
        todo = "Show every section, those within others too; keep cells and items apart."
        expect_shown(journey, calls, "every word of every section, in order", whole_and_no_more, todo)


@criterion("N111-39")
def test_text_is_shown_whole_whatever_is_written(evidence: EvidenceView):
    """Any script, emoji, no-break spaces, 60 KB, and text that looks like markup: as it stands."""
    for journey in evidence.each():
        calls = sent_as(journey, *WRITTEN)
        expect_shown(
            journey, calls, "every word of every section, in order", whole_and_no_more, "Show text as text."
        )
        must_have_sent(journey, "hard-name")
        expect_shown(journey, every_form(journey), "the name as it was sent", identity_faults)


def whole_and_no_more(report: Plain, shown: Plain) -> list[str]:
    """Say what of a report's text is not shown as it was sent, and what is shown that it has not."""
    return [*text_faults(report, shown), *stray_sections(report, shown)]


@criterion("N111-40")
def test_special_patient_notes_are_shown_whole(evidence: EvidenceView):
    """Where they say something of safeguarding above all."""
    for journey in evidence.each():
        opened = list(_opened(journey))
        if not opened:
            raise NotShown(f"journey {journey.id}: no referral with {SPECIAL_NOTES} was opened")
        wrong: Wrong = [
            (f"{name}: {fault}", seen)
            for name, report, seen in opened
            for fault in section_faults(_notes(report), seen.shown.get("sections") or ())
        ]
        expect_right(f"{SPECIAL_NOTES} as they were sent", wrong, "Show every section, whatever its code.")


def _notes(report: Plain) -> list[Plain]:
    return [section for section in report["sections"] if section["title"] == SPECIAL_NOTES]


def _opened(journey: JourneyView) -> list[tuple[str, Plain, ObservationView]]:
    """Give name, report and screen of each referral with such notes that was opened."""
    found = [
        (name_of(call), report_of(call), seen)
        for call in journey.sent("nhs111")
        for seen in journey.shown_of(report_of(call)["document_id"])
    ]
    own = [seen for seen in journey.observations("open_referral") if not seen.about]
    found += [(journey.id, journey.report, seen) for seen in own]
    return [(name, report, seen) for name, report, seen in found if _notes(report)]
