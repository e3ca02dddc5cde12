"""Faults in checking exemptions: whom RTEC is asked about, with what, and what is made of its answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from ..actions.action import Observation, Request
from ..app import App
from ..consultations.record import Record
from ..exemptions.checking import CHILD, Checked, Exemptions
from ..exemptions.declarations import Declarations
from ..kit.models import Referral
from ..kit.numbers import SHORT_PRESCRIPTION
from ..kit.problems import Refused
from ..kit.store import Store
from ..national.requester import Requester
from ..national.rtec import FOUND, NOT_FOUND, UNAVAILABLE, Rtec, RtecAnswer
from ..outbound.claims.fhir_claim import Claims
from ..screen import Screen
from ..service import Service
from ._wrong import give, wrong

Fields = dict[str, str]


@wrong(catches=("RTC-01",), shows_when="the sixtieth birthday alone")
class AsksRtecOnTheSixtiethBirthday(Exemptions):
    """Takes a patient of sixty for older than that only from the next day on."""

    def is_exempt_by_age(self, birth_date: str) -> bool:
        return super().is_exempt_by_age(birth_date) and not birth_date.endswith(f"{self.today():%m-%d}")


@wrong(catches=("RTC-01",), shows_when="the day before the sixteenth birthday")
class ReckonsAgesOfTomorrow(Exemptions):
    """Takes everybody for as old as they will be tomorrow."""

    def today(self) -> date:
        return super().today() + timedelta(days=1)


@wrong(catches=("RTC-01",), shows_when="the sixteenth birthday")
class TakesWhoIsSixteenForAChild(Exemptions):
    """Takes a patient of sixteen for exempt because of age."""

    def is_exempt_by_age(self, birth_date: str) -> bool:
        return super().is_exempt_by_age(birth_date) or self.age(birth_date) == CHILD


@wrong(catches=("RTC-02",), shows_when="a supply without a prescription")
class AsksRtecWithoutAPrescription(Exemptions):
    """Asks RTEC for every supply, with an empty identifier where there is none."""

    def is_prescription(self, _identifier: str) -> bool:
        return True

    def is_whole(self, _patient: dict[str, Any], _prescription: str) -> bool:
        return True


@wrong(catches=("RTC-03",), shows_when="a second look at the same prescription")
class AsksRtecAtEachLook(Exemptions):
    """Asks RTEC each time that the exemption is looked at."""

    def known(self, _referral: Referral, _prescription: str) -> Checked | None:
        return None


@wrong(catches=("RTC-07", "RTC-09"), shows_when="a second look at the same prescription")
class FailsAtTheSecondCheck(Exemptions):
    """Comes to grief over what RTEC has said of a prescription already."""

    def known(self, referral: Referral, prescription: str) -> Checked | None:
        known = super().known(referral, prescription)
        if known is not None:
            raise RuntimeError("what was kept cannot be read")
        return known


@wrong(catches=("RTC-04",), shows_when="a patient whom PDS has at another postcode")
class SendsTheReferralsPostcode(Exemptions):
    """Asks RTEC with the postcode of the referral."""

    postcode = ""

    def check(self, referral: Referral, prescription: str, requester: Requester) -> Checked:
        addresses = referral.content["patient"]["addresses"]
        self.postcode = addresses[0]["postcode"] if addresses else ""
        return super().check(referral, prescription, requester)

    def fields(self, patient: dict[str, Any], prescription: str) -> Fields:
        return {**super().fields(patient, prescription), "postcode": self.postcode}


@wrong(catches=("RTC-04",), shows_when="the second patient of the day")
class SendsThePreviousPatientsDate(Rtec):
    """Asks RTEC with the birth date of the first patient who was asked about."""

    first = ""

    def search(self, fields: Fields, requester: Requester, user: str) -> RtecAnswer:
        self.first = self.first or fields["dob"]
        return super().search({**fields, "dob": self.first}, requester, user)


@wrong(catches=("RTC-04",), shows_when="a record with a year of birth alone")
class CompletesBirthDatesForRtec(Exemptions):
    """Asks RTEC with the first day of the year where PDS has no more of the birth date."""

    def fields(self, patient: dict[str, Any], prescription: str) -> Fields:
        asked = super().fields(patient, prescription)
        return {**asked, "dob": asked["dob"] + "-01-01"[: 10 - len(asked["dob"])]}


@wrong(catches=("RTC-04",), shows_when="a name with an accent")
class SendsAccentsToRtec(Exemptions):
    """Asks RTEC with names as PDS writes them."""

    def is_whole(self, _patient: dict[str, Any], _prescription: str) -> bool:
        return True


@wrong(catches=("RTC-04",), shows_when="a patient with two forenames")
class AsksByTheLastForename(Exemptions):
    """Asks RTEC with the last forename that PDS has, and not the first."""

    def fields(self, patient: dict[str, Any], prescription: str) -> Fields:
        return {**super().fields(patient, prescription), "forename": patient["given_names"][-1]}


@wrong(catches=("RTC-05",), shows_when="a restricted record")
class AsksRtecAboutRestrictedPeople(Exemptions):
    """Asks RTEC about people whose record is restricted."""

    def is_barred(self, patient: dict[str, Any]) -> bool:
        return bool(patient.get("deceased"))

    def is_whole(self, _patient: dict[str, Any], _prescription: str) -> bool:
        return True


@wrong(catches=("RTC-05",), shows_when="a patient who is recorded as dead")
class AsksRtecAboutTheDead(Exemptions):
    """Asks RTEC about people who are recorded as dead."""

    def is_barred(self, patient: dict[str, Any]) -> bool:
        return bool(patient.get("restricted"))


@wrong(catches=("RTC-06",), shows_when="a later question")
class KeepsOneRtecToken(Rtec):
    """Makes one token, and sends it for as long as it is good."""

    kept = ""

    def token(self, requester: Requester, user: str) -> str:
        self.kept = self.kept or super().token(requester, user)
        return self.kept


@wrong(catches=("RTC-06",), shows_when="the second pharmacy")
class NamesHeadquartersToRtec(Rtec):
    """Asks RTEC in the name of its first pharmacy, whichever asks."""

    headquarters = ""

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).headquarters = app.service.config.premises[0].ods

    def organisation(self, _requester: Requester) -> str:
        return self.headquarters


@wrong(catches=("RTC-06",), shows_when="a user who is signed in with CIS2")
class NamesTheRegistrationNumberToRtec(Rtec):
    """Asks RTEC under the pharmacist's registration number, though their user id is known."""

    def claims(self, requester: Requester, user: str) -> dict[str, Any]:
        return super().claims(requester, requester.gphc)


@wrong(catches=("RTC-06",))
class SignsRtecTokens(Rtec):
    """Puts something in place of the signature that there is not."""

    def token(self, requester: Requester, user: str) -> str:
        return f"{super().token(requester, user)}c2lnbmVk"


@wrong(catches=("RTC-06",))
class LetsRtecTokensLastAnHour(Rtec):
    """Makes tokens that are good for an hour."""

    def claims(self, requester: Requester, user: str) -> dict[str, Any]:
        made = super().claims(requester, user)
        return {**made, "exp": made["iat"] + 3600}


@wrong(catches=("RTC-06",))
class DatesRtecTokensByLocalTime(Rtec):
    """Takes the time in a zone an hour ahead for that in UTC: no token is good yet when it is used."""

    def claims(self, requester: Requester, user: str) -> dict[str, Any]:
        made = super().claims(requester, user)
        return {**made, **{name: made[name] + 3600 for name in ("iat", "exp")}}


@wrong(catches=("RTC-06",))
class DatesRtecTokensInMilliseconds(Rtec):
    """Writes iat and exp in milliseconds, a few of which make a token that ends in some thousands of years."""

    def claims(self, requester: Requester, user: str) -> dict[str, Any]:
        made = super().claims(requester, user)
        begins = made["iat"] * 1000
        return {**made, "iat": begins, "exp": begins + 300}


@wrong(catches=("RTC-07",), shows_when="a patient whom RTEC does not find")
class TellsNotFoundAsNotExempt(Exemptions):
    """Tells a patient whom RTEC does not find to pay."""

    def checked(self, answer: RtecAnswer, prescription: str) -> Checked:
        found = super().checked(answer, prescription)
        if answer.outcome != NOT_FOUND:
            return found
        return replace(found, wording="This patient is not exempt: the charge is payable")


@wrong(catches=("RTC-07",), shows_when="a patient whom RTEC does not find")
class AsksNoDeclarationOfWhoIsNotFound(Exemptions):
    """Asks for no declaration of a patient whom RTEC does not find."""

    def checked(self, answer: RtecAnswer, prescription: str) -> Checked:
        return replace(super().checked(answer, prescription), needs_declaration=False)


@wrong(catches=("RTC-08",), shows_when="RTEC is out of service")
def blocks_supply_while_rtec_is_down(service: App) -> None:
    """Supplies nothing while the last question to RTEC has no answer."""
    supply = service.actions["supply_medicine"]

    def blocked(system: Service, request: Request) -> Observation:
        referral = system.store.referral(request.referral or "")
        if referral is not None and (referral.rtec or {}).get("outcome") == UNAVAILABLE:
            raise Refused("The exemption could not be checked: try again later")
        return supply(system, request)

    service.actions["supply_medicine"] = blocked


@wrong(catches=("RTC-08",), shows_when="an answer without a type")
class TakesAnyAnswerForFound(Rtec):
    """Takes every answer for one that finds an exemption, as long as its status is 200."""

    def answered(self, status: int, told: dict[str, Any]) -> RtecAnswer:
        found = RtecAnswer(FOUND, str(told.get("type") or "9999"))
        return found if status == 200 else super().answered(status, told)


@wrong(catches=("RTC-08",), shows_when="RTEC does not answer")
class AsksNoDeclarationWhileRtecIsSilent(Exemptions):
    """Goes on without a declaration where RTEC did not answer."""

    def checked(self, answer: RtecAnswer, prescription: str) -> Checked:
        found = super().checked(answer, prescription)
        return replace(found, needs_declaration=False) if answer.outcome == UNAVAILABLE else found


class _Proven(Checked):
    """A check after which proof is asked for."""

    def shown(self) -> dict[str, Any]:
        return {**super().shown(), "evidence_needed": True}


@wrong(catches=("RTC-09",), shows_when="type 9999")
class AsksForProofOfWhatRtecFound(Exemptions):
    """Has the patient prove an exemption whose type does not say what it is."""

    def checked(self, answer: RtecAnswer, prescription: str) -> Checked:
        found = super().checked(answer, prescription)
        return _Proven(**vars(found)) if answer.type == "9999" else found


@wrong(catches=("RTC-09", "EXD-04"), shows_when="a charge that is declared beside it")
class LetsPeopleSetRtecAside(Declarations):
    """Takes a declaration that the charge was paid beside an exemption that RTEC found."""

    def is_found(self, _referral: Referral) -> bool:
        return False


@wrong(catches=("RTC-10",), shows_when="a patient whom RTEC does not find")
class ClaimsAnExemptionThatNobodyFound(Claims):
    """Writes a type into each claim, whatever RTEC found."""

    def exemption(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        return super().exemption(replace(record, exemption=record.exemption or "9005"))


@wrong(catches=("RTC-13",), shows_when="a patient whom RTEC finds")
class ClaimsRtecWithoutItsType(Claims):
    """Writes no type into a claim."""

    def exemption(self, _record: Record) -> list[tuple[str, dict[str, Any]]]:
        return []


@wrong(catches=("RTC-11",))
class KeepsNoRecordOfExemptionChecks(Exemptions):
    """Writes no check into the audit trail."""

    def log(self, _requester: Requester, _number: str, _result: str) -> None:
        pass


@wrong(catches=("RTC-11",), shows_when="a patient whom RTEC does not find")
class AuditsEachExemptionCheckAsFound(Exemptions):
    """Writes into the audit trail that RTEC found each patient whom it was asked about."""

    def log(self, requester: Requester, number: str, _result: str) -> None:
        super().log(requester, number, FOUND)


@wrong(catches=("RTC-11",), shows_when="the patient's next referral")
def remembers_rtec_for_the_next_referral(app: App) -> None:
    """Shows at each referral what RTEC found at an earlier one of the same patient."""
    screen, store = app.service.screen, app.service.store
    sound = screen.exemption

    def remembered(referral: Referral) -> dict[str, Any] | None:
        return sound(_with_earlier(store, referral))

    screen.exemption = remembered  # type: ignore[method-assign]  # the fault itself


def _with_earlier(store: Store, referral: Referral) -> Referral:
    number = referral.content["patient"]["nhs_number"]
    for other in store.referrals_of(referral.ods) if referral.rtec is None else ():
        found = store.referral(other.id)
        if found is not None and found.rtec and found.content["patient"]["nhs_number"] == number:
            referral.rtec = found.rtec
    return referral


@wrong(catches=("RTC-12",), shows_when="a supply without a prescription")
class InventsAPrescriptionForRtec(Exemptions):
    """Asks RTEC for every supply, under one and the same identifier where there is none."""

    def check(self, referral: Referral, prescription: str, requester: Requester) -> Checked:
        return super().check(referral, prescription or "9AD427-A83008-2E461K", requester)


@wrong(catches=("RTC-09",), shows_when="a patient about whom RTEC found nothing, after one about whom it did")
class OpensReferralsWithAnothersExemption(Screen):
    """Shows at each referral that was checked the exemption which RTEC found first, once it is opened."""

    @cached_property
    def found_first(self) -> dict[str, Any]:
        return {}

    def checked_exemption(self, referral: Referral) -> dict[str, Any] | None:
        checked = super().checked_exemption(referral)
        if checked and checked["outcome"] == "found":
            self.found_first.update({} if self.found_first else checked)
        return {**checked, **self.found_first} if checked else None


@wrong(catches=("RTC-02",), shows_when="an identifier that was keyed in wrongly")
class AsksRtecForWhateverHasTheForm(Exemptions):
    """Looks at the form of a prescription's identifier, and not at its check character."""

    def is_prescription(self, identifier: str) -> bool:
        return SHORT_PRESCRIPTION.fullmatch(identifier) is not None


@wrong(catches=("RTC-05",), shows_when="a patient who died on a day that is not known")
class AsksRtecAboutTheDeadOfNoDay(Exemptions):
    """Asks RTEC about people who are recorded as dead without a day."""

    def is_barred(self, patient: dict[str, Any]) -> bool:
        return super().is_barred({**patient, "deceased": bool(patient.get("deceased_on"))})


@wrong(catches=("RTC-05",), shows_when="a patient who was not traced yet")
class AsksRtecByTheReferral(Exemptions):
    """Asks RTEC by what the referral says of a patient, where they were not traced yet."""

    def check(self, referral: Referral, prescription: str, requester: Requester) -> Checked:
        if referral.adopted_patient is not None:
            return super().check(referral, prescription, requester)
        said = referral.content["patient"]
        address = said["addresses"][0] if said["addresses"] else {"lines": [], "postcode": ""}
        patient = {"given_names": [], **said, "address": address}
        answer = self.ask(patient, prescription, requester)
        return self.checked(answer, prescription)
