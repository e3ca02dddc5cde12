"""Exports of a month, read once from end to end: what is kept of one does not grow with its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from cpcs_harness.formats.extract.not_csv import NotCsv
from cpcs_harness.judging import JourneyView, NotShown
from cpcs_harness.profiles import Profile

from ._files import Answers, answers_of
from ._moments import month_of

NHSEI, PRSB = "nhsei-data-specification", "prsb-pharmacy-information"
NAMED_BY = {NHSEI: "nhsei", PRSB: "prsb"}
"""By form: the key of the profile that has its columns."""
EMPTY = "2019-01"
"""A month in which nobody was treated: the service had not begun."""
MOST = 20
"""Findings of a kind that are kept of one export."""

Row = dict[str, str]
"""What stands in a row, by what it holds; only what there is a column for."""


@dataclass
class Export:
    """What was exported for a pharmacy and a month, in one form."""

    answers: Answers
    profile: Profile
    header: tuple[str, ...] = ()
    count: int = 0
    rows: list[Row] = field(default_factory=list)
    """Those of the journey's own cases."""
    strangers: list[str] = field(default_factory=list)
    """Other pharmacies that have a row in it."""
    elsewhen: list[str] = field(default_factory=list)
    """When consultations were completed that have a row in it and are of another month, or of no moment at all."""
    unlisted: list[tuple[str, str]] = field(default_factory=list)
    """Columns and words in them that are not among the codes."""

    def __post_init__(self) -> None:
        self.seen = self.answers.first
        self.form, self.month = str(self.seen.given["form"]), str(self.seen.given["month"])
        self.pharmacy = str(self.seen.actor["ods"])

    @property
    def columns(self) -> dict[str, str]:
        """By what it holds: the name of the column."""
        return dict(self.profile[NAMED_BY[self.form]])

    @property
    def due(self) -> list[str]:
        """The names of all columns that there are to be."""
        return [*self.columns.values(), *self.profile["further"][NAMED_BY[self.form]]]

    def of(self, case_reference: str) -> list[Row]:
        """Give the rows of a referral."""
        return [row for row in self.rows if row.get("case_reference", "").casefold() == case_reference]

    def take(self, row: Row, cases: Collection[str]) -> None:
        """Take a row in."""
        self.count += 1
        if row.get("case_reference", "").casefold() in cases:
            self.rows.append(row)
        ods, completed = row.get("pharmacy_ods", ""), row.get("completed", "")
        if ods != self.pharmacy:
            _note(self.strangers, ods)
        if month_of(completed) != self.month:
            _note(self.elsewhen, completed)
        for name, words in self.profile["codes"].items():
            if (
                row.get(name) and row[name] not in words.values()
            ):  # whether a cell may be empty is its values' matter
                _note(self.unlisted, (self.columns[name], row[name]))


def exports_of(journey: JourneyView, *, empty: bool = False, form: str = "") -> list[Export]:
    """Give the exports of months in which patients were treated, or of the one in which nobody was.

    None, and one that cannot be read (which DAT-11 tells of), is NotShown.
    """
    found = [
        answers
        for answers in answers_of(journey)
        if (answers.first.given["month"] == EMPTY) == empty and form in ("", answers.first.given["form"])
    ]
    if not found:
        raise NotShown(f"journey {journey.id}: no such export was made")
    return [_read(journey, answers) for answers in found]


def _read(journey: JourneyView, answers: Answers) -> Export:
    export = Export(answers, journey.profiles["extract"])
    issued = (journey.issued, *journey.also.values())
    cases = {str(person["report"]["case_reference"]).casefold() for person in issued}
    try:
        for row in _rows(export):
            export.take(row, cases)
    except NotCsv as wrong:
        raise NotShown(f"{export.seen.where}: it cannot be read at {wrong}") from wrong
    return export


def _rows(export: Export) -> Iterator[Row]:
    held = {column: name for name, column in export.columns.items()}
    for _, table in export.answers.tables():
        export.header = table.header
        places = [(held[column], place) for place, column in enumerate(table.header) if column in held]
        for row in table.rows:
            yield {name: row.cells[place] for name, place in places}


def _note(found: list[Any], what: Any) -> None:
    if len(found) < MOST and what not in found:
        found.append(what)
