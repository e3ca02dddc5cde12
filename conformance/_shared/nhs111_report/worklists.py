"""Reports of NHS 111 on pharmacies' worklists: the rows that are about one, and the looks that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cpcs_harness.judging import ExchangeView, JourneyView, NotShown, ObservationView

from ..screen import looks, rows, rows_of
from ..text import plain_reference
from .messages import AFTER_THE_CLOSE, END, SERVICE, Plain, name_of, report_of, sent_as

IDLE = ("withdrawn", "rejected", "cancelled", "completed")
"""Statuses of rows that ask for no work."""


def asking_for_work(rows: Iterable[Plain]) -> list[Plain]:
    """Give the rows of a worklist that ask for work."""
    return [row for row in rows if str(row.get("status")).casefold() not in IDLE]


def rows_of_any(reports: Iterable[Plain], look: ObservationView) -> list[Plain]:
    """Give the rows about the case of any report; by the NHS number, where a row names no case."""
    wanted = [(_cases(report), report["person"]["nhs_number"]) for report in reports]
    listed = [(row, cases - {""}, of) for row, cases, of in look.read(rows)]
    return [
        row
        for row, cases, of in listed
        if any(cases & own if cases else of == number for own, number in wanted)
    ]


def _cases(report: Plain) -> set[str]:
    return {plain_reference(report["case_reference"]), plain_reference(report["case_id"])}


def rows_of_case(report: Plain, look: ObservationView) -> list[Plain]:
    """Give the rows of a worklist that are about a report's case."""
    own, number = _cases(report), report["person"]["nhs_number"]
    return [row for row, cases, of in look.read(rows) if (cases & own if cases else of == number)]


def rows_naming_case(report: Plain, look: ObservationView) -> list[Plain]:
    """Give the rows of a worklist that name a report's case; one that names none may be of another of its patient."""
    own = _cases(report)
    return [row for row, cases, _ in look.read(rows) if cases & own]


def last_look(journey: JourneyView, call: ExchangeView) -> ObservationView:
    """Give the last look at the worklist of the pharmacy that a report was addressed to, after it was sent."""
    return looks(journey, report_of(call)["premises"]["ods"], call.seq)[-1]


def last_looks(journey: JourneyView, after: int) -> list[ObservationView]:
    """Give the last look at each pharmacy's worklist after an event."""
    seen = [look for look in journey.observations("worklist") if look.seq > after]
    return list({str(look.actor.get("ods")): look for look in seen}.values())


def end_look(journey: JourneyView, after: int) -> ObservationView:
    """Give the last look, at the journey's own pharmacy, after an event; NotShown unless it lists a sound report.

    What is sent once a consultation was closed has looks of its own.
    """
    ods, closed = journey.report["premises"]["ods"], _closed(journey)
    seen = [one for one in looks(journey, ods, after) if one.seq < closed]
    if not seen:
        raise NotShown(f"journey {journey.id}: the worklist of pharmacy {ods} was not seen before the close")
    look = seen[-1]
    sound = sent_as(journey, END)[-1]
    if not rows_of_case(report_of(sound), look):
        raise NotShown(
            f"journey {journey.id}: the sound report that was sent last is not listed either, so that what is "
            "not listed proves nothing",
            exchanges=[sound.id, look.id],
        )
    return look


def _closed(journey: JourneyView) -> float:
    """Give the event by which a consultation is closed of whose report a newer version comes; without one, none."""
    calls = journey.sent(SERVICE, at_least=0)
    cases = {report_of(call)["case_reference"] for call in calls if name_of(call) == AFTER_THE_CLOSE}
    own = {report_of(call)["document_id"] for call in calls if report_of(call)["case_reference"] in cases}
    ends = [seen.seq for seen in journey.attempts("complete", at_least=0) if seen.about in own]
    sent = [call.seq for call in calls if name_of(call) == AFTER_THE_CLOSE]
    return min([*ends, *sent], default=float("inf"))


def rows_of_report(report: Plain, look: ObservationView) -> list[Mapping[str, Any]]:
    """Give the rows of a worklist that are about a report's patient or case."""
    return rows_of(look, report["person"]["nhs_number"], [report["case_reference"], report["case_id"]])
