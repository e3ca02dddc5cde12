"""What somebody who works at another pharmacy tries on a referral, by its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.exemptions import HeldExemption

from . import onward as _onward
from . import prescriptions as _prescriptions
from . import referrals as _referrals
from .pathways import UM

Tried = tuple[str, Mapping[str, Any]]
"""An action, and what is entered with it."""
_DISPENSED = {"number": 32, "status": "0006", "items": ["inhaler"]}
_ELSEWHERE = "FX506"


def while_open(stage: Stage, there: Stage) -> None:
    """Try what is done with a referral that waits: open it, treat the patient, send it back."""
    words, urgent = stage.issued.words, there.issued.pathway == UM.id
    outcome = "medicine-supplied" if urgent else "advice-given"
    supply: list[Tried] = [("supply_medicine", _referrals.supplied(there))] if urgent else []
    _try(
        stage,
        there,
        [
            ("open_referral", {}),
            ("record_contact_attempt", {"outcome": "no-answer"}),
            ("choose_patient", {"nhs_number": there.issued.person.nhs_number}),
            ("record_consent", {"share_with_gp": True}),
            ("record_permission_to_view", {"permission": "given"}),
            ("view_summary_care_record", {}),
            *supply,
            ("record_consultation", _referrals.consultation(there.issued, outcome, there.now())),
            ("complete", {}),
            ("reject_referral", {"reason": words.remark}),
        ],
    )


def hold_what_is_asked(there: Stage) -> str:
    """Have the tracker and RTEC know something of a patient; gives the prescription, which nobody can dispense."""
    held = _prescriptions.held_for([_DISPENSED], there.issued.person.nhs_number)
    identifier = held.prescriptions[0].id
    there.hold(held, there.issued.label)
    exempt = HeldExemption(there.issued.person.nhs_number, identifier, "9005")
    there.hold(exempt, there.issued.label)
    return identifier


def once_treated(stage: Stage, there: Stage, prescription: str = "") -> None:
    """Try what is done once a consultation is written down: ask of the charge, set the supply aside, send elsewhere."""
    urgent = there.issued.pathway == UM.id
    declared = {"kind": "medical", "by": "patient", "name": there.issued.person.family, "form": "token"}
    charged: list[Tried] = [
        ("track_prescriptions", {}),
        ("check_exemption", {"prescription_id": prescription}),
        ("declare_exemption", {**declared, "signed": True}),
        ("record_no_supply", {"why": "declined", "text": stage.issued.words.remark}),
    ]
    place = _onward.service(_ELSEWHERE)
    stage.do("load_directory", needed=False, entries=[_onward.provider(place)])
    names = {"service_id": place["service_id"], "ods": place["ods"], "name": place["public_name"]}
    _try(
        stage,
        there,
        [
            *(charged if urgent else []),
            ("refer_onward", {**names, "reason": stage.issued.words.remark}),
        ],
    )


def once_claimed(stage: Stage, there: Stage) -> None:
    """Try to take the claim back."""
    _try(stage, there, [("withdraw_claim", {"why": stage.issued.words.remark})])


def once_completed(stage: Stage, there: Stage) -> None:
    """Try what is done with a consultation that is completed: correct it, tell the practice, claim."""
    _try(
        stage,
        there,
        [
            ("amend_consultation", {"advice": stage.issued.words.correction}),
            ("notify_gp", {}),
            ("submit_claims", {}),
            ("print_token", {}),
        ],
    )


def _try(stage: Stage, there: Stage, actions: Iterable[Tried]) -> None:
    about = there.issued.report.document_id
    for action, given in actions:
        stage.do(action, needed=False, referral=there.referral, about=about, **given)
