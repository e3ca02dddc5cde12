"""Faults in what outlives a restart: what is lost is gone when the system starts on records that are there already."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, update

from ..app import App
from ..kit.models import Alert, AuditEntry, Claim, Pharmacist, Referral
from ._wrong import wrong
from .gaming.surface import stays_up


def _begin_with(app: App, *changes: Any) -> None:
    with app.service.store.writing() as session:
        for change in changes:
            session.execute(change.execution_options(synchronize_session=False))


@wrong(catches=("GPM-48",), shows_when="a restart between consent and notification")
def keeps_consent_in_memory(app: App) -> None:
    """Knows of no patient's consent when it starts."""
    _begin_with(app, update(Referral).values(share_with_gp=None))


@wrong(catches=("GPM-48",), shows_when="a restart before the practice is told")
def keeps_half_of_the_consultation(app: App) -> None:
    """Has the last consultations of each day as they were first entered: without advice."""
    store = app.service.store
    for ods in (place.ods for place in app.service.config.premises):
        for referral in store.referrals_of(ods):
            if referral.consultation:
                store.change(
                    referral.id, consultation={**referral.consultation, "advice": "", "actions_for_gp": ""}
                )


@wrong(catches=("PDS-60",), shows_when="a restart")
def keeps_adopted_records_in_memory(app: App) -> None:
    """Shows, when it starts, each patient as the sender had them."""
    _begin_with(app, update(Referral).values(adopted_patient=None))


@wrong(catches=("BSA-32",), shows_when="a restart after MYS has taken a claim")
def takes_claims_for_unanswered(app: App) -> None:
    """Takes, when it starts, each claim for one that MYS did not answer."""
    _begin_with(app, update(Claim).where(Claim.status == "accepted").values(status="failed"))


@wrong(catches=("N111-48",), shows_when="a restart")
def begins_a_new_audit_trail(app: App) -> None:
    """Writes a new audit trail each time that it starts."""
    _begin_with(app, delete(AuditEntry))


@wrong(catches=("N111-48",), shows_when="a restart")
def keeps_alerts_in_memory(app: App) -> None:
    """Knows of no alert when it starts."""
    _begin_with(app, delete(Alert))


@wrong(catches=("ENR-08",), shows_when="a restart")
def keeps_enrolments_in_memory(app: App) -> None:
    """Has nobody enrolled when it starts."""
    _begin_with(app, delete(Pharmacist))


@wrong(catches=("GPM-48", "PDS-60", "BSA-32"), shows_when="a restart")
def keeps_the_bare_referral(app: App) -> None:
    """Keeps what came, and nothing of what was done about it."""
    done: dict[str, Any] = {
        "consultation": None,
        "share_with_gp": None,
        "adopted_patient": None,
        "matches": None,
    }
    begun: dict[str, Any] = {
        "status": "new",
        "completed": None,
        "contacted": None,
        "supplies": [],
        "supplied_to": None,
    }
    _begin_with(app, update(Referral).values(**done, **begun), delete(Claim))


@wrong(
    catches=(), shows_when="a restart, of which nothing is seen: what stands on it is not shown, and not met"
)
def ignores_restart(app: App) -> None:
    """Says that it was restarted, and goes on."""
    app.web = stays_up(app.web)
