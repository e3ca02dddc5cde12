"""Faults in what is sent to the next pharmacy by NHSmail, and to whom."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import UTC, timedelta
from email.message import EmailMessage

from ...consultations.patient import as_reported
from ...consultations.record import Record
from ...kit.models import Referral
from ...kit.problems import Refused
from ...kit.times import day_in_london, read_time, today
from ...national.endpoints import PROVIDER, Endpoint, Endpoints
from ...national.known_hours import KnownHours
from ...outbound.onward.email import OnwardEmail
from ...outbound.onward.post import OnwardPost
from ...outbound.onward.referrer import Referrer
from ...referrals.onward import WAITING, Choice, Onward
from .._wrong import wrong


@wrong(catches=("ONW-01",), shows_when="second patient")
class RefersToThePreviousPatientsPharmacy(OnwardPost):
    """Sends a patient's onward referral to the pharmacy that the previous patient chose."""

    previous = ""

    def address_of(self, choice: Choice, record: Record, refused: Set[str] = frozenset()) -> str:
        right = super().address_of(choice, record, refused)
        wrong, self.previous = self.previous or right, right
        return wrong


@wrong(catches=("ONW-01",), shows_when="asked for a second time")
class RefersOnwardAtEachPress(Referrer):
    """Sends the onward referral afresh each time that it is asked for."""

    def again(self, identifier: str, taken: Onward, choice: Choice) -> Onward:
        super().again(identifier, taken, choice)
        return self.sent(identifier, self.prepared(identifier, choice))


@wrong(catches=("ONW-01",), shows_when="asked for by two hands at once")
class RefersOnwardWhileItIsUnderWay(Referrer):
    """Sends another onward referral where the first was not answered yet, under an id of its own."""

    def refer(self, identifier: str, choice: Choice) -> Onward:
        if not any(known.status == WAITING for known in self.book.of(identifier)):
            return super().refer(identifier, choice)
        return self.sent(identifier, self.prepared(identifier, choice))


@wrong(catches=("ONW-02",))
class NamesThePatientInTheOnwardSubject(OnwardEmail):
    """Writes the patient's name into the subject of the onward referral."""

    def subject(self, record: Record) -> str:
        return f"{super().subject(record)}: {record.patient['name']}"


@wrong(catches=("ONW-02",))
class NamesTheComplaintInTheOnwardSubject(OnwardEmail):
    """Writes what the patient complains of into the subject of the onward referral."""

    def subject(self, record: Record) -> str:
        return f"{super().subject(record)}: {record.consultation['presenting_complaint']}"


@wrong(catches=("ONW-03",))
class KeepsTheReportToItself(OnwardEmail):
    """Refers the patient onward without the text of the report that they came with."""

    def sections(self, record: Record) -> list[str]:
        return []


@wrong(catches=("ONW-03", "ONF-02"), shows_when="a section with a table, a list or links")
class CutsTheLastLineOfTables(OnwardEmail):
    """Hands the report on without the last row, item or link of a section that has several."""

    def sections(self, record: Record) -> list[str]:
        return [_cut(section) for section in super().sections(record)]


def _cut(section: str) -> str:
    title, first, *lines = section.split("\n")
    is_prose = any(line.endswith(".") for line in lines)
    return "\n".join([title, first, *(lines if is_prose else lines[:-1])])


@wrong(catches=("ONW-03",), shows_when="more than 20 characters")
class CutsTheOnwardAssessment(OnwardEmail):
    """Cuts what the pharmacist found to 20 characters in the onward referral."""

    def assessment(self, record: Record) -> str:
        return super().assessment(record)[:20]


@wrong(catches=("ONW-03",))
class DoesNotSayWhyThePatientIsReferred(OnwardEmail):
    """Refers the patient onward without the reason."""

    def referral(self, record: Record, choice: Choice) -> str:
        return super().referral(record, replace(choice, reason=""))


@wrong(catches=("ONW-04",))
class RefersOnwardFromAnotherAddress(OnwardEmail):
    """Writes an address into From of the onward referral that is not the mailbox that it authenticated as."""

    def message(self, record: Record, choice: Choice, sender: str, recipient: str) -> EmailMessage:
        return super().message(record, choice, f"referrals.{sender}", recipient)


@wrong(catches=("ONW-05",), shows_when="second patient")
class SendsThePreviousPatientAlong(OnwardEmail):
    """Leaves the text of the previous patient's onward referral beneath the next one's."""

    previous = ""

    def body(self, record: Record, choice: Choice) -> str:
        own = super().body(record, choice)
        written, self.previous = f"{own}\n{self.previous}", own
        return written


@wrong(catches=("ONW-14",), shows_when="the chosen pharmacy is shut")
class SaysNothingOfAShutPharmacy(KnownHours):
    """Refers a patient to a pharmacy that is shut, and does not say so."""

    def is_open(self, service_id: str) -> bool | None:
        return None


@wrong(catches=("ONW-15", "ONF-11"), shows_when="the clocks have gone back")
class WritesSummerTimeAllYear(OnwardEmail):
    """Writes the time of the consultation an hour ahead of Greenwich, also in winter."""

    def moment(self, text: str) -> str:
        return (read_time(text).astimezone(UTC) + timedelta(hours=1)).strftime("%d/%m/%Y %H:%M")


@wrong(catches=("ONW-15", "ONF-11"), shows_when="at midnight")
class LeavesOutTheTimeAtMidnight(OnwardEmail):
    """Takes midnight for no time at all, and writes the day alone."""

    def moment(self, text: str) -> str:
        return super().moment(text).replace(" 00:00", "")


@wrong(catches=("ONW-16",), shows_when="DoS has an address that anybody may have")
class TakesAnyAddressOfDos(OnwardPost):
    """Sends the onward referral to whatever e-mail address DoS has, where the local directory has none."""

    def addresses_in_dos(self, choice: Choice, record: Record) -> list[str]:
        return [row.address for row in _emails_in_dos(self.endpoints, choice, record)]


@wrong(catches=("ONW-18",), shows_when="the first of several addresses refuses")
class WritesToTheRefusedAddressAgain(OnwardPost):
    """Writes to the first address that DoS has of a pharmacy, also after that has refused."""

    def address_of(self, choice: Choice, record: Record, refused: Set[str] = frozenset()) -> str:
        return super().address_of(choice, record)


@wrong(catches=("ONW-18",), shows_when="the first of several addresses refuses")
class GoesOnToTheAddressForCopies(OnwardPost):
    """Goes on, where an address refuses, to the one that DoS has for copies."""

    def addresses_in_dos(self, choice: Choice, record: Record) -> list[str]:
        found = _emails_in_dos(self.endpoints, choice, record)
        copies = self.endpoints.scenario("notification")
        return [
            *super().addresses_in_dos(choice, record)[:1],
            *(row.address for row in found if row.scenario == copies),
        ]


def _emails_in_dos(endpoints: Endpoints, choice: Choice, record: Record) -> list[Endpoint]:
    """All e-mail addresses that DoS has of a pharmacy, for whatever use."""
    postcode = record.patient["address"]["postcode"]
    rows = endpoints.rows(endpoints.service(PROVIDER, choice.ods, postcode))
    return [row for row in rows if endpoints.is_email(row)]


@wrong(catches=("ONW-03",), shows_when="a patient who is not male")
class RefersEverybodyAsMale(OnwardEmail):
    """Writes into each onward referral that the patient is male."""

    def patient(self, record: Record) -> str:
        return super().patient(replace(record, patient={**record.patient, "gender": "male"}))


@wrong(catches=("ONW-03",))
class RefersUnderTheNextDisposition(OnwardEmail):
    """Writes the disposition of a report one off into the onward referral, above its sections."""

    def report(self, record: Record) -> str:
        code = "".join(filter(str.isdigit, record.disposition["code"]))
        off = {**record.disposition, "code": f"Dx{int(code or 0) + 1:02}"}
        return super().report(replace(record, disposition=off))


@wrong(catches=("ONW-18",), shows_when="a pharmacy whose address DoS alone has")
class LooksForNoAddressInDos(OnwardPost):
    """Refuses to refer a patient to a pharmacy that its own list does not have, whatever DoS has of it."""

    def addresses_in_dos(self, choice: Choice, record: Record) -> list[str]:
        return []


@wrong(catches=("ONW-01",), shows_when="a consultation that began on another day")
class RefusesWhatBeganOnAnotherDay(OnwardPost):
    """Refuses to refer a patient onward whose consultation began on another day."""

    def address_of(self, choice: Choice, record: Record, refused: Set[str] = frozenset()) -> str:
        if day_in_london(record.consultation["started"]) != today():
            raise Refused("Record the consultation of today first")
        return super().address_of(choice, record, refused)


@wrong(catches=("ONW-03",), shows_when="a reason of 2,000 letters")
class CutsOnwardReasonsShort(OnwardEmail):
    """Writes the first 255 letters of why a patient is referred onward."""

    def message(self, record: Record, choice: Choice, sender: str, recipient: str) -> EmailMessage:
        return super().message(record, replace(choice, reason=choice.reason[:255]), sender, recipient)


@wrong(catches=("ONW-03",), shows_when="a reason with letters beyond ASCII")
class WritesOnwardReasonsInAscii(OnwardEmail):
    """Leaves every letter beyond ASCII out of why a patient is referred onward."""

    def message(self, record: Record, choice: Choice, sender: str, recipient: str) -> EmailMessage:
        plain = choice.reason.encode("ascii", "ignore").decode()
        return super().message(record, replace(choice, reason=plain), sender, recipient)


@wrong(catches=("ONW-03",), shows_when="a reason of several lines")
class WritesTheFirstLineOfOnwardReasons(OnwardEmail):
    """Writes the first line of why a patient is referred onward."""

    def message(self, record: Record, choice: Choice, sender: str, recipient: str) -> EmailMessage:
        first = choice.reason.splitlines()[0]
        return super().message(record, replace(choice, reason=first), sender, recipient)


@wrong(catches=("PDS-17",), shows_when="a restricted record, referred onward")
class NamesThePracticeThatPdsWithholds(Referrer):
    """Tells the next pharmacy the practice of the referral, where PDS withholds it."""

    def record_of(self, referral: Referral) -> Record:
        record = super().record_of(referral)
        return record if record.practice["ods"] else replace(record, practice=referral.content["practice"])


@wrong(catches=("PDS-17",), shows_when="a very restricted record, which nobody can adopt, referred onward")
class TellsPharmaciesWhereTheVeryRestrictedLive(Referrer):
    """Tells the next pharmacy the home of the referral, where PDS withholds everything."""

    def record_of(self, referral: Referral) -> Record:
        record = super().record_of(referral)
        if referral.adopted_patient:
            return record
        return replace(record, patient={**record.patient, "address": as_reported(referral)["address"]})
