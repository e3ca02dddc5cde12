"""Reporting a pharmacy's month to MYS: what was counted, under a reference of its own, once."""

import json
import re
from typing import Any

from ...kit.locks import Locks
from ...kit.models import SentReport
from ...kit.problems import Refused
from ...kit.store import Store
from ...kit.times import now
from ...national.mys import ClaimResponse, Mys
from .figures import Figures
from .month_report import MonthReport

_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
PENDING = "failed"
"""The state of a report of which nobody knows whether MYS has it."""


class Reporter:
    """Reports months."""

    def __init__(self, store: Store, mys: Mys, figures: Figures, report: MonthReport) -> None:
        self.store = store
        self.mys = mys
        self.figures = figures
        self.report = report
        self._locks = Locks()

    def report_month(self, ods: str, month: str) -> dict[str, Any]:
        """Report a month; one of which no answer came is sent again as it was, before any other."""
        if not _MONTH.fullmatch(month):
            raise Refused("Enter a month as its year and number, such as 2026-11")
        with self._locks.hold(ods):
            sent = self.due(ods, month)
            response = self.mys.submit_report(json.loads(sent.body))
            sent.status, sent.submission_id = response.status, self.submission_id(response)
            self.store.keep(sent)
        return {
            "month": month,
            "ods": ods,
            "status": sent.status,
            "reference": sent.reference,
            "submission_id": sent.submission_id,
            "message": response.message,
            "figures": sent.figures,
        }

    def due(self, ods: str, month: str) -> SentReport:
        """The report that is to go: the one that was not answered, or one of what is counted now."""
        earlier = self.store.reports_of(ods, month)
        if earlier and earlier[-1].status == PENDING:
            return self.again(earlier[-1], len(earlier))
        return self.fresh(ods, month, len(earlier) + 1)

    def again(self, sent: SentReport, _number: int) -> SentReport:
        """The report that was not answered, as it was."""
        return sent

    def fresh(self, ods: str, month: str, number: int) -> SentReport:
        """A report of what is counted now."""
        figures, reference, at = self.figures.of(ods, month), f"{ods}-{month}-{number}", now()
        body = json.dumps(self.report.report(ods, month, reference, figures, at))
        return SentReport(
            reference=reference,
            ods=ods,
            month=month,
            created=at,
            body=body,
            figures=figures,
            status=PENDING,
            submission_id="",
        )

    def submission_id(self, response: ClaimResponse) -> str:
        """The number that MYS gave the report."""
        return response.submission_id
