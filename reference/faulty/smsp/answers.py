"""Faults in what becomes of the answers of the Spine Mini Service."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...actions.action import Observation, Request
from ...actions.consultation import record_consultation
from ...app import App
from ...consultations.record import Record
from ...formats.safe_xml import XmlRefused, parse
from ...kit.models import Referral
from ...kit.problems import Refused, ServiceTrouble
from ...kit.store import Store
from ...kit.times import clock
from ...national.found import Found
from ...national.requester import Requester
from ...national.smsp.answer import Answer
from ...national.smsp.request import HL7
from ...national.smsp.service import Smsp
from ...outbound.claims.fhir_claim import Claims
from ...screen import Screen
from ...service import Service
from .._wrong import give, wrong

_NO_XML = "received 200 and no XML"


@wrong(catches=("SMSP-08",))
class ShowsThePracticesPostcodeAsThePatients(Smsp):
    """Shows the last postcode of an answer, which is the practice's, as the patient's."""

    def read(self, status: int, body: bytes) -> Answer:
        answer = super().read(status, body)
        try:
            found = [element.text or "" for element in parse(body).iter(f"{{{HL7}}}postalCode")]
        except XmlRefused:
            return answer
        if not answer.patient or not found:
            return answer
        address = {**answer.patient["address"], "postcode": found[-1]}
        return replace(answer, patient={**answer.patient, "address": address})


@wrong(catches=("SMSP-09",), shows_when="a replaced number")
class KeepsANumberReplacedBySmsp(Smsp):
    """Keeps the NHS number that it asked for, also when the answer has another one."""

    def retrieve(self, nhs_number: str, requester: Requester) -> Found:
        found = super().retrieve(nhs_number, requester)
        return replace(found, patients=[{**patient, "nhs_number": nhs_number} for patient in found.patients])


@wrong(catches=("SMSP-09",), shows_when="a check of a number that was replaced")
class VerifiesANumberThatIsNoMore(Smsp):
    """Shows a number as verified that was replaced, since the birth date is right."""

    def verify(self, nhs_number: str, requester: Requester) -> Found:
        found = super().verify(nhs_number, requester)
        return Found("verified", message="The number is verified") if found.patients else found


@wrong(catches=("SMSP-09",), shows_when="a check of a number that was replaced")
class KeepsTheNewNumberOfACheckToItself(Smsp):
    """Says of a number that was replaced that it was not verified, and no more."""

    def verify(self, nhs_number: str, requester: Requester) -> Found:
        found = super().verify(nhs_number, requester)
        return self.absent("DEMOG-0040") if found.patients else found


@wrong(catches=("SMSP-16",), shows_when="a check of an invalidated number")
class FailsAtAnInvalidatedNumberOfACheck(Smsp):
    """Says that the service failed when an invalidated number is checked."""

    def verify(self, nhs_number: str, requester: Requester) -> Found:
        found = super().verify(nhs_number, requester)
        if found.outcome == "invalidated":
            raise ServiceTrouble("Spine Mini Service: the number could not be checked")
        return found


@wrong(catches=("SMSP-14",), shows_when="a check of a number that nobody has")
class VerifiesANumberThatNobodyHas(Smsp):
    """Shows a number as verified whose check digit is right, also where nobody has it."""

    def verify(self, nhs_number: str, requester: Requester) -> Found:
        found = super().verify(nhs_number, requester)
        return Found("verified", message="The number is verified") if found.outcome == "not_found" else found


@wrong(catches=("SMSP-10",), shows_when="a replaced number")
class ClaimsWithTheReferralsNhsNumber(Claims):
    """Claims under the NHS number of the referral, although a record with another one was adopted."""

    store: Store

    def claim(self, record: Record) -> dict[str, Any]:
        referral = self.store.referral(record.referral)
        number = referral.content["patient"]["nhs_number"] if referral else record.patient["nhs_number"]
        return super().claim(replace(record, patient={**record.patient, "nhs_number": number}))

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).store = app.service.store


@wrong(catches=("SMSP-11",), shows_when="a restricted record")
class ShowsTheReferralsAddressOfRestrictedPatients(Screen):
    """Shows the referral's address where the record that was adopted has none."""

    def referral(self, referral: Referral) -> dict[str, Any]:
        shown = super().referral(referral)
        adopted, homes = shown["adopted_patient"], referral.content["patient"]["addresses"]
        if adopted and homes and not adopted["address"]["lines"]:
            home = {"lines": homes[0]["lines"], "postcode": homes[0]["postcode"]}
            shown["adopted_patient"] = {**adopted, "address": home}
        return shown


@wrong(catches=("SMSP-12",), shows_when="a patient who has died")
class IgnoresTheTimeOfDeath(Smsp):
    """Does not read the time of death."""

    def read(self, status: int, body: bytes) -> Answer:
        answer = super().read(status, body)
        living = {**answer.patient, "deceased": False, "deceased_on": None} if answer.patient else {}
        return replace(answer, patient=living)


@wrong(catches=("SMSP-13", "SMSP-19"), shows_when="an older copy")
class ShowsAnOlderCopyAsCurrent(Smsp):
    """Shows what came from the service's local store as if it were the record of today."""

    def is_stale(self, _answer: Answer) -> bool:
        return False


@wrong(catches=("SMSP-14",), shows_when="a patient who was found")
class SaysNobodyIsKnownBesideWhoWasFound(Smsp):
    """Leaves the words for a number that nobody has on the screen beside whoever is found."""

    def found(self, answer: Answer) -> Found:
        found = super().found(answer)
        return replace(found, message=found.message or "Nobody is known under this; check it")


@wrong(catches=("SMSP-14",), shows_when="a number that nobody has")
class TreatsNoSmspMatchAsAFailure(Smsp):
    """Says that the service failed when nobody has an NHS number."""

    def found(self, answer: Answer) -> Found:
        if answer.code == "DEMOG-0001":
            raise ServiceTrouble("Spine Mini Service: it did not find what it was asked for")
        return super().found(answer)


@wrong(catches=("SMSP-15",), shows_when="several patients match")
class TreatsSeveralMatchesAsNone(Smsp):
    """Says that nobody was found when several patients match."""

    def absent(self, code: str) -> Found:
        return super().absent("DEMOG-0001" if code == "DEMOG-0007" else code)


@wrong(catches=("SMSP-16", "SMSP-19"), shows_when="an invalidated number")
class TreatsSmspInvalidatedNumbersAsUnknown(Smsp):
    """Says that nobody has an NHS number that was made invalid."""

    def absent(self, code: str) -> Found:
        return super().absent("DEMOG-0001" if code == "DEMOG-0022" else code)


@wrong(catches=("SMSP-17",), shows_when="a check of another's number")
class TreatsAnyAnswerAsVerified(Smsp):
    """Shows a number as verified as soon as verifyNHSNumber answers, also when it answers false."""

    def is_valid(self, answer: Answer) -> bool:
        return answer.valid is not None


@wrong(catches=("SMSP-17",), shows_when="a number that is asked for by details")
class SaysThatANumberWasFoundAndNotWhich(Smsp):
    """Says of a number that is asked for by details that there is one, and does not show it."""

    def number(self, details: dict[str, str], requester: Requester) -> Found:
        found = super().number(details, requester)
        return replace(found, patients=[{**patient, "nhs_number": ""} for patient in found.patients])


@wrong(catches=("SMSP-22",), shows_when="somebody without the right who checks a number alone")
def checks_numbers_for_everybody(app: App) -> None:
    """Checks NHS numbers for everybody, since no record is looked at."""
    check = app.actions["check_nhs_number"]

    def checked(service: Service, request: Request) -> Observation:
        return check(service, replace(request, actor=replace(request.actor, role="pharmacist")))

    app.actions["check_nhs_number"] = checked


@wrong(catches=("SMSP-18",), shows_when="a SOAP fault")
class TreatsASoapFaultAsNoMatch(Smsp):
    """Says that nobody was found when the service answers with a SOAP fault."""

    def found(self, answer: Answer) -> Found:
        return self.absent("DEMOG-0001") if "SOAP fault" in answer.problem else super().found(answer)


@wrong(catches=("SMSP-20",), shows_when="no answer at all")
class TakesSilenceForNobody(Smsp):
    """Says that nobody was found where the service does not answer, and tells an error of it as a failure."""

    def found(self, answer: Answer) -> Found:
        silent = answer.problem and not answer.problem.startswith("received")
        return self.absent("DEMOG-0001") if silent else super().found(answer)


@wrong(catches=("SMSP-20",), shows_when="an answer with 200 that is none")
class TakesWhatIsNoXmlForNobody(Smsp):
    """Says that nobody was found where what came with 200 is no answer of the service."""

    def found(self, answer: Answer) -> Found:
        return self.absent("DEMOG-0001") if answer.problem == _NO_XML else super().found(answer)


@wrong(catches=("SMSP-20",), shows_when="a look-up by details that is not answered")
class TakesSilenceForNobodyWithDetails(Smsp):
    """Says that nobody was found by their details where the service does not answer or cannot be reached."""

    def search(self, details: dict[str, str], requester: Requester) -> Found:
        try:
            return super().search(details, requester)
        except ServiceTrouble:
            return self.absent("DEMOG-0001")


@wrong(catches=("SMSP-20",), shows_when="a check of a number that is not answered")
def tells_numbers_as_not_verified_while_smsp_is_silent(app: App) -> None:
    """Tells a number as not verified where the check of it was not answered."""
    checked = app.actions["check_nhs_number"]

    def check(service: Service, request: Request) -> Observation:
        seen = checked(service, request)
        wrong = {"outcome": "not_verified", "nhs_number": request.text("nhs_number", optional=True)}
        return Observation({**seen.values, **wrong}) if seen.status == "failed" else seen

    app.actions["check_nhs_number"] = check


@wrong(catches=("SMSP-20",), shows_when="an outage")
def refuses_consultations_while_smsp_is_down(app: App) -> None:
    """Lets no consultation be recorded while the patient could not be looked up because the service was down."""

    def record_with_an_answer(service: Service, request: Request) -> Observation:
        referral = service.store.referral(request.referral or "")
        if referral is not None and any(notice["kind"] == "unavailable" for notice in referral.notices):
            raise Refused("The patient could not be looked up; try again later")
        return record_consultation(service, request)

    app.actions["record_consultation"] = record_with_an_answer


@wrong(catches=("SMSP-12",), shows_when="a record with a time of death")
class DatesDeathsOfTheMiniServiceToday(Smsp):
    """Shows the day of looking as the day on which a patient died."""

    def read(self, status: int, body: bytes) -> Answer:
        answer = super().read(status, body)
        if not answer.patient.get("deceased"):
            return answer
        return replace(answer, patient={**answer.patient, "deceased_on": clock.now().date().isoformat()})


@wrong(catches=("SMSP-13",), shows_when="a number that is checked by an older copy")
class CallsANumberVerifiedByAnOlderCopyVerified(Smsp):
    """Says of a number that an older copy verifies nothing but that it is verified."""

    def verify(self, nhs_number: str, requester: Requester) -> Found:
        return replace(super().verify(nhs_number, requester), stale=False)
