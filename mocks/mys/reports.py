"""The monthly reports that MYS holds: what each says, and which one stands for a pharmacy's month.

Source: none that is public; our own model, docs/reference/mys-report-model.md.
"""

from __future__ import annotations

import json
import uuid
from calendar import monthrange
from dataclasses import dataclass
from typing import Any

Report = dict[str, Any]
Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Said:
    """What a report says, in whichever form it came."""

    reference: str
    pharmacy: str
    month: str
    """As yyyy-MM; empty where the period is no whole month."""
    figures: int
    """How many figures there are."""


class Reports:
    """Takes reports, and knows a repeat from another one."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], tuple[str, Report]] = {}
        """Submission id and report, by pharmacy and reference."""
        self.standing: dict[tuple[str, str], str] = {}
        """The submission that stands for a pharmacy and a month."""

    def take(self, body: bytes, *, fhir: bool) -> Answer:
        """Take a report: 201 new, 200 the very same again, 409 another under its reference, 422 where a part lacks."""
        report = parsed(body, fhir=fhir)
        if report is None:
            return 400, {"message": "the body is no such report in JSON"}
        said = of_fhir(report) if fhir else of_plain(report)
        lacking = {
            "reference": said.reference,
            "pharmacy": said.pharmacy,
            "month": said.month,
            "figures": said.figures,
        }
        wrong = [{"field": name, "message": "is due"} for name, value in lacking.items() if not value]
        if wrong:
            return 422, {"message": "the report breaks a rule", "errors": wrong}
        return self._kept(said, report)

    def _kept(self, said: Said, report: Report) -> Answer:
        key = (said.pharmacy, said.reference)
        if key in self.held:
            submission, before = self.held[key]
            if before == report:
                return 200, {"submissionId": submission}
            return 409, {"message": "another report has this reference", "submissionId": submission}
        submission = str(uuid.uuid4())
        self.held[key] = (submission, report)
        replaced = self.standing.get((said.pharmacy, said.month))
        self.standing[said.pharmacy, said.month] = submission
        return 201, {"submissionId": submission, **({"replaces": replaced} if replaced else {})}


def parsed(body: bytes, *, fhir: bool) -> Report | None:
    """Read a body; None for what is no JSON object, or no MeasureReport where one is due."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return None
    right = isinstance(read, dict) and (not fhir or read.get("resourceType") == "MeasureReport")
    return read if right else None


def of_fhir(report: Report) -> Said:
    """Read a MeasureReport."""
    period = _object(report.get("period"))
    identifiers, groups = report.get("identifier"), report.get("group")
    first = identifiers[0] if isinstance(identifiers, list) and identifiers else {}
    reporter = _object(_object(report.get("reporter")).get("identifier"))
    return Said(
        str(_object(first).get("value") or ""),
        str(reporter.get("value") or ""),
        whole_month(str(period.get("start") or ""), str(period.get("end") or "")),
        len(groups) if isinstance(groups, list) else 0,
    )


def of_plain(report: Report) -> Said:
    """Read a report that is no FHIR."""
    month = str(report.get("month") or "")
    return Said(
        str(report.get("reference") or ""),
        str(report.get("pharmacy") or ""),
        month if len(month) == 7 else "",
        len(_object(report.get("figures"))),
    )


def whole_month(start: str, end: str) -> str:
    """Give the month of which a period is the first to the last day; empty where it is no whole month."""
    month = start[:7]
    try:
        last = monthrange(int(month[:4]), int(month[5:]))[1]
    except ValueError:
        return ""
    return month if (start, end) == (f"{month}-01", f"{month}-{last:02d}") else ""


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
