"""A month's consultations as CSV: one line for each, as it stands now."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from ...consultations.record import Record, gather
from ...kit.agreed import ExtractRules
from ...kit.config import Config
from ...kit.models import Referral
from ...kit.problems import Refused
from ...kit.store import DONE, Store
from ...kit.times import day_in_london

NHSEI, PRSB = "nhsei-data-specification", "prsb-pharmacy-information"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, str]
"""A line, by what its cells hold."""


class Extract:
    """Writes the export of a pharmacy and a month."""

    def __init__(self, config: Config, store: Store) -> None:
        self.config = config
        self.store = store
        self.rules: ExtractRules = config.profiles.extract

    def content(self, ods: str, month: str, form: str) -> Iterator[bytes]:
        """The export as the bytes of a file, line by line."""
        for line in self.lines(ods, month, form):
            yield self.encoded(line)

    def encoded(self, line: str) -> bytes:
        """A line as bytes."""
        return line.encode()

    def lines(self, ods: str, month: str, form: str) -> Iterator[str]:
        """The export: a header, and a line for each consultation that was completed in the month."""
        columns, further = self.columns(form), self.further(form)
        yield self.line([*columns.values(), *further])
        for referral in self.referrals(ods, month):
            row = self.row(self.record(referral), referral)
            yield self.line([*(row[name] for name in columns), *("" for _ in further)])

    def further(self, form: str) -> tuple[str, ...]:
        """Columns that there are beside these, in which nothing stands."""
        return self.rules.further.nhsei if form == NHSEI else self.rules.further.prsb

    def columns(self, form: str) -> dict[str, str]:
        """What the columns are called, by what they hold."""
        return self.rules.nhsei if form == NHSEI else self.rules.prsb

    def record(self, referral: Referral) -> Record:
        """The record of a consultation; whom nobody looked up is exported as they were reported."""
        try:
            return gather(self.config, referral)
        except Refused:
            referral.matches = {"patients": []}  # of this copy alone: as though looked for in vain
            return gather(self.config, referral)

    def referrals(self, ods: str, month: str) -> list[Referral]:
        """The referrals of which the consultation was completed in the month, as it was in London."""
        return [referral for referral in self.store.referrals_of(ods) if self.is_of(referral, month)]

    def is_of(self, referral: Referral, month: str) -> bool:
        """Whether a consultation was completed in the month."""
        if referral.status not in DONE or referral.completed is None:
            return False
        return self.day(referral.completed).startswith(month)

    def day(self, completed: str) -> str:
        """The day on which a consultation was completed."""
        return day_in_london(completed).isoformat()

    def line(self, cells: list[str]) -> str:
        """Cells as a line of CSV."""
        page = io.StringIO(newline="")
        csv.writer(page, lineterminator="\r\n").writerow(cells)
        return page.getvalue()

    def row(self, record: Record, referral: Referral) -> Row:
        """What is exported of one consultation."""
        patient, consultation = record.patient, record.consultation
        row = {
            "pharmacy_ods": record.pharmacy.ods,
            "referral_source": referral.source,
            "service": record.pathway,
            "case_reference": record.case_reference,
            "nhs_number": patient["nhs_number"],
            "birth_date": patient["birth_date"],
            "gender": patient["gender"],
            "practice_ods": record.practice["ods"],
            "received": referral.received,
            "completed": record.completed,
            "method": str(consultation["method"]),
            "presenting_complaint": self.text(str(consultation["presenting_complaint"])),
            "advice": self.text(str(consultation["advice"])),
            "outcome": str(consultation["outcome"]),
            "items": self.items(referral.supplies),
            "gphc_number": record.pharmacist["gphc_number"],
            "claim_submission_id": self.claim(referral),
        }
        return {name: self.coded(name, value or "") for name, value in row.items()}

    def claim(self, referral: Referral) -> str:
        """As what MYS holds the claim; empty where it was withdrawn, or never taken."""
        claim = self.store.claim(referral.id)
        return claim.submission_id if claim and claim.status != "withdrawn" else ""

    def coded(self, name: str, value: str) -> str:
        """A value as it is written in the export."""
        codes: dict[str, str] = getattr(self.rules.codes, name, {})
        return codes.get(value, value)

    def text(self, text: str) -> str:
        """What somebody wrote, as they did; what a spreadsheet would reckon has an apostrophe before it."""
        return f"'{text}" if text.startswith(_FORMULA) else text

    def items(self, supplies: list[dict[str, Any]]) -> str:
        """What was supplied: dm+d code and quantity, one after another."""
        return ";".join(f"{item['code']}*{item['quantity']:g}" for item in supplies)
