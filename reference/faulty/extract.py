"""Faults in exporting a month's consultations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

from ..app import App
from ..consultations.record import Record
from ..kit.models import Referral
from ..kit.times import london, read_time
from ..outbound.extract.extract import NHSEI, Extract, Row
from ._wrong import give, wrong


@wrong(catches=("DAT-01",), shows_when="the NHSEI data specification")
class ExportsAColumnOfItsOwn(Extract):
    """Exports a column that the data specification does not have."""

    def columns(self, form: str) -> dict[str, str]:
        columns = super().columns(form)
        return {**columns, "claim_submission_id": "claim"} if form == NHSEI else columns


@wrong(catches=("DAT-08",), shows_when="the PRSB standard")
class ExportsItsOwnHeadings(Extract):
    """Exports columns by the data specification's names where the PRSB standard's are due."""

    def columns(self, form: str) -> dict[str, str]:
        return super().columns(NHSEI)


@wrong(catches=("DAT-02",), shows_when="a record that was corrected")
class LeavesCorrectedRecordsOut(Extract):
    """Exports no record that was corrected since."""

    def is_of(self, referral: Referral, month: str) -> bool:
        amended = (referral.consultation or {}).get("amendment", 0)
        return super().is_of(referral, month) and not amended


@wrong(catches=("DAT-02", "DAT-07"), shows_when="a record that was corrected")
class ExportsBothVersions(Extract):
    """Exports a record that was corrected once more for each correction."""

    def referrals(self, ods: str, month: str) -> list[Referral]:
        found = super().referrals(ods, month)
        return [*found, *(each for each in found if (each.consultation or {}).get("amendment", 0))]


@wrong(catches=("DAT-02",), shows_when="another pharmacy")
class ExportsEveryPharmacy(Extract):
    """Exports the consultations of every pharmacy that it serves."""

    places: tuple[str, ...] = ()

    def referrals(self, ods: str, month: str) -> list[Referral]:
        held = [self.store.referrals_of(place) for place in self.places]
        return [referral for found in held for referral in found if self.is_of(referral, month)]

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).places = tuple(premises.ods for premises in app.service.config.premises)


@wrong(catches=("DAT-02",), shows_when="another pharmacy")
class ExportsTheOtherPharmacy(Extract):
    """Exports the consultations of the first pharmacy that it serves, whichever asks."""

    first = ""

    def referrals(self, ods: str, month: str) -> list[Referral]:
        return super().referrals(self.first, month)

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).first = app.service.config.premises[0].ods


@wrong(catches=("DAT-03",))
class ExportsTheReferringPracticesCode(Extract):
    """Exports the sender's code where the practice's is due."""

    def row(self, record: Record, referral: Referral) -> Row:
        return super().row(record, referral) | {"practice_ods": str(record.sender["ods"])}


@wrong(catches=("DAT-03",), shows_when="a medicine was supplied")
class ExportsOneOfEachItem(Extract):
    """Exports each medicine without how much of it was supplied."""

    def items(self, supplies: list[dict[str, Any]]) -> str:
        return ";".join(str(item["code"]) for item in supplies)


@wrong(catches=("DAT-03",), shows_when="a claim that was withdrawn")
class ExportsWithdrawnClaims(Extract):
    """Exports as what MYS once held a claim that was withdrawn since."""

    def claim(self, referral: Referral) -> str:
        claim = self.store.claim(referral.id)
        return claim.submission_id if claim else ""


@wrong(catches=("DAT-10",), shows_when="a medicine was supplied")
class ExportsOutcomesInItsOwnWords(Extract):
    """Exports an outcome in words that are not of the data specification, where a medicine was supplied."""

    def coded(self, name: str, value: str) -> str:
        return "Supplied" if value == "medicine-supplied" else super().coded(name, value)


@wrong(catches=("DAT-04",), shows_when="a text of several lines")
class DropsLineBreaks(Extract):
    """Exports texts with their line breaks left out."""

    def text(self, text: str) -> str:
        return super().text(" ".join(text.split()) if "\n" in text else text)


@wrong(catches=("DAT-04",), shows_when="a text with quotes")
class ExportsApostrophesForQuotes(Extract):
    """Exports an apostrophe for each quote."""

    def text(self, text: str) -> str:
        return super().text(text.replace('"', "'") if not text.startswith("=") else text)


@wrong(catches=("DAT-05",), shows_when="a text that begins with =")
class DropsTheFirstLetterOfFormulas(Extract):
    """Leaves out the first letter of what a spreadsheet would reckon."""

    def text(self, text: str) -> str:
        return super().text(text).removeprefix("'=")


@wrong(catches=("DAT-05",), shows_when="a text that begins with a plus sign")
class ExportsTextsAsNumbers(Extract):
    """Exports a text that begins as a number does without its plus sign, as spreadsheets write it."""

    def text(self, text: str) -> str:
        return text[1:] if text.startswith("+") else super().text(text)


@wrong(catches=("DAT-06",), shows_when="a month without consultations")
class ExportsNothingForAnEmptyMonth(Extract):
    """Exports an empty file for a month without consultations."""

    def lines(self, ods: str, month: str, form: str) -> Iterator[str]:
        found = list(super().lines(ods, month, form))
        yield from found if len(found) > 1 else ["\r\n"]


@wrong(catches=("DAT-07",), shows_when="a record that was corrected")
class ExportsTheFirstRecord(Extract):
    """Exports a record as it was before it was corrected."""

    def row(self, record: Record, referral: Referral) -> Row:
        row = super().row(record, referral)
        return row | {"presenting_complaint": "As first recorded"} if record.amendment else row


@wrong(catches=("DAT-11",), shows_when="a text with quotes")
class BreaksQuotes(Extract):
    """Puts texts in quotes, and leaves the quotes in them as they are."""

    def line(self, cells: list[str]) -> str:
        return ",".join(f'"{cell}"' for cell in cells) + "\r\n"


@wrong(catches=("DAT-11",), shows_when="letters beyond ASCII")
class ExportsInLatin8(Extract):
    """Exports in ISO 8859-14, as long as it has the letters, which is not UTF-8."""

    def encoded(self, line: str) -> bytes:
        return line.encode("iso-8859-14", "replace")


@wrong(catches=("DAT-11",), shows_when="a text with quotes")
class EscapesQuotesByBackslashes(Extract):
    """Writes a backslash before each quote in a text, in place of another quote."""

    def line(self, cells: list[str]) -> str:
        return super().line(cells).replace('""', '\\"')


@wrong(catches=("DAT-09",), shows_when="in the first hour of a summer month")
class ExportsByUtcMonth(Extract):
    """Exports a consultation in the month that it was in UTC."""

    def day(self, completed: str) -> str:
        return read_time(completed).astimezone(UTC).date().isoformat()


@wrong(catches=("DAT-09",), shows_when="after the clocks went back")
class ExportsByTheMonthsFirstOffset(Extract):
    """Exports a consultation in the month that it was by the offset from UTC with which its month began."""

    def day(self, completed: str) -> str:
        then = read_time(completed).astimezone(london())
        offset = then.replace(day=1, hour=12).utcoffset() or timedelta()
        return (read_time(completed).astimezone(UTC) + offset).date().isoformat()


@wrong(catches=("DAT-09",), shows_when="in summer")
class ExportsLocalTimesAsUtc(Extract):
    """Exports when a consultation was completed in London's time, and calls it UTC."""

    def row(self, record: Record, referral: Referral) -> Row:
        local = read_time(record.completed).astimezone(london()).replace(tzinfo=UTC)
        return super().row(record, referral) | {"completed": local.isoformat()}


@wrong(catches=("DAT-03",), shows_when="a product was recommended")
class ExportsRecommendedProductsAsSupplied(Extract):
    """Exports what a patient was recommended among what was supplied."""

    def row(self, record: Record, referral: Referral) -> Row:
        return super().row(record, referral) | {"items": self.items(record.items)}


@wrong(catches=("DAT-03",), shows_when="two medicines were supplied")
class ExportsTheFirstItemAlone(Extract):
    """Exports the first of several medicines."""

    def items(self, supplies: list[dict[str, Any]]) -> str:
        return super().items(supplies[:1])


@wrong(catches=("DAT-03",), shows_when="half a tablet")
class ExportsWholeQuantities(Extract):
    """Exports quantities without what is behind their point."""

    def items(self, supplies: list[dict[str, Any]]) -> str:
        return super().items([{**item, "quantity": int(item["quantity"])} for item in supplies])


@wrong(catches=("DAT-03",), shows_when="a quantity that was corrected")
class ExportsQuantitiesOfBefore(Extract):
    """Exports one of each medicine in a record that was corrected."""

    def row(self, record: Record, referral: Referral) -> Row:
        row = super().row(record, referral)
        before = [{**item, "quantity": 1} for item in referral.supplies]
        return row | {"items": self.items(before)} if record.amendment else row


@wrong(catches=("DAT-03",), shows_when="a referral of a practice, or of NHS 111 online")
class ExportsEveryReferralAsNhs111s(Extract):
    """Exports NHS 111 as who referred, whoever did."""

    def coded(self, name: str, value: str) -> str:
        return super().coded(name, "nhs111" if name == "referral_source" else value)


@wrong(catches=("DAT-03",), shows_when="a consultation face to face")
class ExportsEveryConsultationAsByTelephone(Extract):
    """Exports all consultations as by telephone."""

    def coded(self, name: str, value: str) -> str:
        return super().coded(name, "telephone" if name == "method" else value)


@wrong(catches=("DAT-03",), shows_when="a patient who was referred onward")
class ExportsOnwardReferralsAsAdvice(Extract):
    """Exports that advice was given where a patient was referred onward."""

    def coded(self, name: str, value: str) -> str:
        return super().coded(name, "advice-given" if value == "onward-referral" else value)


@wrong(catches=("DAT-03",), shows_when="PDS has another practice")
class ExportsTheReferralsPractice(Extract):
    """Exports the practice that the referral names, whichever PDS has."""

    def row(self, record: Record, referral: Referral) -> Row:
        return super().row(record, referral) | {"practice_ods": referral.content["practice"]["ods"]}


@wrong(catches=("DAT-03",), shows_when="PDS has another gender, or none")
class ExportsTheReferralsGender(Extract):
    """Exports the gender that the referral gives, whatever PDS has."""

    def row(self, record: Record, referral: Referral) -> Row:
        gender = self.coded("gender", referral.content["patient"]["gender"])
        return super().row(record, referral) | {"gender": gender}


@wrong(catches=("DAT-03",), shows_when="a patient whom PDS does not know")
class ExportsNoNumberOfTheUntraced(Extract):
    """Exports no NHS number of a patient whose record was not adopted."""

    def row(self, record: Record, referral: Referral) -> Row:
        row = super().row(record, referral)
        return row if referral.adopted_patient else row | {"nhs_number": ""}


@wrong(catches=("DAT-03",), shows_when="a claim that was refused at first")
class ExportsNoClaimOfCorrectedRecords(Extract):
    """Exports as what MYS holds a claim only where the record was not corrected."""

    def claim(self, referral: Referral) -> str:
        return "" if (referral.consultation or {}).get("amendment") else super().claim(referral)


@wrong(catches=("DAT-05",), shows_when="the advice of a record that was corrected")
class DropsSignsOfCorrectedRecords(Extract):
    """Leaves out the sign with which the advice of a corrected record begins."""

    def row(self, record: Record, referral: Referral) -> Row:
        row = super().row(record, referral)
        return row | {"advice": row["advice"].lstrip("'-")} if record.amendment else row
