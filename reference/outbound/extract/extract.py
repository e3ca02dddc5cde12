"""A month's consultations as CSV: one line for each, as it stands now."""

import base64
import csv
import io
from typing import Any

from ...consultations.record import Record, gather
from ...kit.config import Config
from ...kit.models import Referral
from ...kit.problems import Refused
from ...kit.store import DONE, Store
from ...kit.times import day_in_london
from .columns import COLUMNS

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Extract:
    """Writes the export of a pharmacy and a month."""

    def __init__(self, config: Config, store: Store) -> None:
        self.config = config
        self.store = store

    def file(self, ods: str, month: str, form: str) -> dict[str, str]:
        """The export as a file: a header, and a line for each consultation that was completed in the month."""
        rows = [self.row(self.record(referral), referral) for referral in self.referrals(ods, month)]
        written = self.written(self.header(form), rows)
        content = base64.b64encode(written.encode()).decode()
        return {"name": f"{ods}-{month}-{form}.csv", "media": "text/csv", "content": content}

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

    def header(self, form: str) -> list[str]:
        """What the columns are called."""
        return list(COLUMNS[form].values())

    def written(self, header: list[str], rows: list[list[str]]) -> str:
        """The lines as CSV."""
        page = io.StringIO(newline="")
        csv.writer(page, lineterminator="\r\n").writerows([header, *rows])
        return page.getvalue()

    def row(self, record: Record, referral: Referral) -> list[str]:
        """One line."""
        claim = self.store.claim(referral.id)
        patient, consultation = record.patient, record.consultation
        return [
            record.pharmacy.ods,
            referral.source,
            record.pathway,
            record.case_reference,
            patient["nhs_number"],
            patient["birth_date"],
            patient["gender"],
            record.practice["ods"],
            referral.received,
            record.completed,
            str(consultation["method"]),
            self.text(str(consultation["presenting_complaint"])),
            self.text(str(consultation["advice"])),
            str(consultation["outcome"]),
            self.items(referral.supplies),
            record.pharmacist["gphc_number"],
            claim.submission_id if claim else "",
        ]

    def text(self, text: str) -> str:
        """What somebody wrote, as they did; what a spreadsheet would reckon has an apostrophe before it."""
        return f"'{text}" if text.startswith(_FORMULA) else text

    def items(self, supplies: list[dict[str, Any]]) -> str:
        """What was supplied: dm+d code and quantity, one after another."""
        return ";".join(f"{item['code']}*{item['quantity']:g}" for item in supplies)
