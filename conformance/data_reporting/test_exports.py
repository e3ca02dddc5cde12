"""The export of a month: whose, of whom, and as it was recorded.

Source: CPCS Technical Toolkit, June 2021, row Data reporting; model of the project: docs/reference/extract-model.md.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    JourneyView,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
)
from cpcs_harness.judging.views import ObservationView

from ._exports import NHSEI, PRSB, Row, exports_of

PLAIN, FORMULA, AMENDED, WAITS, ELSEWHERE = "", "formula", "amended", "waits", "elsewhere"
DONE = (PLAIN, FORMULA, AMENDED)


def issued_of(journey: JourneyView, label: str) -> Any:
    """Give what was issued for a patient of the journey; NotShown where it ended before."""
    if label and label not in journey.also:
        raise NotShown(f"journey {journey.id}: it ended before the patient {label}")
    return journey.also[label] if label else journey.issued


def case_of(journey: JourneyView, label: str) -> str:
    """Give a patient's case."""
    return str(issued_of(journey, label)["report"]["case_reference"])


def acts_of(journey: JourneyView, label: str, action: str) -> list[ObservationView]:
    """Give what was done about a patient."""
    return journey.shown_of(str(issued_of(journey, label)["report"]["document_id"]), action)


def one_row(journey: JourneyView, export: Any, label: str) -> Row:
    """Give the one row of a patient who was treated; DAT-02 looks at how many there are."""
    if not acts_of(journey, label, "complete"):
        raise NotShown(
            f"journey {journey.id}: the consultation of {label or 'its own patient'} was not completed"
        )
    rows = export.of(case_of(journey, label))
    expect(bool(rows), f"a row of case {case_of(journey, label)}", "none", export.seen)
    return dict(rows[0])


@criterion("DAT-01")
def test_the_columns_are_those_of_the_data_specification(evidence: EvidenceView):
    """Each column of our model of it, and no other; compared as sets."""
    _columns(evidence, NHSEI)


@criterion("DAT-08")
def test_the_columns_are_the_headings_of_the_prsb_standard(evidence: EvidenceView):
    """Each heading of our model of it, and no other; compared as sets."""
    _columns(evidence, PRSB)


def _columns(evidence: EvidenceView, form: str) -> None:
    for journey in evidence.each():
        for export in exports_of(journey, form=form):
            expect_none("column missing", sorted(set(export.due) - set(export.header)), export.seen)
            expect_none("column more", sorted(set(export.header) - set(export.due)), export.seen)
            expect_equal("how many columns there are", len(export.due), len(export.header), export.seen)


@criterion("DAT-02")
def test_each_consultation_of_the_pharmacy_is_in_it_once_and_no_other(evidence: EvidenceView):
    """Who was treated here, corrected or not; not who waits, and nobody of another pharmacy."""
    for journey in evidence.each():
        for export in exports_of(journey):
            for label in DONE:
                one_row(journey, export, label)
                count = len(export.of(case_of(journey, label)))
                expect_equal(f"rows of case {case_of(journey, label)}", 1, count, export.seen)
            for label in (WAITS, ELSEWHERE):
                expect_none(f"row of who {label}", export.of(case_of(journey, label)), export.seen)
            strangers = sorted(
                {row["pharmacy_ods"] for row in export.rows} - {journey.issued["premises"]["ods"]}
            )
            expect_none("row of another pharmacy", strangers, export.seen)


@criterion("DAT-03")
def test_values_are_those_of_the_record(evidence: EvidenceView):
    """Patient, practice, referral, outcome, what was supplied, by whom, and the claim."""
    for journey in evidence.each():
        for export in exports_of(journey):
            for label in DONE:
                row = one_row(journey, export, label)
                for name, due in values(journey, label):
                    expect_equal(f"{name} of case {row['case_reference']}", due, row[name], export.seen)
                moment = _moment(row["completed"])
                shown = acts_of(journey, label, "complete")[-1].shown.get("completed")
                expect(
                    moment is not None and moment == _moment(str(shown)),
                    f"completed {shown}",
                    row["completed"],
                    export.seen,
                )


def values(journey: JourneyView, label: str) -> Iterator[tuple[str, str]]:
    """Give each field with what is due in it."""
    issued = issued_of(journey, label)
    person, said = issued["person"], acts_of(journey, label, "record_consultation")[-1].given
    yield "nhs_number", person["nhs_number"]
    yield "birth_date", person["birth_date"]
    yield "gender", person["gender"]
    yield "practice_ods", person["practice"]["ods"]
    yield "service", journey.pathway
    yield "referral_source", "nhs111"
    yield "method", said["method"]
    yield "outcome", said["outcome"]
    yield "gphc_number", journey.issued["pharmacist"]["gphc"]
    code = issued["medicines"].get("urgent-medicine", {}).get("code")
    supplied = [f"{code}*{seen.given['quantity']:g}" for seen in acts_of(journey, label, "supply_medicine")]
    yield "items", ";".join(supplied)
    claims = acts_of(journey, label, "submit_claims")
    shown = (claims[-1].shown.get("claims") or [{}])[0] if claims else {}
    yield "claim_submission_id", str(shown.get("submission_id") or "")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@criterion("DAT-04")
def test_texts_are_as_they_were_written(evidence: EvidenceView):
    """Quotes, commas, line breaks and letters beyond ASCII, whole."""
    for journey in evidence.each():
        due = acts_of(journey, PLAIN, "record_consultation")
        for export in exports_of(journey):
            row = one_row(journey, export, PLAIN)
            for name in ("presenting_complaint", "advice"):
                received = row[name].replace("\r\n", "\n")
                expect_equal(name, due[-1].given[name], received, export.seen, "Write CSV with a library.")


@criterion("DAT-05")
def test_what_a_spreadsheet_would_reckon_stays_a_text(evidence: EvidenceView):
    """As it was written, or with an apostrophe before it; never changed otherwise."""
    for journey in evidence.each():
        due = acts_of(journey, FORMULA, "record_consultation")
        for export in exports_of(journey):
            received = one_row(journey, export, FORMULA)["presenting_complaint"]
            text = due[-1].given["presenting_complaint"]
            expect(
                received in (text, f"'{text}"),
                f"{text!r}, or with an apostrophe before it",
                received,
                export.seen,
            )


@criterion("DAT-06")
def test_a_month_without_consultations_is_a_header_alone(evidence: EvidenceView):
    """A file with its columns, and no row."""
    for journey in evidence.each():
        for export in exports_of(journey, empty=True):
            expect_none("column missing", sorted(set(export.due) - set(export.header)), export.seen)
            expect_none("row of a month without consultations", list(export.rows)[:1], export.seen)


@criterion("DAT-07")
def test_a_corrected_record_is_exported_as_corrected(evidence: EvidenceView):
    """The words that hold now, and not those of before."""
    for journey in evidence.each():
        amended = acts_of(journey, AMENDED, "amend_consultation")
        if not amended:
            raise NotShown(f"journey {journey.id}: nothing was corrected")
        for export in exports_of(journey):
            rows = export.of(case_of(journey, AMENDED))
            texts = [row["presenting_complaint"] for row in rows]
            expect_equal(
                "the corrected text", [amended[-1].given["presenting_complaint"]], texts, export.seen
            )
