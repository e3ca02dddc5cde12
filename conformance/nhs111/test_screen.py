"""An opened referral shows what NHS 111 sent: identity, callback number, disposition, practice, sections, case.

Source: NHS 111 Domain Message Specification v2.1 RC1; Guidance for the Creation of a 111 CDA Document (interface sheet
nhs111-itk22, 3.3 to 3.7).
"""

from collections.abc import Iterator

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    expect_none,
    expect_same,
)
from cpcs_harness.judging.in_words import in_words

from .._shared.nhs111_report.expectations import expect_code
from .._shared.nhs111_report.shown import text_faults
from .._shared.nhs111_report.strays import address_faults, stray_names, stray_sections
from .._shared.screen import digits, expect_name, expect_patient
from .._shared.text import plain_reference


def opened(evidence: EvidenceView) -> Iterator[tuple[JourneyView, ObservationView]]:
    """Go through every time that a referral was opened, with its journey."""
    for journey in evidence.each():
        for seen in journey.observations("open_referral"):
            yield journey, seen


@criterion("N111-02")
def test_the_patients_identity_is_shown_as_sent(evidence: EvidenceView):
    """Name, birth date, gender and NHS number."""
    for journey, seen in opened(evidence):
        expect_patient(journey.person, seen)


@criterion("N111-02")
def test_no_address_and_no_name_is_shown_but_the_patients(evidence: EvidenceView):
    """Where the report's addresses and further names are shown: what was sent, for what it was sent; or nothing."""
    for journey, seen in opened(evidence):
        faults = [*address_faults(journey.report, seen.shown), *stray_names(journey.report, seen.shown)]
        todo = "Take addr and name of this report's patientRole, by their use."
        expect_none("address or name that was not sent", faults, seen, todo)


@criterion("N111-03")
def test_the_callback_number_is_this_patients(evidence: EvidenceView):
    """The number sent with use EC, which is where the patient waits to be called."""
    for journey, seen in opened(evidence):
        number = digits(seen.shown.get("callback_number"))
        todo = "Take the telecom with use EC of this report's patientRole."
        expect_equal("the callback number", digits(journey.person["callback"]), number, seen, todo)


@criterion("N111-04")
def test_the_disposition_is_shown_with_its_words(evidence: EvidenceView):
    """Code and display name of dischargeDispositionCode."""
    for journey, seen in opened(evidence):
        shown = seen.shown.get("disposition") or {}
        expect_code(journey.report["disposition_code"], shown.get("code"), seen)
        expect_same("the disposition's words", journey.report["disposition_text"], shown.get("text"), seen)


@criterion("N111-05")
def test_the_registered_practice_is_shown(evidence: EvidenceView):
    """ODS code and name of providerOrganization, and not of the sender."""
    for journey, seen in opened(evidence):
        due, shown = journey.person["practice"], seen.shown.get("practice") or {}
        expect_equal("the practice's ODS code", due["ods"], shown.get("ods"), seen)
        expect_name("the practice's name", due["name"], shown.get("name"), seen)


@criterion("N111-06")
def test_every_section_is_shown_whole_and_in_order(evidence: EvidenceView):
    """Titles and texts as sent, nothing cut off, angle brackets as they stand."""
    for journey, seen in opened(evidence):
        faults = text_faults(journey.report, seen.shown)
        expect(
            not faults,
            "every section whole, in the order in which it was sent",
            faults,
            seen,
            "Show it whole.",
        )


@criterion("N111-06")
def test_no_section_is_shown_that_was_not_sent(evidence: EvidenceView):
    """Among the sections, and in their tables and lists, stands nothing of another report, and nothing made up."""
    for journey, seen in opened(evidence):
        faults = stray_sections(journey.report, seen.shown)
        todo = "Show the report's own sections; what else there is to say stands elsewhere on the screen."
        expect_none("text that was not sent", faults, seen, todo)


@criterion("N111-09")
def test_the_case_reference_is_the_one_sent(evidence: EvidenceView):
    """The id by which NHS 111 and the pharmacy talk of the same case."""
    for journey, seen in opened(evidence):
        due = {key: journey.report[key] for key in ("case_reference", "case_id")}
        shown = {key: seen.shown[key] for key in due if seen.shown.get(key)}
        right = set(map(plain_reference, shown.values())) <= set(map(plain_reference, due.values()))
        expect(bool(shown) and right, f"case reference or case id, of {in_words(due)}", shown, seen)
