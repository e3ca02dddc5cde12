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
    return _found(wanted, _known_by(seen))


def rows_of(wanted: Sequence[Referral], seen: Outcome) -> dict[str, Mapping[str, Any]]:
    """Find the row of each referral that has one; by document id."""
    known = _known_by(seen)
    rows = {referral.document_id: _found(referral, known) for referral in wanted}
    return {document: row for document, row in rows.items() if row is not None}


def _known_by(seen: Outcome) -> dict[str, Mapping[str, Any]]:
    """Give the first row that each reference or number stands in, and both together: many are looked for in one."""
    rows = seen.observation.get("referrals")
    known: dict[str, Mapping[str, Any]] = {}
    for row in rows if isinstance(rows, list) else ():
        for name in NAMES if isinstance(row, dict) else ():
            written = row.get(name)
            known.setdefault(_digits(written) if name == "nhs_number" else bare(written), row)
            known.setdefault(_both(written, row.get("nhs_number")), row)
    return known


def _found(wanted: Referral, known: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any] | None:
    return next((known[mark] for mark in _marks(wanted) if mark in known), None)


def _marks(wanted: Referral) -> tuple[str, ...]:
    """Give what a row may be known by, the surest first: a case may have several rows, a patient several cases.

    A practice's reference may stand at two patients.
    """
    if isinstance(wanted, GpReferral):
        number = wanted.person.nhs_number
        return _both(wanted.reference, number), bare(wanted.reference), bare(number)
    return bare(wanted.case_reference), bare(wanted.case_id), bare(wanted.person.nhs_number)


def _both(reference: Any, number: Any) -> str:
    return f"{bare(reference)} of {_digits(number)}"


def _digits(number: Any) -> str:
    """Give an NHS number as rows are known by it: it may be written with blanks or hyphens."""
    return "".join(filter(str.isdigit, str(number or "")))


def bare(text: Any) -> str:
    """Give a reference or a number as rows are known by it: blanks and case do not matter."""
    return "".join(str(text or "").split()).casefold()
