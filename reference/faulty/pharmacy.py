"""Faults of the pharmacy's own system: who works there, for which premises, and with which medicines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..actions.action import Action, Observation, Request
from ..app import App
from ..consultations.record import Record
from ..kit.config import Premises
from ..outbound.claims.fhir_claim import Claims
from ..outbound.gp.notifier import Notifier
from ..pharmacy.medicines import Medicines
from ..pharmacy.staff import Staff
from ..service import Service
from ._wrong import give, wrong


@wrong(catches=("ENR-01",))
class NamesTheAccountHolderAsPharmacist(Staff):
    """Names the holder of the account in what it sends, whoever was the pharmacist."""

    def acting(self, gphc: str, _name: str = "") -> dict[str, str]:
        super().acting(gphc)
        return {"full_name": "Account Holder", "gphc_number": "2000001"}


@wrong(catches=("SITE-01", "BSA-12"), shows_when="the second pharmacy")
class ClaimsForTheFirstPharmacy(Claims):
    """Claims for the first pharmacy that it serves, whichever did the work."""

    ods = ""

    def provider(self, record: Record) -> str:
        return self.ods or super().provider(record)

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).ods = app.service.config.premises[0].ods


@wrong(catches=("SITE-01",), shows_when="the second pharmacy")
class EmailsFromTheFirstPharmacy(Notifier):
    """Tells practices from the mailbox of the first pharmacy that it serves, whichever did the work."""

    def premises_of(self, record: Record) -> Premises:
        return self.config.premises[0]


@wrong(catches=("SITE-02",), shows_when="a referral of another pharmacy, by its id")
def opens_what_is_asked_for_by_id(app: App) -> None:
    """Opens a referral for whoever has its id, whichever pharmacy they work at."""
    _let_anybody(app, "open_referral")


@wrong(catches=("SITE-02",), shows_when="another pharmacy's referral that is not opened first")
def treats_what_is_asked_for_by_id(app: App) -> None:
    """Lets whoever has a referral's id write down of the patient what they like, whichever pharmacy they work at."""
    _let_anybody(app, "record_consent", "supply_medicine", "record_consultation", "complete")


@wrong(catches=("SITE-02",), shows_when="another pharmacy's consultation that is completed")
def claims_what_is_asked_for_by_id(app: App) -> None:
    """Tells the practice and claims for whoever has a referral's id, whichever pharmacy they work at."""
    _let_anybody(app, "notify_gp", "submit_claims")


@wrong(catches=("SITE-02",), shows_when="another pharmacy's consultation that is completed")
def corrects_what_is_asked_for_by_id(app: App) -> None:
    """Corrects a consultation for whoever has the referral's id, whichever pharmacy they work at."""
    _let_anybody(app, "amend_consultation")


@wrong(catches=("SITE-02",), shows_when="another pharmacy's referral, once it is written down")
def refers_on_what_is_asked_for_by_id(app: App) -> None:
    """Refers a patient to the next pharmacy for whoever has the referral's id, whichever pharmacy they work at."""
    _let_anybody(app, "refer_onward")


@wrong(catches=("SITE-02",), shows_when="the charge of another pharmacy's patient")
def tells_of_the_charge_by_id(app: App) -> None:
    """Asks of the charge and of prescriptions for whoever has the referral's id, and takes what they say of it."""
    _let_anybody(app, "track_prescriptions", "check_exemption", "declare_exemption", "record_no_supply")


@wrong(catches=("SITE-02",), shows_when="another pharmacy's claim")
def takes_back_the_claim_of_what_is_asked_for_by_id(app: App) -> None:
    """Takes a claim back for whoever has the referral's id, whichever pharmacy they work at."""
    _let_anybody(app, "withdraw_claim")


@wrong(catches=("SITE-02",), shows_when="an alert of another pharmacy")
def shows_alerts_of_every_pharmacy(app: App) -> None:
    """Lists the alerts of all pharmacies that the system serves to each of them."""
    _gather(app, "list_alerts", "alerts")


@wrong(catches=("SITE-02",), shows_when="what waits to be sent at another pharmacy")
def shows_the_outbox_of_every_pharmacy(app: App) -> None:
    """Lists what waits to be sent at all pharmacies that the system serves to each of them."""
    _gather(app, "view_outbox", "outbox")


def _gather(app: App, name: str, rows: str) -> None:
    """Have an action list what each pharmacy that is served would be shown."""
    own = app.actions[name]

    def of_all(service: Service, request: Request) -> Observation:
        everywhere = [replace(request.actor, ods=premises.ods) for premises in service.config.premises]
        seen = [own(service, replace(request, actor=actor)) for actor in everywhere]
        return Observation({rows: [row for one in seen for row in one.values[rows]]})

    app.actions[name] = of_all


def _let_anybody(app: App, *names: str) -> None:
    """Have actions done for whoever has a referral's id, as if they worked at its pharmacy."""
    for name in names:

        def anywhere(service: Service, request: Request, action: Action = app.actions[name]) -> Observation:
            found = service.store.referral(request.referral or "")
            actor = replace(request.actor, ods=found.ods) if found is not None else request.actor
            return action(service, replace(request, actor=actor))

        app.actions[name] = anywhere


@wrong(catches=("SITE-02",), shows_when="somebody of a pharmacy that is not served")
def takes_strangers_for_its_own_staff(app: App) -> None:
    """Takes whoever works at a pharmacy that it does not serve for somebody of its first one."""
    for name, action in list(app.actions.items()):

        def anybody(service: Service, request: Request, action: Action = action) -> Observation:
            served = {premises.ods for premises in service.config.premises}
            actor = request.actor
            actor = actor if actor.ods in served else replace(actor, ods=service.config.premises[0].ods)
            return action(service, replace(request, actor=actor))

        app.actions[name] = anybody


@wrong(catches=("SITE-02",), shows_when="a referral of another pharmacy, by its id")
def sends_back_what_it_refuses_to(app: App) -> None:
    """Refuses to send another pharmacy's referral back, and has sent it back by then."""
    rejected = app.actions["reject_referral"]

    def at_once(service: Service, request: Request) -> Observation:
        if request.referral and service.store.referral(request.referral) is not None:
            service.store.change(request.referral, status="rejected")
        return rejected(service, request)

    app.actions["reject_referral"] = at_once


@wrong(catches=("DMD-01",))
class SendsMedicineAsFreeText(Medicines):
    """Sends medicines as text, without a code."""

    def concept(self, item: dict[str, Any], system: str) -> dict[str, Any]:
        return {"text": item["display"]}
