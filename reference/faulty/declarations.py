"""Faults in taking and keeping what patients declare."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..actions.action import Observation, Request
from ..app import App
from ..exemptions.declarations import Declarations
from ..exemptions.kinds import KINDS, Kind, Kinds
from ..kit.models import Referral
from ..service import Service
from ._wrong import wrong


@wrong(catches=("EXD-01",), shows_when="somebody who declares for the patient")
class ForgetsWhoDeclared(Declarations):
    """Keeps every declaration as the patient's own."""

    def take(
        self, referral: Referral, said: dict[str, Any], pharmacist: dict[str, str], day: date
    ) -> dict[str, Any]:
        return super().take(referral, {**said, "by": "patient"}, pharmacist, day)


@wrong(catches=("EXD-01",), shows_when="a patient who shows a proof")
class NotesEveryProofAsNotSeen(Declarations):
    """Keeps of every declaration that no proof of it was seen."""

    def take(
        self, referral: Referral, said: dict[str, Any], pharmacist: dict[str, str], day: date
    ) -> dict[str, Any]:
        return super().take(referral, {**said, "evidence_seen": False}, pharmacist, day)


@wrong(catches=("EXD-01",), shows_when="a declaration that nobody has signed")
class TakesEveryDeclarationForSigned(Declarations):
    """Keeps every declaration as signed."""

    def take(
        self, referral: Referral, said: dict[str, Any], pharmacist: dict[str, str], day: date
    ) -> dict[str, Any]:
        return super().take(referral, {**said, "signed": True}, pharmacist, day)


@wrong(catches=("EXD-01",), shows_when="what is declared on a screen")
class KeepsEveryDeclarationAsOnPaper(Declarations):
    """Keeps that every declaration was made on a token."""

    def take(
        self, referral: Referral, said: dict[str, Any], pharmacist: dict[str, str], day: date
    ) -> dict[str, Any]:
        return super().take(referral, {**said, "form": "token"}, pharmacist, day)


@wrong(catches=("EXD-01",), shows_when="a referral that is opened afterwards")
class KeepsTheReasonAlone(Declarations):
    """Keeps of a declaration what is declared, and not by whom."""

    def written(self, declared: dict[str, Any]) -> dict[str, Any]:
        return {**declared, "name": "", "pharmacist": None}


@wrong(catches=("EXD-01",), shows_when="a pharmacist whose name stands otherwise in their enrolment")
def keeps_whom_the_request_names(app: App) -> None:
    """Keeps as who took a declaration whom the request names, and not who is enrolled."""
    declared = app.actions["declare_exemption"]

    def by_the_request(service: Service, request: Request) -> Observation:
        shown = dict(declared(service, request).values)
        who = {"full_name": request.actor.name, "gphc_number": request.actor.gphc}
        shown["declaration"] = {**shown["declaration"], "pharmacist": who}
        service.store.change(request.referral or "", declarations=[shown["declaration"]])
        return Observation(shown)

    app.actions["declare_exemption"] = by_the_request


@wrong(catches=("EXD-02",), shows_when="a restart")
def keeps_declarations_in_memory(app: App) -> None:
    """Keeps declarations until the system is stopped, and no longer."""
    kept: dict[str, list[dict[str, Any]]] = {}
    declarations, screen = app.service.declarations, app.service.screen
    sound = screen.exemption

    def keep(referral: Referral, declared: dict[str, Any]) -> None:
        kept[referral.id] = [declared]

    def shown(referral: Referral) -> dict[str, Any] | None:
        referral.declarations = kept.get(referral.id, [])
        return sound(referral)

    declarations.keep = keep  # type: ignore[method-assign]  # the fault itself
    screen.exemption = shown  # type: ignore[method-assign]  # the fault itself


@wrong(catches=("EXD-03",), shows_when="a day after 5 April 2025")
class OffersTaxCreditsAfterTheirEnd(Kinds):
    """Offers tax credit for ever."""

    def on(self, day: date) -> tuple[Kind, ...]:
        return tuple(known for known in KINDS if known.since <= day)


@wrong(catches=("EXD-04",), shows_when="a patient who changes their mind")
class TicksBoth(Declarations):
    """Lets an earlier declaration stand beside a later one."""

    def keep(self, referral: Referral, declared: dict[str, Any]) -> None:
        self.store.change(referral.id, declarations=[*referral.declarations, declared])
