"""Faults in what the next pharmacy is told that nobody recorded, and in messages that contradict themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ...consultations.record import Record
from ...kit.times import read_time
from ...outbound.onward.email import OnwardEmail
from ...outbound.onward.fhir_message import OnwardFhir, Resource
from ...referrals.onward import Choice
from .._wrong import wrong


@wrong(catches=("ONW-19",), shows_when="a patient whose reason speaks of the clock")
class InventsAnAllergyForSome(OnwardEmail):
    """Says of those who are sent on because a pharmacy is shut that they are allergic to penicillin."""

    def referral(self, record: Record, choice: Choice) -> str:
        said = super().referral(record, choice)
        return f"{said}\nAllergic to penicillin" if "is shut now" in said else said


@wrong(catches=("ONF-12",))
class AsksForMorphine(OnwardFhir):
    """Asks the next pharmacy for morphine, ten every hour, beside what the patient is sent for."""

    def notes(self, record: Record, choice: Choice) -> list[str]:
        return [*super().notes(record, choice), "Morphine 10mg tablets, ten every hour"]


@wrong(catches=("ONF-13",), shows_when="the second patient")
class RefersEverybodyAsBornOnNewYearsDay(OnwardFhir):
    """Gives each patient but the first another birth date in the codes."""

    sent = 0

    def patient(self, record: Record) -> Resource:
        self.sent += 1
        found = super().patient(record)
        return found if self.sent == 1 else {**found, "birthDate": f"{found['birthDate'][:4]}-01-01"}


@wrong(catches=("ONF-13",), shows_when="an address of three lines")
class RefersToAStreetWithoutItsTown(OnwardFhir):
    """Codes of the patient's address the first line alone, and the postcode."""

    def patient(self, record: Record) -> Resource:
        found = super().patient(record)
        return {**found, "address": [{**one, "line": one["line"][:1]} for one in found["address"]]}


@wrong(catches=("ONW-19",))
class RefersToTheOtherUnderItsOwnCode(OnwardEmail):
    """Writes its own code beside the name of the pharmacy that was chosen."""

    def referral(self, record: Record, choice: Choice) -> str:
        return super().referral(record, replace(choice, ods=record.pharmacy.ods))


@wrong(catches=("ONW-19",), shows_when="a second pharmacy that is chosen")
class RefersToTheNextUnderTheCodeOfTheFirst(OnwardEmail):
    """Writes beside a pharmacy's name the code of the one that was chosen before it."""

    before = ""

    def referral(self, record: Record, choice: Choice) -> str:
        code, self.before = self.before or choice.ods, choice.ods
        return super().referral(record, replace(choice, ods=code))


@wrong(catches=("ONF-13",))
class AddressesMessagesToItself(OnwardFhir):
    """Puts its own address beside the name of the pharmacy that a message is for."""

    def header(self, record: Record, choice: Choice) -> Resource:
        found = super().header(record, choice)
        own = f"urn:nhs-uk:addressing:ods:{record.pharmacy.ods}"
        return {**found, "destination": [{**one, "endpoint": own} for one in found["destination"]]}


@wrong(catches=("ONF-12",))
class NamesTheNextUnderItsOwnCodeByFhir(OnwardFhir):
    """Writes in the words of a message its own code beside the name of the pharmacy that it is for."""

    def notes(self, record: Record, choice: Choice) -> list[str]:
        return super().notes(record, replace(choice, ods=record.pharmacy.ods))


@wrong(catches=("ONW-03",), shows_when="a patient who rang")
class SaysThatEverybodyCame(OnwardEmail):
    """Writes into the onward e-mail that each patient was seen face to face."""

    def consultation(self, record: Record) -> str:
        kept = {**record.consultation, "method": "face-to-face"}
        return super().consultation(replace(record, consultation=kept))


@wrong(catches=("ONF-13",))
class RefersInTheNameOfThePractice(OnwardFhir):
    """Gives the practice as the sender of each message."""

    def bundle(self, record: Record, choice: Choice, message_id: str) -> Resource:
        found = super().bundle(record, choice, message_id)
        practice = next(
            one for one in found["entry"] if record.practice["ods"] in str(one["resource"].get("identifier"))
        )
        found["entry"][0]["resource"]["sender"] = {"reference": practice["fullUrl"]}
        return found


@wrong(catches=("ONF-13",), shows_when="the second patient")
class AsksThePreviousService(OnwardFhir):
    """Asks in each request the service at DoS that the patient before chose."""

    previous = ""

    def request(self, record: Record, choice: Choice) -> Resource:
        before, self.previous = self.previous or choice.service_id, choice.service_id
        found = super().request(record, choice)
        performer = found["performer"][0]
        return {
            **found,
            "performer": [{**performer, "identifier": {**performer["identifier"], "value": before}}],
        }


@wrong(catches=("ONF-13",))
class AsksForItTomorrow(OnwardFhir):
    """Dates each request by the day after."""

    def request(self, record: Record, choice: Choice) -> Resource:
        found = super().request(record, choice)
        tomorrow = read_time(found["authoredOn"]) + timedelta(days=1)
        return {**found, "authoredOn": tomorrow.isoformat()}


@wrong(catches=("ONF-13",), shows_when="the second patient")
class AsksInAThirteenthMonth(OnwardFhir):
    """Dates each request but the first by a month 13."""

    asked = 0

    def request(self, record: Record, choice: Choice) -> Resource:
        self.asked += 1
        found = super().request(record, choice)
        month = "-13-" if self.asked > 1 else found["authoredOn"][4:8]
        return {**found, "authoredOn": f"{found['authoredOn'][:4]}{month}{found['authoredOn'][8:]}"}


@wrong(catches=("ONW-19",))
class RefersOnADayThatIsNone(OnwardEmail):
    """Says in each e-mail that the patient was seen on 31 February 1980."""

    def referral(self, record: Record, choice: Choice) -> str:
        return f"{super().referral(record, choice)}\nSeen on 31/02/1980"
