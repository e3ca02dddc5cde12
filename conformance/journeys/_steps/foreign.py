"""What somebody who works at another pharmacy tries on a referral, by its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cpcs_harness.journeys.journey import Stage

from . import referrals as _referrals
from .pathways import UM

Tried = tuple[str, Mapping[str, Any]]
"""An action, and what is entered with it."""


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
