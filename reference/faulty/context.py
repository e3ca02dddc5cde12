"""Faults of what other documents than the Toolkit ask for."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from typing import Any

from ..app import App
from ..kit.config import NhsmailAccount
from ..kit.models import Base, Claim, Document, Notification, Pharmacist, Referral
from ..kit.store import Store
from ..kit.times import now
from ..national.nhsmail import Nhsmail
from ..switching.export import Export
from ..switching.form import FORM, RecordForm
from ..switching.intake import Intake
from ._wrong import give, wrong


@wrong(catches=("NAM-01",), shows_when="an address that was renamed")
class WritesByTheMailboxesNameOfBefore(Nhsmail):
    """Writes e-mail by the name that the pharmacy's mailbox had before NHSmail renamed it."""

    def send(self, message: EmailMessage, account: NhsmailAccount) -> str:
        ods = account.address.partition("@")[0].rpartition(".")[2]
        message.replace_header("From", f"nhspharmacy.leeds.pharmacy{ods}@nhs.net")
        return super().send(message, account)


@wrong(catches=("SWI-01",), shows_when="a referral that nobody completed")
class HandsCompletedRecordsOver(Export):
    """Hands over what was completed, and leaves behind who waits."""

    def referrals(self, ods: str) -> list[Referral]:
        return [referral for referral in super().referrals(ods) if referral.completed]


@wrong(catches=("SWI-01",), shows_when="another pharmacy")
class HandsOverEveryPharmacy(Export):
    """Hands over the records of every pharmacy that it serves."""

    places: tuple[str, ...] = ()

    def referrals(self, ods: str) -> list[Referral]:
        return [referral for place in self.places for referral in self.store.referrals_of(place)]

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).places = tuple(premises.ods for premises in app.service.config.premises)


@wrong(catches=("SWI-02",))
class HandsNamesOverTheOtherWayRound(RecordForm):
    """Hands over family names as given names, and given names as family names."""

    def patient(self, referral: Referral) -> dict[str, Any]:
        said = super().patient(referral)
        return {**said, "given": said["family"], "family": said["given"]}


@wrong(catches=("SWI-02",), shows_when="a medicine was supplied")
class HandsOverTheFirstWordOfDirections(RecordForm):
    """Hands over the first word of a medicine's directions."""

    def record(self, referral: Referral, told: Iterable[Notification], claim: Claim | None) -> dict[str, Any]:
        record = super().record(referral, told, claim)
        cut = [{**item, "dosage": item["dosage"].partition(" ")[0]} for item in referral.supplies]
        return {**record, "supplies": cut}


@wrong(catches=("SWI-02",), shows_when="a practice at PDS that the referral does not name")
class HandsOverThePracticeThatTheReferralNames(RecordForm):
    """Hands over the practice that the referral names, though PDS has another."""

    def practice(self, referral: Referral) -> dict[str, str]:
        return dict(referral.content["practice"])


@wrong(catches=("SWI-03", "SWI-04"), shows_when="a restricted patient of another system")
class TakesNobodyOverAsRestricted(Intake):
    """Takes every patient over as one whose record is not restricted."""

    def state(self, said: dict[str, Any]) -> dict[str, bool]:
        return {**super().state(said), "restricted": False}


@wrong(catches=("SWI-03", "SWI-04"), shows_when="a restricted patient whose address the other system kept")
class TakesOverWhereRestrictedPatientsAre(Intake):
    """Takes over, shows and hands on where a restricted patient is, where a file holds it."""

    def permitted(self, record: dict[str, Any]) -> dict[str, Any]:
        return record


@wrong(catches=("SWI-03", "SWI-04"), shows_when="a restricted patient whose practice the other system kept")
class TakesOverWhichPracticeRestrictedPatientsHave(Intake):
    """Takes over the practice of a restricted patient, where a file holds it, and nothing else of where they are."""

    def permitted(self, record: dict[str, Any]) -> dict[str, Any]:
        return {**super().permitted(record), "practice": record["practice"]}


@wrong(catches=("SWI-03", "SWI-04"), shows_when="a patient of another system who has died")
class TakesEverybodyOverAsAlive(Intake):
    """Takes every patient over as one who lives."""

    def state(self, said: dict[str, Any]) -> dict[str, bool]:
        return {**super().state(said), "deceased": False}


@wrong(catches=("SWI-04",), shows_when="a restricted patient of another system")
class HandsNobodyOverAsRestricted(RecordForm):
    """Hands every patient over as one whose record is not restricted."""

    def state(self, adopted: dict[str, Any] | None) -> dict[str, Any]:
        said = super().state(adopted)
        return {**said, "restricted": said["restricted"] and False}


@wrong(catches=("SWI-03",), shows_when="a referral that nobody completed")
class TakesWhoWaitsForCompleted(Intake):
    """Takes over every referral as completed."""

    def status(self, record: dict[str, Any]) -> str:
        return "completed"


@wrong(catches=("SWI-03",), shows_when="a patient of another system whom nobody had traced")
class TakesNoTelephonesOver(Intake):
    """Takes a patient's own telephone from the other system's look-up alone, which not everybody has had."""

    def content(self, record: dict[str, Any]) -> dict[str, Any]:
        content = super().content(record)
        return {**content, "patient": {**content["patient"], "telephones": []}}


@wrong(catches=("SWI-03",), shows_when="a patient of another system whom nobody had traced")
class TakesNoAddressesOver(Intake):
    """Takes a patient's address from the other system's look-up alone, which not everybody has had."""

    def content(self, record: dict[str, Any]) -> dict[str, Any]:
        content = super().content(record)
        return {**content, "patient": {**content["patient"], "addresses": []}}


@wrong(catches=("SWI-03",), shows_when="a nullification of what was taken over")
class TakesNoDocumentsOver(Intake):
    """Takes referrals over, and not the documents that they were made of: a nullification finds nothing."""

    def rows(self, record: dict[str, Any], ods: str) -> list[Any]:
        return [row for row in super().rows(record, ods) if not isinstance(row, Document)]


@wrong(catches=("SWI-04",), shows_when="a text of several lines")
class TakesTheFirstLineOver(Intake):
    """Takes over the first line of each text alone."""

    def sections(self, record: dict[str, Any]) -> list[dict[str, str]]:
        return [
            {**section, "text": section["text"].partition("\n")[0]} for section in super().sections(record)
        ]


@wrong(catches=("SWI-04",), shows_when="a message to the practice that failed before another came")
class TakesNoMessagesOverThatFailed(Intake):
    """Takes over what practices have had, and forgets which message had failed before."""

    def told(self, record: dict[str, Any], referral: Referral) -> list[Notification]:
        return [told for told in super().told(record, referral) if told.status != "failed"]


@wrong(catches=("SWI-04",), shows_when="a referral onward")
class HandsNoReferralsOnwardOver(RecordForm):
    """Hands records over without where their patients were referred onward."""

    def record(self, referral: Referral, told: Iterable[Notification], claim: Claim | None) -> dict[str, Any]:
        return {**super().record(referral, told, claim), "onward": []}


@wrong(catches=("SWI-04",), shows_when="a pharmacist who is not enrolled here")
class TakesNobodyOver(Store):
    """Takes records over, and nobody who worked in the other system."""

    def take_over(self, records: Sequence[Base], pharmacists: Sequence[Pharmacist]) -> None:
        super().take_over(records, pharmacists[:0])


@wrong(catches=("SWI-03",), shows_when="a pharmacist who is not enrolled here")
class TakesWhoWorkedElsewhereForDeclared(Store):
    """Takes who was enrolled in the other system over as if they had declared here to be competent."""

    def take_over(self, records: Sequence[Base], pharmacists: Sequence[Pharmacist]) -> None:
        for known in pharmacists:
            known.declared = {"by": known.full_name, "gphc_number": known.gphc, "at": now()}
        super().take_over(records, pharmacists)


@wrong(catches=("SWI-04",), shows_when="somebody who collects a supply")
class ForgetsWhoCollectedInTheOtherSystem(Intake):
    """Takes supplies over without who collected them."""

    def referral(self, record: dict[str, Any], known: dict[str, Any], ods: str) -> Referral:
        return super().referral({**record, "collected_by": None}, known, ods)


@wrong(catches=("SWI-04",), shows_when="a patient who was never traced")
class TakesEverybodyForTraced(Intake):
    """Takes every patient over as if a national service had them so."""

    def adopted(self, record: dict[str, Any]) -> dict[str, Any] | None:
        return super().adopted({**record, "patient": {**record["patient"], "traced": True}})


@wrong(catches=("SWI-04",), shows_when="a practice that was told twice")
class TakesTheFirstMessageToAPracticeOver(Intake):
    """Takes over the first message that a practice was told by, and no later one."""

    def told(self, record: dict[str, Any], referral: Referral) -> list[Notification]:
        return super().told(record, referral)[:1]


@wrong(catches=("SWI-05",), shows_when="a claim that was made in another system")
class ForgetsClaimsOfTheOtherSystem(Intake):
    """Takes over no claims, and claims again for what was claimed for."""

    def claims(self, record: dict[str, Any], referral: Referral) -> list[Claim]:
        return []


@wrong(catches=("SWI-05",), shows_when="a practice that was told by another system")
class ForgetsWhatPracticesWereTold(Intake):
    """Takes over nothing of what practices were told, and tells them again."""

    def told(self, record: dict[str, Any], referral: Referral) -> list[Notification]:
        return []


@wrong(catches=("SWI-06",), shows_when="the same file once more")
class TakesAFileOverTwice(Intake):
    """Takes a record over again that is here already."""

    def is_new(self, record: dict[str, Any], here: set[str]) -> bool:
        return True


@wrong(catches=("SWI-06",), shows_when="a file of another pharmacy")
class TakesFilesOfOtherPharmacies(Intake):
    """Takes a file of records over at whatever pharmacy it is read in."""

    def take(self, file: str, ods: str) -> dict[str, list[dict[str, str]]]:
        return super().take(_changed(self.read(file), pharmacy=ods), ods)


@wrong(catches=("SWI-06",), shows_when="a file of another form")
class TakesFilesOfEveryForm(Intake):
    """Takes a file of records over whatever its form is called."""

    def take(self, file: str, ods: str) -> dict[str, list[dict[str, str]]]:
        return super().take(_changed(self.read(file), form=FORM), ods)


def _changed(file: dict[str, Any], **values: str) -> str:
    return base64.b64encode(json.dumps(file | values).encode()).decode()
