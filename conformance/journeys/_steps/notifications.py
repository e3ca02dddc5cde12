"""Steps of journeys that tell practices: which of them take MESH, and patients who are treated and then told of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.mailbox import HeldMailbox
from cpcs_harness.people.model import Issued
from cpcs_harness.times import stamp

from ..._shared.deadline import told_by
from . import cis2 as _cis2
from . import consultations as _consultations
from . import moments as _moments
from . import pds as _pds
from . import referrals as _referrals
from . import tracing as _tracing
from .pds import Case

WORKFLOWS = ("DIGMED_EMG_MED", "DIGMED_MINOR_ILLNESS_PEM")
"""Of urgent supplies, and of minor illness."""
REFUSAL: dict[str, Any] = {
    "status": 417,
    "headers": {"Content-Type": "application/json"},
    "body": json.dumps(
        {
            "message_id": "",
            "internal_id": "",
            "detail": [{"event": "SEND", "code": "17", "msg": "Message type not registered for mailbox"}],
        }
    ).encode(),
}
"""How MESH answers what it will never take, by its kind."""
INVALID: dict[str, Any] = {
    **REFUSAL,
    "status": 400,
    "body": json.dumps(
        {
            "message_id": "",
            "internal_id": "",
            "detail": [{"event": "SEND", "code": "06", "msg": "Malformed message headers"}],
        }
    ).encode(),
}
"""How it answers what it will never take for its headers, whatever these are."""
PAGE: dict[str, Any] = {
    "status": 200,
    "headers": {"Content-Type": "text/html"},
    "body": b"<html><head><title>Sign in</title></head><body><p>Sign in to use this network.</p></body></html>",
}
"""What stands before MESH, and answers in its place with a page: MESH itself takes a message with 202."""
UNKNOWN = ("20013", "30002")
"""What a practice answers that received a message, and does not know its patient."""


def take_mesh(stage: Stage, patients: Iterable[Issued]) -> None:
    """The practices of some patients take documents of both kinds by MESH."""
    for patient in patients:
        stage.hold(HeldMailbox(patient.person.practice.ods, WORKFLOWS), patient.label)


URGENT = "urgent for the practice"
"""Label of the patient whose practice has to act at once."""
MEANWHILE, CORRECTED = "corrected meanwhile", "corrected"
"""Labels of the patients whose records are corrected: while the practice is still to be told, and afterwards."""
AT_ODD_HOURS = tuple(_moments.ODD)
"""Labels of the patients who are seen at midnight, and in the nights in which clocks change."""


def treated(stage: Stage, patients: Mapping[str, Issued]) -> dict[str, Case]:
    """Have patients referred, traced and treated, so that nothing is left to do but to tell their practices."""
    signed_in = _cis2.asks_in_own_name_alone(stage.declaration)
    _tracing.begin(stage, patients.values(), signed_in=signed_in)
    cases = _pds.refer(
        stage, {label: _consultations.as_referred(patient) for label, patient in patients.items()}
    )
    stage.step("The pharmacist traces and treats the patients")
    for label, case in cases.items():
        case.find()
        case.choose()
        _tracing.treat(case, **_recorded(stage, label))
    return cases


def _recorded(stage: Stage, label: str) -> dict[str, Any]:
    """Give what a patient's consultation is recorded with, besides what everybody's is."""
    if label in AT_ODD_HOURS:
        return {"started": stamp(_moments.ODD[label](stage.now()))}
    return {"urgent_for_gp": True} if label == URGENT else {}


def notify(cases: Iterable[Case]) -> None:
    """Have the practices told; done again, it shows what became of it."""
    for case in cases:
        case.do("notify_gp")


def look_too_late(stage: Stage) -> None:
    """The pharmacist looks at what will still need somebody when every practice should long have been told."""
    due = told_by(stage.world.profiles["notification"], stage.now())
    look(stage, stamp(due + timedelta(minutes=1)))


def look(stage: Stage, at: str = "") -> None:
    """The pharmacist looks at what still needs somebody, now or as it will be at a moment."""
    stage.do("view_outbox", needed=False, **({"as_of": at} if at else {}))


def refuse(stage: Stage) -> None:
    """Have the practice refuse what it was told of a patient, or have no such mailbox; the pharmacy hears of it."""
    number = stage.issued.person.nhs_number
    stage.answer_gp_reports({number: UNKNOWN})
    stage.bounce_email(number, "unknown")
    _referrals.collect(stage)
