"""Steps that journeys share, whatever channel a referral comes by: collecting, opening, keying in, treating."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import Stage
from cpcs_harness.journeys.worklist import bare, row_of
from cpcs_harness.people.model import GpReferral, Issued, Person, Premises, Report
from cpcs_harness.stalls import fair_now
from cpcs_harness.times import real_now, stamp

from .pathways import MI, UM

Referral = Report | GpReferral

SERVICES = {MI.id: "minor-illness", UM.id: "urgent-medicine"}


def next_id(held: str, what: str = "") -> str:
    """Give another id for what is sent once more: it follows from the one that was issued, and so from the run's seed.

    `what` tells apart what follows on the same id.
    """
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{held}/{what}")).upper()


def for_patient(stage: Stage, issued: Issued, referral: str | None = None) -> Stage:
    """Give a stage of the same journey where the same pharmacist works for a further patient, at their pharmacy."""
    patient = replace(issued, pharmacist=stage.issued.pharmacist)
    return replace(stage, issued=patient, referral=referral)


def sign_in(stage: Stage) -> None:
    """The pharmacist signs in; nothing else of the system is needed to see what arrives."""
    stage.step("The pharmacist signs in")
    stage.do("sign_in", needed=False)


def collect(stage: Stage, at: Premises | None = None, *, looked_for: bool = False) -> None:
    """The pharmacy's mailboxes are read, and once more where the harness itself was late.

    A system that reads them by itself cannot be told to, and need not be: it has the time that it declares, unless what
    came is `looked_for` next, which waits by itself.
    """
    deadline = fair_now() + stage.pace.arrival_seconds
    while True:
        since = time.time()
        seen = stage.do("collect_messages", needed=False, at=at)
        if seen.status in ("done", "cannot") or not stage.kept_waiting(since) or fair_now() > deadline:
            break
        stage.wait(stage.pace.poll_seconds)
    if seen.status == "cannot" and not looked_for:
        stage.wait(stage.pace.arrival_seconds)  # it tells of no event to wait for


def find_and_open(stage: Stage, wanted: Sequence[Referral], at: Premises | None = None) -> None:
    """Look at the worklist until the referrals are there, and open each that is."""
    found = stage.look_for(wanted, at)
    for referral in wanted:
        if referral.document_id in found:
            stage.open(referral, found[referral.document_id], at)


def open_if_listed(stage: Stage, wanted: Sequence[Referral], at: Premises | None = None) -> None:
    """Look at the worklist once, and open those of the referrals that are there: none of them has to be."""
    seen = stage.do("worklist", at=at)
    for referral in wanted:
        row = row_of(referral, seen)
        if row is not None:
            stage.open(referral, row, at)


def rows_about(report: Report, seen: Outcome) -> list[Mapping[str, Any]]:
    """Give every row of a worklist that is about a report's case."""
    marks = {bare(report.case_reference), bare(report.case_id)}
    rows = seen.observation.get("referrals")
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [row for row in found if marks & {bare(row.get(key)) for key in ("case_reference", "case_id")}]


def keyed_from_practice(referral: GpReferral) -> dict[str, Any]:
    """Give what staff key in who read a practice's e-mail."""
    return {
        "source": "gp-practice",
        "reference": referral.reference,
        "practice_ods": referral.person.practice.ods,
        "service": referral.service,
        "patient": keyed_patient(referral.person),
        "complaint": referral.complaint,
        "notes": "\n".join(part for part in (referral.history, referral.notes) if part),
    }


def keyed_from_nhs111(report: Report, pathway: str) -> dict[str, Any]:
    """Give what staff key in who read the e-mail of a provider of NHS 111."""
    return {
        "source": "nhs111",
        "reference": report.case_id,
        "practice_ods": report.person.practice.ods,
        "service": SERVICES[pathway],
        "patient": keyed_patient(report.person),
        "complaint": report.sections[0].text,
        "notes": "Came by e-mail: the provider's system is down",
        "disposition_code": report.disposition_code,
    }


def keyed_patient(person: Person) -> dict[str, Any]:
    """Give what staff key in of a patient."""
    return {
        "given": person.given,
        "family": person.family,
        "birth_date": person.birth_date.isoformat(),
        "gender": person.gender,
        "nhs_number": person.nhs_number,
        "address": {"lines": list(person.address), "postcode": person.postcode},
        "telephone": person.callback,
    }


def treat(stage: Stage) -> None:
    """The pharmacist speaks with the patient, supplies where an urgent medicine was asked for, and completes."""
    write_down(stage)
    stage.try_to("complete")


def write_down(stage: Stage) -> None:
    """The pharmacist speaks with the patient, supplies where an urgent medicine was asked for, and writes it down."""
    urgent = stage.issued.pathway == UM.id
    stage.step("The pharmacist treats the patient")
    if urgent:
        stage.try_to("supply_medicine", **supplied(stage))
    outcome = "medicine-supplied" if urgent else "advice-given"
    stage.try_to("record_consultation", **consultation(stage.issued, outcome, stage.now()))


def supply(stage: Stage, about: str = "") -> Outcome:
    """The pharmacist supplies the urgent medicine, if they may."""
    return stage.do("supply_medicine", needed=False, about=about, **supplied(stage))


def supplied(stage: Stage) -> dict[str, Any]:
    """Give what the pharmacist writes down of the urgent medicine."""
    return {
        "code": stage.own_code("urgent-medicine"),
        "quantity": 1,
        "days_supply": stage.issued.words.days,
        "dosage": stage.issued.words.dosage,
        "reason": stage.issued.words.reason,
    }


def consultation(issued: Issued, outcome: str, at: datetime | None = None) -> dict[str, Any]:
    """Give what the pharmacist writes down of a patient's consultation, which began at a moment, or now."""
    words = issued.words
    return {
        "method": words.method,
        "started": stamp(at or real_now()),
        "presenting_complaint": words.complaint,
        "assessment": words.assessment,
        "advice": words.advice,
        "actions_for_gp": words.actions,
        "outcome": outcome,
        "products": [],
    }


def product(stage: Stage) -> dict[str, Any]:
    """Give what the pharmacist writes down of a product that the patient is recommended."""
    return {"code": stage.own_code("recommended-product"), "quantity": stage.issued.words.tablets}


def readdressed(report: Report, ids: Report, premises: Premises) -> Report:
    """Give another case of the same patient, under the ids of an issued report, for another pharmacy."""
    sections = tuple(
        replace(
            section,
            text=section.text.replace(report.case_id, ids.case_id).replace(
                report.premises.name, premises.name
            ),
        )
        for section in report.sections
    )
    return replace(
        report,
        case_reference=ids.case_reference,
        case_id=ids.case_id,
        document_id=ids.document_id,
        set_id=ids.set_id,
        message_id=ids.message_id,
        tracking_id=ids.tracking_id,
        premises=premises,
        sections=sections,
    )
