"""Faults in exporting a month's consultations."""

from __future__ import annotations

from typing import Any

from ..app import App
from ..consultations.record import Record
from ..kit.models import Referral
from ..outbound.extract.columns import NHSEI, PRSB
from ..outbound.extract.extract import Extract
from ._wrong import give, wrong


@wrong(catches=("DAT-01",), condition="the NHSEI data specification")
class ExportsAColumnOfItsOwn(Extract):
    """Exports a column that the data specification does not have."""

    def header(self, form: str) -> list[str]:
        header = super().header(form)
        return [*header[:-1], "claim"] if form == NHSEI else header


@wrong(catches=("DAT-08",), condition="the PRSB standard")
class ExportsItsOwnHeadings(Extract):
    """Exports columns by the data specification's names where the PRSB standard's are due."""

    def header(self, form: str) -> list[str]:
        return super().header(NHSEI if form == PRSB else form)


@wrong(catches=("DAT-02",), condition="a record that was corrected")
class LeavesCorrectedRecordsOut(Extract):
    """Exports no record that was corrected since."""

    def is_of(self, referral: Referral, month: str) -> bool:
        amended = (referral.consultation or {}).get("amendment", 0)
        return super().is_of(referral, month) and not amended


@wrong(catches=("DAT-02",), condition="another pharmacy")
class ExportsEveryPharmacy(Extract):
    """Exports the consultations of every pharmacy that it serves."""

    places: tuple[str, ...] = ()

    def referrals(self, ods: str, month: str) -> list[Referral]:
        held = [self.store.referrals_of(place) for place in self.places]
        return [referral for found in held for referral in found if self.is_of(referral, month)]

    @classmethod
    def install(cls, app: App) -> None:
        give(cls, app).places = tuple(premises.ods for premises in app.service.config.premises)


@wrong(catches=("DAT-03",))
class ExportsTheReferringPracticesCode(Extract):
    """Exports the sender's code where the practice's is due."""

    def row(self, record: Record, referral: Referral) -> list[str]:
        row = super().row(record, referral)
        return [*row[:7], record.sender["ods"], *row[8:]]


@wrong(catches=("DAT-03",), condition="a medicine was supplied")
class ExportsOneOfEachItem(Extract):
    """Exports each medicine without how much of it was supplied."""

    def items(self, supplies: list[dict[str, Any]]) -> str:
        return ";".join(str(item["code"]) for item in supplies)


@wrong(catches=("DAT-04",), condition="a text of several lines")
class ExportsTextsOnOneLine(Extract):
    """Exports texts with their line breaks left out."""

    def text(self, text: str) -> str:
        return super().text(" ".join(text.split()))


@wrong(catches=("DAT-05",), condition="a text that begins with =")
class DropsTheFirstLetterOfFormulas(Extract):
    """Leaves out the first letter of what a spreadsheet would reckon."""

    def text(self, text: str) -> str:
        return super().text(text).removeprefix("'=")


@wrong(catches=("DAT-06",), condition="a month without consultations")
class ExportsNothingForAnEmptyMonth(Extract):
    """Exports an empty file for a month without consultations."""

    def written(self, header: list[str], rows: list[list[str]]) -> str:
        return super().written(header, rows) if rows else "\r\n"


@wrong(catches=("DAT-07",), condition="a record that was corrected")
class ExportsTheFirstRecord(Extract):
    """Exports a record as it was before it was corrected."""

    def row(self, record: Record, referral: Referral) -> list[str]:
        row = super().row(record, referral)
        return [*row[:11], "As first recorded", *row[12:]] if record.amendment else row
