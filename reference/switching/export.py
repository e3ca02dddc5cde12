"""Handing everything over that is kept of a pharmacy, in files that another system can read."""

import base64
import json
from typing import Any

from ..kit.models import Referral
from ..kit.store import Store
from ..kit.times import now
from .form import FORM, RecordForm

RECORDS = 100
"""Of one file, so that none grows without end."""


class Export:
    """Writes the files of a pharmacy."""

    def __init__(self, store: Store, form: RecordForm) -> None:
        self.store = store
        self.form = form

    def files(self, ods: str) -> list[dict[str, str]]:
        """All records of a pharmacy; one file where there is none."""
        records = [self.record(referral) for referral in self.referrals(ods)]
        parts = [records[start : start + RECORDS] for start in range(0, len(records), RECORDS)] or [[]]
        return [self.file(ods, number, part) for number, part in enumerate(parts, 1)]

    def referrals(self, ods: str) -> list[Referral]:
        """What is handed over: every referral of the pharmacy, in whatever state it is."""
        return self.store.referrals_of(ods)

    def record(self, referral: Referral) -> dict[str, Any]:
        """A referral with all that was done about it."""
        told, claim = self.store.notifications(referral.id), self.store.claim(referral.id)
        return self.form.record(referral, told, claim)

    def file(self, ods: str, number: int, records: list[dict[str, Any]]) -> dict[str, str]:
        """One file, with who is enrolled in each."""
        pharmacists = [self.form.pharmacist(known) for known in self.store.pharmacists()]
        content = {
            "form": FORM,
            "pharmacy": ods,
            "made": now(),
            "pharmacists": pharmacists,
            "records": records,
        }
        written = base64.b64encode(json.dumps(content).encode()).decode()
        return {"name": f"{ods}-{number}.json", "media": "application/json", "content": written}
