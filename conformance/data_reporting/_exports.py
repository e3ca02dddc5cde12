"""Exports of a month, read as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from cpcs_harness.judging import JourneyView, NotMet, NotShown, expect
from cpcs_harness.judging.views import ObservationView

NHSEI, PRSB = "nhsei-data-specification", "prsb-pharmacy-information"
HEADINGS = {
    "pharmacy_ods": "Location identifier",
    "referral_source": "Referrer",
    "service": "Reason for referral",
    "case_reference": "Referral identifier",
    "nhs_number": "NHS number",
    "birth_date": "Date of birth",
    "gender": "Sex",
    "practice_ods": "GP practice identifier",
    "received": "Date of referral",
    "completed": "Date of contact",
    "method": "Consultation method",
    "presenting_complaint": "Presenting complaints or issues",
    "advice": "Information and advice given",
    "outcome": "Outcome",
    "items": "Medication supplied",
    "gphc_number": "Professional identifier",
    "claim_submission_id": "Claim identifier",
}
"""By field: the heading of the PRSB reading; the NHSEI specification calls it as we do."""
EMPTY = "2019-01"
LARGEST = 1 << 20
"""Characters of one cell."""

Row = dict[str, str]


@dataclass(frozen=True)
class Export:
    """One export: its header and rows, by our names of the fields."""

    seen: ObservationView
    form: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def due(self) -> tuple[str, ...]:
        """What the columns are to be called."""
        return tuple(HEADINGS if self.form == NHSEI else HEADINGS.values())

    def of(self, case_reference: str) -> list[Row]:
        """Give the rows of a referral."""
        return [row for row in self.rows if row["case_reference"].casefold() == case_reference.casefold()]


def exports_of(journey: JourneyView, *, empty: bool = False, form: str = "") -> list[Export]:
    """Give the exports of the month, or of the one in which there was nothing; none is NotShown."""
    seen = [
        view
        for view in journey.observations("export_data")
        if (view.given["month"] == EMPTY) == empty and form in ("", view.given["form"])
    ]
    if not seen:
        raise NotShown(f"journey {journey.id}: no such export was made")
    return [_read(journey, view) for view in seen]


def _read(journey: JourneyView, seen: ObservationView) -> Export:
    files = journey.artefacts_of(seen)
    expect(bool(files), "a file at least", seen.shown.get("files"), seen)
    form = str(seen.given["form"])
    names = {heading: field for field, heading in HEADINGS.items()} if form == PRSB else {}
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    for file in files:
        first, *others = list(_lines(file.content, seen)) or [[]]
        header = header or tuple(first)
        expect(tuple(first) == header, "the same header in each file", first, seen)
        for line in others:
            expect(len(line) == len(header), f"a line of {len(header)} cells", len(line), seen)
            named = {names.get(name, name): cell for name, cell in zip(header, line, strict=True)}
            rows.append(dict.fromkeys(HEADINGS, "") | named)
    return Export(seen, form, header, tuple(rows))


def _lines(content: bytes, seen: ObservationView) -> Iterator[list[str]]:
    """Read line by line, so that a file of any length is never in memory twice."""
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    csv.field_size_limit(LARGEST)
    try:
        yield from csv.reader(stream, strict=True)
    except (csv.Error, UnicodeDecodeError) as wrong:
        raise NotMet("CSV in UTF-8", str(wrong), at=seen.where, exchanges=[seen.id]) from wrong
