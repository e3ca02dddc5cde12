"""The rows of a candidate's worklist, as a journey looks for its referrals among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.people.model import GpReferral, Report

Referral = Report | GpReferral
NAMES = ("case_reference", "case_id", "nhs_number")
"""Columns by which a row may be known."""


def row_of(wanted: Referral, seen: Outcome) -> Mapping[str, Any] | None:
    """Find the row of a worklist that is about what was sent: by case, reference or NHS number."""
    rows = seen.observation.get("referrals")
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    for marks in _marks(wanted):
        for row in found:
            if marks & {bare(row.get(name)) for name in NAMES}:
                return row
    return None


def rows_of(wanted: Sequence[Referral], seen: Outcome) -> dict[str, Mapping[str, Any]]:
    """Find the row of each referral that has one; by document id."""
    rows = {referral.document_id: row_of(referral, seen) for referral in wanted}
    return {document: row for document, row in rows.items() if row is not None}


def _marks(wanted: Referral) -> tuple[set[str], ...]:
    """Give what a row may be known by, the surest first: a case may have several rows, a patient several cases."""
    if isinstance(wanted, GpReferral):
        return {bare(wanted.reference)}, {bare(wanted.person.nhs_number)}
    return {bare(wanted.case_reference)}, {bare(wanted.case_id)}, {bare(wanted.person.nhs_number)}


def bare(text: Any) -> str:
    """Give a reference or a number as rows are known by it: blanks and case do not matter."""
    return "".join(str(text or "").split()).casefold()
