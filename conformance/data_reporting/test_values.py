"""What stands in a row: the values of the record, and texts as they were written.

Source: CPCS Technical Toolkit, June 2021, row Data reporting; model of the project: docs/reference/extract-model.md.
"""

from collections.abc import Iterator

from cpcs_harness.judging import EvidenceView, criterion, expect, expect_equal, through
from cpcs_harness.judging.in_words import in_words

from .._shared.dispensed import number
from ._exports import Export, exports_of
from ._moments import moment_of
from ._treated import FORMULA, PLAIN, Treated, patient, treated

TEXTS = ("presenting_complaint", "advice")
RECKONED = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet takes for something to reckon."""


@criterion("DAT-03")
def test_values_are_those_of_the_record(evidence: EvidenceView):
    """Patient, practice, referral, outcome, what was supplied, by whom, and the claim; when it came, and was done."""
    for journey in evidence.each():
        for export, apart in through(exports_of(journey)):
            with apart:
                for who, alone in through(treated(journey, export)):
                    with alone:
                        row = who.row(export)
                        for name, due in _values(who, export):
                            if name in row:
                                expect_equal(
                                    f"{name} of case {who.case_reference}", due, row[name], export.seen
                                )
                        _expect_none_held(who, row, export)
                        _expect_items(who, row, export)
                        _expect_moments(who, row, export)


def _values(who: Treated, export: Export) -> Iterator[tuple[str, str]]:
    """Give each field with what is due in it."""
    known, said = who.known, who.said
    codes = export.profile["codes"]
    yield "pharmacy_ods", who.pharmacy
    yield "nhs_number", known["nhs_number"]
    yield "birth_date", known["birth_date"]
    if known["gender"]:
        yield "gender", codes["gender"][known["gender"]]
    if known["practice_ods"]:
        yield "practice_ods", known["practice_ods"]
    yield "service", codes["service"][who.journey.pathway]
    yield "referral_source", codes["referral_source"][who.source]
    yield "method", codes["method"][said["method"]]
    yield "outcome", codes["outcome"][said["outcome"]]
    yield "gphc_number", who.journey.issued["pharmacist"]["gphc"]
    yield "claim_submission_id", _claim(who)


def _claim(who: Treated) -> str:
    """Give as what MYS holds their claim; empty where none was accepted, or it was withdrawn."""
    claims = [] if who.acts("withdraw_claim") else who.acts("submit_claims")
    shown = claims[-1].shown.get("claims") if claims else None
    accepted = [claim for claim in shown or () if claim.get("status") == "accepted"]
    return str(accepted[0].get("submission_id") or "") if accepted else ""


def _expect_none_held(who: Treated, row: dict[str, str], export: Export) -> None:
    """Raise NotMet where something else is exported of what PDS does not hold than that, or the referral's practice."""
    may_be = {
        "gender": ("", export.profile["codes"]["gender"]["unknown"]),
        "practice_ods": ("", who.issued["person"]["practice"]["ods"]),
    }
    for name, ways in may_be.items():
        if name in row and not who.known[name]:
            due = f"{name} of case {who.case_reference}: none"
            expect(row[name] in ways, due, row[name], export.seen)


def _expect_items(who: Treated, row: dict[str, str], export: Export) -> None:
    if "items" not in row:
        return
    parts = [part.rpartition("*") for part in row["items"].split(";") if part.strip()]
    found = [(code.strip(), number(quantity)) for code, _, quantity in parts]
    what = f"items of case {who.case_reference}: code and quantity"
    expect_equal(what, sorted(who.supplied, key=str), sorted(found, key=str), export.seen)


def _expect_moments(who: Treated, row: dict[str, str], export: Export) -> None:
    received, completed = moment_of(row.get("received", "")), moment_of(row["completed"])
    expect(
        completed is not None and completed == moment_of(who.completed),
        f"completed {who.completed}",
        row["completed"],
        export.seen,
    )
    expect(
        "received" not in row or (received is not None and completed is not None and received <= completed),
        f"received: a moment with an offset, and before {row['completed']}",
        row.get("received"),
        export.seen,
    )


@criterion("DAT-04")
def test_texts_are_as_they_were_written(evidence: EvidenceView):
    """Quotes, commas, line breaks and letters beyond ASCII, whole."""
    for journey in evidence.each():
        who = patient(journey, PLAIN)
        for export, apart in through(who.exports()):
            with apart:
                row = who.row(export)
                for name, alone in through(filter(row.__contains__, TEXTS)):
                    with alone:
                        received = row[name].replace("\r\n", "\n")
                        expect_equal(name, who.said[name], received, export.seen, "Write CSV with a library.")


@criterion("DAT-05")
def test_what_a_spreadsheet_would_reckon_stays_a_text(evidence: EvidenceView):
    """As it was written, or with an apostrophe before it; never changed otherwise."""
    for journey in evidence.each():
        patient(journey, FORMULA).exports()  # there is one
        for export, apart in through(exports_of(journey)):
            with apart:
                for who, alone in through(treated(journey, export)):
                    with alone:
                        _expect_text(who, export)


def _expect_text(who: Treated, export: Export) -> None:
    row, said = who.row(export), who.said
    for name in TEXTS:
        text = said[name]
        if name in row and text.startswith(RECKONED):
            due = f"{in_words(text)}, or with an apostrophe before it"
            expect(row[name] in (text, f"'{text}"), due, row[name], export.seen)
