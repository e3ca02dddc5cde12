"""Summary Care Records that journeys have the Spine hold: what a practice writes, and what it should not."""

from __future__ import annotations

from cpcs_harness.people.demographics import CareRecord, CareSection
from cpcs_harness.people.model import Issued

from .referrals import next_id

MANY_ROWS = 3000
"""Of the longest section that is sent; about 200 kB."""

_HEADINGS = {
    "AllergiesHeader": "Allergies and Adverse Reactions",
    "AcuteMedsHeader": "Acute Medications (for the 12 months before this record was written)",
    "RepeatMedsHeader": "Current Repeat Medications",
    "DiscRepeatMedsHeader": "Discontinued Repeat Medications (for the 6 months before this record was written)",
    "RisksToPatientHeader": "Risks to Patient",
    "DiagnosesHeader": "Diagnoses",
    "ProblemsHeader": "Problems and Issues",
}
_SCRIPT = "<script>document.title='taken over by the record'</script>"
HOSTILE = (
    f'<p onclick="stealCookies()">Latex: contact dermatitis</p>{_SCRIPT}'
    '<img src="https://records.example/pixel.png" onerror="stealCookies()"/>'
    "<style>table{display:none}</style>"
    "<p>INR target &lt; 3.5 &amp; &gt; 2.0</p>"
    '<iframe src="https://records.example/frame"></iframe>'
    '<p><a href="javascript:stealCookies()">Carries an adrenaline pen</a></p>'
)
"""What nobody should write into a record, between three things that a pharmacist has to see."""


def care_record(issued: Issued, written: str = "first", **changes: object) -> CareRecord:
    """Give a record of a patient, with one allergy that no other patient has; `written` says which of several."""
    document_id = next_id(issued.report.document_id, f"care record, {written}")
    mark = document_id.partition("-")[0]
    sections = tuple(CareSection(code, title, _text(code, mark)) for code, title in _HEADINGS.items())
    given = {
        "nhs_number": issued.person.nhs_number,
        "document_id": document_id,
        "sections": (_title(issued), *sections),
        "created": "2026-10-02T08:15:00+01:00",
    }
    return CareRecord(**given | changes)  # type: ignore[arg-type]  # the fields of a record, by name


def with_section(record: CareRecord, code: str, html: str) -> tuple[CareSection, ...]:
    """Give a record's sections, one of them with another text."""
    return tuple(
        CareSection(section.code, section.title, html if section.code == code else section.html)
        for section in record.sections
    )


def many_rows() -> str:
    """Give a table that goes on beyond what a screen shows."""
    rows = (
        _row(
            "Acute Medication",
            f"Item {number} of {MANY_ROWS}",
            "Amoxicillin 500mg capsules",
            "One three times a day",
        )
        for number in range(1, MANY_ROWS + 1)
    )
    return _table("AcuteMeds", ("Type", "Date", "Medication Item", "Dosage Instructions"), *rows)


def _title(issued: Issued) -> CareSection:
    practice = issued.person.practice
    html = (
        '<h3 id="Disclaimer">Taken from the record of the general practice. It need not hold everything that '
        "matters about this patient.</h3>"
        '<p id="CreateTime">Summary written: 02-Oct-2026 08:15</p>'
        f'<p id="Practice">{practice.name}, {practice.postcode}</p>'
    )
    return CareSection("Title", "General Practice Summary", html)


def _text(code: str, mark: str) -> str:
    if code == "AllergiesHeader":
        allergy = _row("11-Mar-2019", f"Trimethoprim: anaphylaxis, noted as case {mark}", "Certain", "Severe")
        return _table("Allergies", ("Date", "Description", "Certainty", "Severity"), allergy)
    if code == "RepeatMedsHeader":
        inhaler = _row(
            "Last Issued: 21-Sep-2026", "Salbutamol 100micrograms/dose inhaler", "Two puffs when needed"
        )
        return _table("RepeatMeds", ("Date", "Medication Item", "Dosage Instructions"), inhaler)
    return _table(
        code.removesuffix("Header"), ("Date", "Description"), _row("Nothing is recorded under this heading")
    )


def _table(name: str, heads: tuple[str, ...], *rows: str) -> str:
    head = "".join(f"<th>{title}</th>" for title in heads)
    return f'<table id="{name}"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _row(*cells: str) -> str:
    return f'<tr class="oddRow">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
