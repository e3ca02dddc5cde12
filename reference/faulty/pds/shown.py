"""Faults in what is shown of a patient whom PDS answered about: of somebody else, or nobody's."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ...kit.models import Referral
from ...patients.tracing import Traced
from ...screen import Screen
from .._wrong import wrong


class _Keeping(Screen):
    """Shows as others do, and keeps something of the first patient."""

    @cached_property
    def kept(self) -> dict[str, Any]:
        return {}

    def of_the_first(self, patient: dict[str, Any], name: str) -> Any:
        """Give what the first patient had under a name; one's own, where one is the first."""
        return self.kept.setdefault(name, patient[name])


@wrong(catches=("PDS-61",), shows_when="a second patient")
class ShowsTheTelephoneOfThePatientBefore(_Keeping):
    """Shows with each record the telephone number of whoever was found first."""

    def patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        shown = super().patient(patient)
        return {**shown, "telephone": self.of_the_first(shown, "telephone")} if shown["telephone"] else shown


@wrong(catches=("PDS-61",), shows_when="a second patient, whose referral is opened again")
class OpensReferralsWithAnotherPractice(_Keeping):
    """Shows with the adopted record the practice of whoever was adopted first, once the referral is opened again."""

    def adopted_patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        shown = super().adopted_patient(patient)
        has_one = (shown["practice"] or {}).get("ods")
        return {**shown, "practice": self.of_the_first(shown, "practice")} if has_one else shown


@wrong(catches=("PDS-61",), shows_when="a referral that is opened again")
class OpensReferralsUnderAnotherNumber(Screen):
    """Shows with the adopted record an NHS number that is nobody's, once the referral is opened again."""

    def adopted_patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        return {**super().adopted_patient(patient), "nhs_number": "9990000018"}


@wrong(catches=("PDS-61",), shows_when="a later search")
class ListsThePatientFoundBeforeAsWell(Screen):
    """Lists beneath whoever was found the patient whom the search before had found."""

    @cached_property
    def before(self) -> dict[str, dict[str, Any]]:
        return {}

    def found(self, found: Traced) -> dict[str, Any]:
        shown = super().found(found)
        own = {match["nhs_number"] for match in shown["matches"]}
        more = [match for number, match in self.before.items() if number not in own]
        if own:
            self.before.clear()
            self.before.update({match["nhs_number"]: match for match in shown["matches"]})
        return {**shown, "matches": [*shown["matches"], *more]} if own else shown


@wrong(catches=("PDS-61",), shows_when="a first name of more than four letters")
class FillsInANickname(Screen):
    """Shows a first name that it made shorter by itself as the name that the patient goes by."""

    def patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        shown = super().patient(patient)
        given = str(shown["given"])
        short = f"{given[:3]}y" if len(given) > 4 else given
        return {**shown, "name": str(shown["name"]).replace(given, short, 1)}


@wrong(catches=("PDS-61",), shows_when="a child of a multiple birth")
class CountsTwinsFromNought(Screen):
    """Shows the first of twins as nobody in particular, and the second as the first."""

    def patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        shown = super().patient(patient)
        return {**shown, "birth_order": shown["birth_order"] and shown["birth_order"] - 1}


@wrong(catches=("PDS-61",), shows_when="an informal notice of a death")
class ShowsEveryDeathAsFormallyNotified(Screen):
    """Shows a death that PDS knows of informally as one that was notified formally."""

    def patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        shown = super().patient(patient)
        return {**shown, "death_notice": shown["death_notice"] and "formal"}


@wrong(catches=("PDS-61",), shows_when="a record that is not restricted")
class ShowsEverybodyAsRestricted(Screen):
    """Shows each record as restricted, so that nobody heeds it where one is."""

    def patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        return {**super().patient(patient), "restricted": True}


@wrong(catches=("PDS-61",), shows_when="a patient who is alive, whose referral is opened again")
class OpensReferralsOfTheLivingAsOfTheDead(Screen):
    """Shows the adopted record of each patient as a dead one's, once the referral is opened again."""

    def adopted_patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        return {**super().adopted_patient(patient), "deceased": True}


@wrong(catches=("PDS-07",), shows_when="second patient")
class ShowsTheFirstAdoptedPatientForEverybody(Screen):
    """Shows the record adopted for the first patient as adopted for everybody after."""

    first: dict[str, Any] | None = None

    def adopted_patient(self, patient: dict[str, Any]) -> dict[str, Any]:
        self.first = self.first or super().adopted_patient(patient)
        return self.first


@wrong(catches=("PDS-12",), shows_when="a patient who was adopted before")
class ListsItsOwnCopiesAsMatches(Screen):
    """Lists a patient twice who was found before: as PDS has them, and as its own copy has."""

    @cached_property
    def known(self) -> set[str]:
        return set()

    def found(self, found: Traced) -> dict[str, Any]:
        shown = super().found(found)
        copies = [match for match in shown["matches"] if match["nhs_number"] in self.known]
        self.known.update(match["nhs_number"] for match in shown["matches"])
        return {**shown, "matches": [*shown["matches"], *copies]}


@wrong(catches=("PDS-12",), shows_when="two referrals that have come to one NHS number")
class ShowsTheCaseOfTheNumber(Screen):
    """Shows with a referral the case that was first opened under its NHS number."""

    @cached_property
    def cases(self) -> dict[str, dict[str, Any]]:
        return {}

    def referral(self, referral: Referral) -> dict[str, Any]:
        shown = super().referral(referral)
        number = (shown["adopted_patient"] or shown["patient"])["nhs_number"]
        own = {name: shown[name] for name in ("case_reference", "case_id")}
        return {**shown, **(self.cases.setdefault(number, own) if number else own)}


@wrong(catches=("PDS-14",), shows_when="a referral opened after its number was found to be invalid")
class WarnsOfAnInvalidNumberOnce(Screen):
    """Warns of an NHS number that was made invalid when it is searched for, and not when the referral is opened."""

    def notices(self, referral: Referral) -> list[dict[str, Any]]:
        return [notice for notice in super().notices(referral) if notice["kind"] != "invalidated"]


@wrong(catches=("PDS-28",), shows_when="a record that differs from the referral")
class OverwritesTheReferralWithPds(Screen):
    """Shows what PDS has in place of what the referral says of the patient."""

    def reported_patient(self, referral: Referral) -> dict[str, Any]:
        adopted = referral.adopted_patient or {}
        names = ("given", "family", "name", "birth_date")
        taken: dict[str, Any] = {name: adopted[name] for name in names if name in adopted}
        return {**super().reported_patient(referral), **taken}


@wrong(catches=("PDS-47",), shows_when="PDS is down")
class ForgetsThatPdsWasDown(Screen):
    """Says while the patient is looked up that PDS is down, and does not say so at the referral."""

    def notices(self, referral: Referral) -> list[dict[str, Any]]:
        return [notice for notice in super().notices(referral) if notice["kind"] != "unavailable"]
