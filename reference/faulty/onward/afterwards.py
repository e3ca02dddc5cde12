"""Faults in what is told of a patient who was referred onward, and at whose pharmacy they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ...app import App
from ...consultations.record import Record
from ...kit.config import Premises
from ...kit.models import Referral
from ...kit.store import Store
from ...outbound.claims.fhir_claim import Claims
from ...outbound.gp.email import GpEmail
from ...outbound.gp.resources import GpResources
from ...outbound.gp.sections import GpSections
from ...outbound.onward.handover import Handover
from ...referrals.audit import Arrival
from ...referrals.onward import Onward
from ...screen import Screen
from .._wrong import give, wrong


class _Tried:
    """Knows all pharmacies that somebody was to be referred to, here or at another premises."""

    store: Store
    places: tuple[str, ...] = ()

    def tried(self) -> dict[str, str] | None:
        """The last of them, with the names of all: which one was tried before depends on what else goes on."""
        referrals = [referral for ods in self.places for referral in self.store.referrals_of(ods)]
        tried = [kept for referral in referrals for kept in referral.onward]
        if not tried:
            return None
        names = ", ".join(str(kept["choice"]["name"]) for kept in tried)
        return {**tried[-1]["choice"], "at": tried[-1]["at"], "name": names}

    @classmethod
    def install(cls, app: App) -> None:
        part = give(cls, app)
        part.store = app.service.store
        part.places = tuple(premises.ods for premises in app.service.config.premises)


@wrong(catches=("ONW-06",))
class ForgetsWhereThePatientWent(Screen):
    """Shows nothing at a referral of the pharmacy that the patient was referred to."""

    def onward(self, referral: Referral) -> list[dict[str, Any]]:
        return []


@wrong(catches=("ONW-06",), shows_when="the first pharmacy refused")
class ShowsThePharmacyThatWasChosenFirst(Screen):
    """Goes on showing the pharmacy that was chosen first when another one has the patient."""

    def onward(self, referral: Referral) -> list[dict[str, Any]]:
        return super().onward(referral)[:1]


@wrong(catches=("ONW-11",))
class ClaimsWithoutTheNextPharmacy(Claims):
    """Leaves the onward referral out of the claim."""

    def onward(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        return []


@wrong(catches=("ONW-11",), shows_when="a patient who goes elsewhere, after one who was referred")
class ClaimsThePreviousPatientsOnwardReferral(_Tried, Claims):
    """Tells of others' onward referrals in the claim for one who was not referred."""

    def onward(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        return super().onward(replace(record, onward=record.onward or self.tried()))


@wrong(catches=("ONW-12",), shows_when="a patient who goes elsewhere, after one who was referred")
class TellsThePracticeOfThePreviousPatientsPharmacy(_Tried, GpSections):
    """Names others' next pharmacies to the practice of one who was not referred."""

    def plan(self, record: Record) -> list[str]:
        return super().plan(replace(record, onward=record.onward or self.tried()))


@wrong(catches=("ONW-12",))
class TellsThePracticeNothingOfTheNextPharmacy(GpSections):
    """Leaves the pharmacy that the patient was referred to out of what the practice is told."""

    def plan(self, record: Record) -> list[str]:
        return super().plan(replace(record, onward=None))


@wrong(catches=("ONW-12",), shows_when="a practice that takes no documents by MESH")
class EmailsThePracticeNothingOfTheNextPharmacy(GpEmail):
    """Leaves the pharmacy that the patient was referred to out of the e-mail to the practice."""

    def consultation(self, record: Record) -> str:
        return super().consultation(replace(record, onward=None))


@wrong(catches=("ONW-12",), shows_when="the patient was referred onward")
class TellsThePracticeOfASupplyToCome(GpResources):
    """Tells the practice of a supply that the next pharmacy is to make as of one that was made."""

    def items_of(self, record: Record) -> list[dict[str, Any]]:
        if record.onward is None:
            return super().items_of(record)
        return [self.medicines.item(next(iter(self.medicines.known.values())), 1)]


@wrong(catches=("ONW-13",), shows_when="the pharmacy is one of ours")
class EntersOurOwnPatientTwice(Handover):
    """Puts a patient who is referred to another pharmacy of ours on its worklist twice."""

    def take(self, referral: Referral, onward: Onward, place: Premises) -> None:
        for number in ("1", "2"):
            arrival = Arrival("itk", referral.source, message_id=onward.reference, sender_ods=referral.ods)
            numbered = replace(onward, reference=f"{onward.reference} {number}")
            self.referrals.take(self.content(referral, numbered), place, arrival)


@wrong(catches=("ONW-13",), shows_when="the pharmacy is one of ours")
class LeavesOurOwnPatientInTheMailbox(Handover):
    """Leaves a patient who is referred to another pharmacy of ours in its mailbox, where no worklist shows them."""

    def to_our_own(self, referral: Referral, onward: Onward) -> None:
        return


@wrong(catches=("ONW-13",), shows_when="by FHIR, and the pharmacy is one of ours")
class HandsNobodyOverWhoWentByFhir(Handover):
    """Leaves a patient who is referred by FHIR to another pharmacy of ours off its worklist."""

    def to_our_own(self, referral: Referral, onward: Onward) -> None:
        if onward.choice.channel != "fhir":
            super().to_our_own(referral, onward)


@wrong(catches=("ONW-11",), shows_when="a patient who is referred onward")
class ClaimsThatTheShopWasShut(Claims):
    """Gives in a claim one reason for each onward referral, whatever was entered."""

    def onward(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        shut = {"ONWARD_REFERRAL_REASON": {"valueString": "The pharmacy was about to close"}}
        return [(code, shut.get(code, said)) for code, said in super().onward(record)]


@wrong(catches=("ONW-11",), shows_when="a patient who is referred onward")
class ClaimsForTheDayAfterTheOnwardReferral(Claims):
    """Gives in a claim the day after an onward referral as its day."""

    def onward(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        return [(code, _next_day(said)) for code, said in super().onward(record)]


def _next_day(said: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(told) for name, told in said.items() if name == "timingDate"}
    return said | {name: (day + timedelta(days=1)).isoformat() for name, day in days.items()}
