"""Verdicts of checks, criteria and requirements, and what a level of a pathway comes to."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What a check, a criterion or a requirement came to; the order is that of precedence: the first outweighs."""

    NOT_MET = "not_met"
    FAIL = "fail"
    ERROR = "error"
    QUERY = "query"
    NOT_SHOWN = "not_shown"
    AWAITING = "awaiting"
    DECLARED = "declared"
    WARNING = "warning"
    MET_ON_MODEL = "met_on_model"
    MET = "met"
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    CONFIRMED = "confirmed"
    NOT_APPLICABLE = "not_applicable"

    @property
    def rank(self) -> int:
        """Its place in the order of precedence, from 0."""
        return _RANKS[self]


_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}

OF_CHECKS = (Verdict.FAIL, Verdict.ERROR, Verdict.NOT_SHOWN, Verdict.PASS, Verdict.NOT_APPLICABLE)
OF_CRITERIA = (
    Verdict.FAIL,
    Verdict.ERROR,
    Verdict.QUERY,
    Verdict.NOT_SHOWN,
    Verdict.AWAITING,
    Verdict.DECLARED,
    Verdict.WARNING,
    Verdict.PASS,
    Verdict.CONFIRMED,
    Verdict.NOT_APPLICABLE,
)
OF_REQUIREMENTS = (
    Verdict.NOT_MET,
    Verdict.ERROR,
    Verdict.QUERY,
    Verdict.NOT_SHOWN,
    Verdict.AWAITING,
    Verdict.DECLARED,
    Verdict.MET_ON_MODEL,
    Verdict.MET,
)
MET = frozenset({Verdict.MET, Verdict.MET_ON_MODEL})
"""Verdicts of a requirement that a gate lets through."""


class LevelOutcome(StrEnum):
    """What a level of a pathway comes to, from its requirements."""

    MEETS = "meets"
    DOES_NOT_MEET = "does_not_meet"
    INCOMPLETE = "incomplete"
    NOT_YET_DUE = "not_yet_due"
