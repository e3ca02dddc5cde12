"""Steps of journeys in which NHS 111 sends many reports, and the forms in which a report comes again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.model import Caller, Parent, Person, Premises, Report, Section, Sent
from cpcs_harness.people.series import carer_of
from cpcs_harness.stalls import fair_now

from .referrals import next_id, rows_about

CORRECTION = "Corrected: the patient is allergic to penicillin, and rang back to say so."
_LEFT = Section(
    "Left side", "Vesicular", inside=(Section("At the base", "A few crackles that clear on coughing"),)
)
_CHEST = Section("Chest", "Moves equally", inside=(_LEFT,))
_EXAMINATION = Section(
    "Examination", "Not distressed", inside=(Section("Findings", "No wheeze", inside=(_CHEST,)),)
)
HISTORY = Section(
    "History", "Seen last week at home", inside=(_EXAMINATION, Section("Plan", "Review in two days"))
)
"""Sections within sections, as deep as a report may have them: six (interface sheet nhs111-itk22, 3.7)."""
IDS = ("document_id", "message_id", "tracking_id")
"""What no other document has, nor the message that brings it."""


class TakesItk(Journey):
    """A journey in which NHS 111 sends by ITK; a system behind the played adaptor cannot go this way."""

    asked_for_by = "[options] and [adaptor]"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only a system that takes ITK itself is sent such messages."""
        return declaration.takes_itk


def send_sound(stage: Stage, label: str) -> Report:
    """Send a report of a further patient that nothing is odd about."""
    report = replace(stage.another(label).report, habits="strict")
    stage.send(report=report, variant=label)
    return report


def taken(pairs: Sequence[tuple[Report, Sent]]) -> list[Report]:
    """Give the reports that were acknowledged."""
    return [report for report, sent in pairs if sent.status == 200]


def look_at_other_pharmacies(stage: Stage) -> None:
    """Look at the worklist of every other pharmacy of the candidate's."""
    for premises in stage.premises:
        if premises.ods != stage.issued.premises.ods:
            stage.do("worklist", at=premises)


def caller(person: Person, code: str, relationship: str, name: str) -> Caller:
    """Give somebody who rang from a number of their own."""
    return Caller(code, relationship, name, carer_of(person.callback))


def foreign_pharmacy(near: Premises) -> Premises:
    """Give a pharmacy that uses another system, for messages that go to several."""
    return replace(
        near, ods="FZ997", name="Far End Pharmacy", dos_service_id="2000099997", email="", mailbox=""
    )


def renewed(report: Report) -> Report:
    """Give the same document as another message carries it."""
    return replace(report, message_id=next_id(report.message_id), tracking_id=next_id(report.tracking_id))


def with_history(report: Report) -> Report:
    """Give a report with sections as deep as there may be."""
    return replace(report, sections=(*report.sections, HISTORY))


def another_of(report: Report, what: str) -> Report:
    """Give another report of the same patient and case: a document, a set and a message of its own."""
    ids = {name: next_id(getattr(report, name), what) for name in ("document_id", "set_id")}
    messages = {name: next_id(getattr(report, name), what) for name in ("message_id", "tracking_id")}
    return replace(report, **ids, **messages)


def corrected(report: Report) -> Report:
    """Give another document of the same set and version, with other words in its first section.

    Its message has ids of its own: those of a repeat are for a repeat alone.
    """
    first, *others = report.sections
    changed: tuple[Section, ...] = (replace(first, text=f"{CORRECTION} Case {report.case_id}."), *others)
    later = report.created + timedelta(minutes=1)
    ids = {name: next_id(getattr(report, name), "corrected") for name in IDS}
    return replace(report, **ids, created=later, sections=changed)


def earlier_call(report: Report) -> Report:
    """Give another case of the same patient, from the day before."""
    return replace(
        corrected(report),
        set_id=next_id(report.set_id),
        case_reference=next_id(report.case_reference),
        case_id=f"{report.case_id}9",
        created=report.created - timedelta(days=1),
    )


def next_version(report: Report) -> Report:
    """Give the version that takes a report's place, and says so."""
    parent = Parent(report.document_id, report.set_id, report.version)
    return replace(corrected(report), version=report.version + 1, parent=parent)


def nullifying(report: Report) -> Report:
    """Give the document that takes a report back."""
    return replace(next_version(report), interaction="nullify")


def look_until_withdrawn(stage: Stage, report: Report) -> None:
    """Look at the worklist until a report's rows are withdrawn, or the time of arrival is over."""
    look_until(
        stage,
        lambda: all(row.get("status") == "withdrawn" for row in rows_about(report, stage.do("worklist"))),
    )


def look_until(stage: Stage, is_there: Callable[[], bool]) -> None:
    """Look again and again until it is there, or the time of arrival is over."""
    deadline = fair_now() + stage.pace.arrival_seconds
    while not is_there():
        if fair_now() + stage.pace.poll_seconds > deadline:
            return
        stage.wait(stage.pace.poll_seconds)  # a candidate tells of no event to wait for
