"""Faults in what is done with a patient whom PDS has found, or could not find."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ...actions.action import Observation, Request, referral
from ...app import App
from ...consultations.patient import VERIFIED
from ...consultations.record import Record
from ...kit.models import Referral
from ...kit.problems import Refused
from ...national.found import Found
from ...national.pds.service import Pds
from ...national.requester import Requester
from ...outbound.claims.submitter import ClaimSubmitter
from ...outbound.gp import codes as codes
from ...outbound.gp.email import GpEmail
from ...outbound.gp.notifier import Notifier
from ...outbound.gp.resources import GpResources
from ...patients.comparing import Comparing
from ...patients.patients import Patients
from ...patients.tracing import Traced, Tracing, withheld
from ...pharmacy.rights import Rights
from ...referrals.notices import Notice
from ...service import Service
from .._wrong import give, wrong

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@wrong(catches=("PDS-09",), shows_when="a patient found by a search")
class AdoptsSearchResultsWithoutRetrieval(Patients):
    """Adopts a patient from a search result without retrieving the record."""

    def must_be_read_again(self, by_search: bool) -> bool:
        return False


@wrong(catches=("PDS-10", "PDS-11"), shows_when="a number that was replaced")
class KeepsANumberReplacedByPds(Pds):
    """Keeps the NHS number that it asked for, also when PDS has replaced it."""

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        found = super().retrieve(nhs_number, requester)
        return replace(found, patients=[{**patient, "nhs_number": nhs_number} for patient in found.patients])


@wrong(catches=("PDS-25",), shows_when="a second trace of a patient whose record was adopted")
class CannotOpenWhatIsTracedAgain(Tracing):
    """Keeps of a record that was adopted the practice alone, once the patient is traced again by number."""

    def up_to_date(
        self, adopted: dict[str, Any] | None, found: Found, asked: str, by_search: bool
    ) -> dict[str, Any] | None:
        kept = super().up_to_date(adopted, found, asked, by_search)
        return {"practice": kept["practice"]} if kept and kept in found.patients else kept


@wrong(catches=("PDS-11",), shows_when="a number that was replaced")
class NotifiesWithTheReferralsNhsNumber(Notifier):
    """Tells the practice the NHS number of the referral, also when the record has another one by now."""

    def record_of(self, referral: Referral) -> Record:
        record = super().record_of(referral)
        number = referral.content["patient"]["nhs_number"] or record.patient["nhs_number"]
        return replace(record, patient={**record.patient, "nhs_number": number})


@wrong(catches=("PDS-15",), shows_when="a number that PDS did not confirm")
class SendsEveryNhsNumberAsVerified(GpResources):
    """Sends every NHS number to the practice as verified."""

    def number_status(self, patient: dict[str, Any]) -> dict[str, Any]:
        return codes.number_status("01")


@wrong(catches=("PDS-15",), shows_when="a number that PDS does not know")
class CallsAnUnknownNhsNumberAConflict(GpResources):
    """Tells the practice of a number that PDS does not know as of one whose details differ."""

    def number_status(self, patient: dict[str, Any]) -> dict[str, Any]:
        missed = patient["number_status"] == "04"
        return codes.number_status("05") if missed else super().number_status(patient)


@wrong(catches=("PDS-15",), shows_when="a number that PDS did not confirm, by e-mail")
class MailsEveryNhsNumberAsVerified(GpEmail):
    """Calls every NHS number verified in its e-mails to practices."""

    def patient(self, record: Record) -> str:
        kept = {**record.patient, "number_status": VERIFIED}
        return super().patient(replace(record, patient=kept)).replace("NHS number:", "NHS number (verified):")


@wrong(catches=("PDS-15",), shows_when="a number that PDS did not confirm")
class TellsAnyPracticeOfWhomPdsDoesNotKnow(Notifier):
    """Tells of a patient without an adopted record the first practice in its directory that is not theirs."""

    def record_of(self, referral: Referral) -> Record:
        record = super().record_of(referral)
        if record.patient["number_status"] == VERIFIED:
            return record
        own = record.practice["ods"]
        others = (known for known in self.store.practices() if known.ods != own)
        known = next(others, None)
        return replace(record, practice={"ods": known.ods, "name": known.name}) if known else record


@wrong(catches=("PDS-15",), shows_when="a number that PDS did not confirm, of somebody who stays elsewhere")
class TakesWhereSomebodyStaysForTheirHome(Notifier):
    """Sends of a patient without an adopted record the address where they are now as their home."""

    def record_of(self, referral: Referral) -> Record:
        record = super().record_of(referral)
        stays = [one for one in referral.content["patient"]["addresses"] if one.get("use") != "home"]
        if record.patient["number_status"] == VERIFIED or not stays:
            return record
        now = {"lines": stays[0]["lines"], "postcode": stays[0]["postcode"]}
        return replace(record, patient={**record.patient, "address": now})


@wrong(catches=("PDS-12",), shows_when="a replaced number whose successor another record has")
class MergesReferralsWithCollidingNumbers(Tracing):
    """Merges two referrals, without telling anybody, when the number of one is replaced by that of the other."""

    def notices(self, referral: Referral | None, patient: dict[str, Any], asked: str) -> list[Notice]:
        return [
            notice for notice in super().notices(referral, patient, asked) if notice["kind"] != "collision"
        ]

    def keep(self, referral: Referral, found: Traced, asked: str, by_search: bool, through: str) -> None:
        super().keep(referral, found, asked, by_search, through)
        for patient in found.patients if asked else []:
            if patient["nhs_number"] != asked:
                for other in self.others(referral, patient["nhs_number"]):
                    self.store.change(other.id, ods="")


@wrong(catches=("PDS-14",), shows_when="a patient who could not be traced")
def completes_consultations_of_traced_patients_only(app: App) -> None:
    """Lets no consultation be completed whose patient was not found on PDS."""
    complete = app.actions["complete"]

    def complete_traced(service: Service, request: Request) -> Observation:
        if referral(service, request).adopted_patient is None:
            raise Refused("Find the patient on PDS and choose them first")
        return complete(service, request)

    app.actions["complete"] = complete_traced


@wrong(catches=("PDS-17",), shows_when="a restricted record")
class ClaimsWithTheReferralsAddress(ClaimSubmitter):
    """Takes the address from the referral for the claim, where PDS gives none."""

    def record_of(self, referral: Referral) -> Record:
        record = super().record_of(referral)
        homes = referral.content["patient"]["addresses"]
        if not record.patient["address"]["postcode"] and homes:
            place: dict[str, Any] = {"lines": homes[0]["lines"], "postcode": homes[0]["postcode"]}
            record.patient["address"] = place
        return record


@wrong(catches=("PDS-17", "PDS-18"), shows_when="a record without a practice")
class NotifiesThePracticeNamedInTheReferral(Notifier):
    """Tells the practice that the referral names, where PDS names none or withholds it."""

    def record_of(self, referral: Referral) -> Record:
        record = super().record_of(referral)
        return record if record.practice["ods"] else replace(record, practice=referral.content["practice"])

    def check_practice(self, record: Record) -> None:
        pass


class _LeavesOlderCopies(Tracing):
    def withhold(self, session: Session, row: Referral, number: str) -> None:
        pass


@wrong(catches=("PDS-16",), shows_when="a patient found by a search, of whom there are older copies")
class LeavesOlderCopiesAfterASearch(Tracing):
    """Takes the whereabouts of a restricted patient out of older copies after a look-up by number, and no search."""

    def keep(self, referral: Referral, found: Traced, asked: str, by_search: bool, through: str) -> None:
        if by_search:
            return _LeavesOlderCopies(self.store, self.alerts).keep(
                referral, found, asked, by_search, through
            )
        return super().keep(referral, found, asked, by_search, through)


@wrong(catches=("PDS-28",), shows_when="a record that differs from the referral")
class AdoptsRecordsWithoutComparing(Comparing):
    """Adopts whatever record PDS has under the number, without comparing it with the referral's name and birth date."""

    def differences(self, reported: dict[str, Any], held: dict[str, Any]) -> dict[str, tuple[str, str]]:
        return {}


@wrong(catches=("PDS-29", "SMSP-22"), shows_when="somebody without the right to see demographics")
class LetsEverybodyTracePatients(Rights):
    """Lets everybody look patients up, whatever their role."""

    def check(self, role: str, right: str) -> None:
        pass


@wrong(catches=("PDS-47",), shows_when="PDS is down")
def refuses_consultations_while_pds_is_down(app: App) -> None:
    """Lets no consultation be recorded whose patient could not be looked up because PDS was down."""
    record = app.actions["record_consultation"]

    def record_traced(service: Service, request: Request) -> Observation:
        found = referral(service, request)
        if any(notice["kind"] == "unavailable" for notice in found.notices):
            raise Refused("Find the patient on PDS first")
        return record(service, request)

    app.actions["record_consultation"] = record_traced


@wrong(catches=("PDS-16",), shows_when="an earlier referral of a patient whose record is restricted by now")
class WithholdsAtOneReferralAlone(Tracing):
    """Takes the whereabouts of a restricted patient out of the copy at the referral that was traced alone."""

    def withhold(self, session: Session, row: Referral, number: str) -> None:
        pass


@wrong(catches=("PDS-16",), shows_when="what was found at an earlier referral, and is chosen now")
class KeepsWhatWasFoundAtEarlierReferrals(Tracing):
    """Leaves what a look-up found at another referral, with where the patient lives, to be adopted there."""

    def withhold(self, session: Session, row: Referral, number: str) -> None:
        same = Referral.adopted_patient["nhs_number"].as_string() == number
        wanted = select(Referral).where(Referral.ods == row.ods, Referral.id != row.id, same)
        for other in session.scalars(wanted):
            other.adopted_patient = withheld(other.adopted_patient or {})


@wrong(catches=("PDS-16",), shows_when="a patient who became restricted, and is found by a search")
class KeepsTheCopyOfWhomASearchFinds(Tracing):
    """Leaves the copy that it adopted as it is where a search finds the patient, whose record is restricted by now."""

    def up_to_date(
        self, adopted: dict[str, Any] | None, found: Found, asked: str, by_search: bool
    ) -> dict[str, Any] | None:
        return adopted if by_search else super().up_to_date(adopted, found, asked, by_search)


@wrong(catches=("PDS-12",), shows_when="a number that another referral has by the record that it adopted")
class ComparesNumbersWithReferralsAlone(Tracing):
    """Looks for a number that another referral has among those that were sent, and in no adopted record."""

    def others(self, referral: Referral, number: str) -> list[Referral]:
        found = super().others(referral, number)
        return [other for other in found if str(other.content["patient"].get("nhs_number")) == number]


@wrong(catches=("PDS-12",), shows_when="a number that another referral was sent with, and nobody traced")
class ComparesNumbersWithRecordsAlone(Tracing):
    """Looks for a number that another referral has among the adopted records, and in no referral as it was sent."""

    def others(self, referral: Referral, number: str) -> list[Referral]:
        found = super().others(referral, number)
        return [other for other in found if str((other.adopted_patient or {}).get("nhs_number")) == number]


@wrong(catches=("PDS-61",), shows_when="a practice at PDS that the referral does not name")
class NamesEachPracticeAsTheReferralDoes(Patients):
    """Shows the practice that PDS has by the name of the one that the referral has."""

    def _with_practice_name(self, patient: dict[str, Any], referral: Referral) -> dict[str, Any]:
        ods = patient["practice"]["ods"]
        return {
            **patient,
            "practice": {"ods": ods, "name": referral.content["practice"]["name"] if ods else ""},
        }


@wrong(catches=("PDS-29",), shows_when="somebody without the right who chooses whom a pharmacist found")
def lets_everybody_choose_patients(app: App) -> None:
    """Lets everybody choose among the patients whom a pharmacist has found, which reads the record."""
    choose = app.actions["choose_patient"]

    def chosen(service: Service, request: Request) -> Observation:
        return choose(service, replace(request, actor=replace(request.actor, role="pharmacist")))

    app.actions["choose_patient"] = chosen


@wrong(catches=("PDS-29",), shows_when="somebody without the right who searches by details")
def lets_everybody_search_by_details(app: App) -> None:
    """Lets everybody look patients up by their details, and by their number whoever has the right."""
    find = app.actions["find_patient"]

    def found(service: Service, request: Request) -> Observation:
        if request.input.get("nhs_number"):
            return find(service, request)
        return find(service, replace(request, actor=replace(request.actor, role="pharmacist")))

    app.actions["find_patient"] = found


@wrong(catches=("PDS-25", "SMSP-08"), shows_when="a record that has changed since it was adopted")
class KeepsTheRecordThatWasAdoptedFirst(Patients):
    """Keeps the record that a referral adopted first, when the same patient is chosen again."""

    def choose(self, referral: Referral, nhs_number: str, requester: Requester) -> dict[str, Any]:
        before = referral.adopted_patient
        chosen = super().choose(referral, nhs_number, requester)
        if before is None or before["nhs_number"] != chosen["nhs_number"] or chosen["restricted"]:
            return chosen
        self.store.change(referral.id, adopted_patient=before)
        return before

    def _kept(self, referral: Referral | None, found: Found, through: str, asked: str = "") -> Traced:
        before = referral.adopted_patient if referral else None
        traced = super()._kept(referral, found, through, asked)
        if referral and before and traced.patients and not traced.patients[0]["restricted"]:
            self.store.change(referral.id, adopted_patient=before)
        return traced


@wrong(catches=("PDS-25", "SMSP-08"), shows_when="a practice that has changed since the record was adopted")
class TellsThePracticeThatWasAdoptedFirst(Notifier):
    """Tells the practice of the record that a referral adopted first, and shows the one of now."""

    @cached_property
    def adopted_first(self) -> dict[str, dict[str, Any]]:
        return {}

    def record_of(self, referral: Referral) -> Record:
        record, first = super().record_of(referral), self.adopted_first.get(referral.id)
        return self.with_part(record, first) if first and not record.patient["restricted"] else record

    def with_part(self, record: Record, first: dict[str, Any]) -> Record:
        return replace(record, practice=first["practice"])

    @classmethod
    def install(cls, app: App) -> None:
        notifier, patients = give(cls, app), app.service.patients
        choose = patients.choose

        def remembered(referral: Referral, nhs_number: str, requester: Requester) -> dict[str, Any]:
            chosen = choose(referral, nhs_number, requester)
            notifier.adopted_first.setdefault(referral.id, chosen)
            return chosen

        patients.choose = remembered  # type: ignore[method-assign]  # the fault itself


@wrong(catches=("PDS-25", "SMSP-08"), shows_when="a home that has changed since the record was adopted")
class SendsTheHomeThatWasAdoptedFirst(TellsThePracticeThatWasAdoptedFirst):
    """Sends the home of the record that a referral adopted first, and shows the one of now."""

    def with_part(self, record: Record, first: dict[str, Any]) -> Record:
        return replace(record, patient={**record.patient, "address": first["address"]})


@wrong(catches=("PDS-14",), shows_when="a number that was made invalid after the first trace")
class TellsTheBackOfficeOfNoInvalidNumber(Tracing):
    """Has the back office look at replaced numbers alone, and not at those that were made invalid."""

    def is_for_the_back_office(self, fresh: Notice) -> bool:
        return super().is_for_the_back_office(fresh) and fresh["kind"] != "invalidated"


@wrong(catches=("PDS-15",), shows_when="a number that PDS does not know")
class HasNoWordForAnUnknownNumber(GpEmail):
    """Fails where it is to write to a practice of somebody whose NHS number was traced in vain."""

    def subject(self, record: Record) -> str:
        if record.patient["number_status"] == "04":
            raise KeyError(record.patient["number_status"])
        return super().subject(record)
