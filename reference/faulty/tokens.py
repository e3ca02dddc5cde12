"""Faults in dispensing tokens: what stands on them, when they are printed, and who is told to sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from ..consultations.patient import as_reported
from ..exemptions.declarations import Declarations
from ..kit.models import Referral
from ..tokens.desk import TokenDesk
from ..tokens.need import PENSIONER, Need, TokenNeeds
from ..tokens.paper import PAID, Token, TokenPaper
from ..tokens.printer import Print
from ._wrong import wrong


@wrong(catches=("TOK-01",), shows_when="a second supply to the same patient")
class PrintsNoTokenForTheSecondSupply(TokenDesk):
    """Prints a token after the first supply of a referral, and none after the next."""

    def prints(self, token: Token, need: Need) -> list[Print]:
        handed_over = {item["handed_over"] for item in token.items}
        return super().prints(token, need) if len(handed_over) == 1 else []


@wrong(catches=("TOK-01",), shows_when="born on a 29 February")
class CannotPrintForWhoWasBornOnALeapDay(TokenDesk):
    """Looks for the birthday of this year, which not every year has, and prints nothing where there is none."""

    def prints(self, token: Token, need: Need) -> list[Print]:
        born = date.fromisoformat(str(token.patient["birth_date"]))
        return [] if (born.month, born.day) == (2, 29) else super().prints(token, need)


@wrong(catches=("TOK-01",))
class AsksNobodyForAToken(TokenNeeds):
    """Prints tokens, and tells nobody that one is needed."""

    def of(self, referral: Referral, birth_date: date, day: date) -> Need:
        return replace(super().of(referral, birth_date, day), told=False)


@wrong(catches=("TOK-02",), shows_when="an address of several lines")
class CutsTheAddressOnTokens(TokenPaper):
    """Has room for one line of an address, and its postcode."""

    def address(self, address: dict[str, Any]) -> list[str]:
        return [*address["lines"][:1], address["postcode"]]


@wrong(catches=("TOK-02",), shows_when="a name with a letter that a PDF's own fonts lack")
class PrintsQuestionMarksForLettersThatItLacks(TokenPaper):
    """Prints letters of Western Europe, and a question mark for any other."""

    def lines(self, token: Token) -> list[str]:
        return [line.encode("latin-1", "replace").decode("latin-1") for line in super().lines(token)]


@wrong(catches=("TOK-02",), shows_when="a home at PDS that the referral does not name")
class PrintsTheHomeOfTheReferral(TokenDesk):
    """Prints the address that the referral has, though PDS has another."""

    def token(self, referral: Referral, patient: dict[str, Any], supplied: date, need: Need) -> Token:
        reported = {**patient, "address": as_reported(referral)["address"]}
        return replace(super().token(referral, patient, supplied, need), patient=reported)


@wrong(catches=("TOK-04",), shows_when="a practice at PDS that the referral does not name")
class PrintsThePracticeOfTheReferral(TokenDesk):
    """Prints the practice that the referral names, though PDS has another."""

    def token(self, referral: Referral, patient: dict[str, Any], supplied: date, need: Need) -> Token:
        token = super().token(referral, patient, supplied, need)
        return replace(token, practice=referral.content["practice"])


@wrong(catches=("TOK-03",), shows_when="a second item")
class PrintsTheFirstItemAlone(TokenPaper):
    """Has room for one medicine on a token."""

    def items(self, token: Token) -> Iterator[str]:
        return super().items(replace(token, items=token.items[:1]))


@wrong(catches=("TOK-03",), shows_when="a second item")
class PrintsTheFirstQuantityForAll(TokenPaper):
    """Prints the quantity of the first medicine beside each."""

    def items(self, token: Token) -> Iterator[str]:
        quantity = token.items[0]["quantity"]
        return super().items(replace(token, items=[{**item, "quantity": quantity} for item in token.items]))


@wrong(catches=("TOK-04",), shows_when="whoever was born on this day of another year")
class TakesTheBirthdayForTheDayOfSupply(TokenPaper):
    """Prints the date of birth where the day of supply is due, where day and month are the same."""

    def supply(self, token: Token) -> Iterator[str]:
        born = date.fromisoformat(str(token.patient["birth_date"]))
        same = (born.month, born.day) == (token.supplied.month, token.supplied.day)
        return super().supply(replace(token, supplied=born) if same else token)


@wrong(catches=("TOK-04",))
class LeavesTheReferralOffTokens(TokenPaper):
    """Prints no reference of the referral."""

    def supply(self, token: Token) -> Iterator[str]:
        return (line for line in super().supply(token) if not line.startswith("Referral"))


@wrong(catches=("TOK-05",), shows_when="a reason that few declare")
class HasNoBoxesForRareReasons(TokenPaper):
    """Ticks the boxes of the reasons that most people declare, and has none for the others."""

    def boxes(self, kind: str) -> Iterator[str]:
        often = ("education", "medical", "prepayment", "hc2", PAID)
        return super().boxes(kind if kind in often else "")


@wrong(catches=("TOK-05",), shows_when="an exemption was declared")
class TicksBothOnTokens(TokenPaper):
    """Ticks that the charge was paid beside the exemption."""

    def boxes(self, kind: str) -> Iterator[str]:
        for line in super().boxes(kind):
            yield line.replace(self.box(False), self.box(True)) if kind != PAID and "Charge" in line else line


@wrong(catches=("TOK-06",), shows_when="the 60th birthday")
class AsksSixtyYearOldsToSign(TokenNeeds):
    """Takes who is 60 today for 59."""

    def of(self, referral: Referral, birth_date: date, day: date) -> Need:
        is_birthday = (birth_date.month, birth_date.day) == (day.month, day.day)
        if is_birthday and self.age(birth_date, day) == PENSIONER:
            return Need(True, True, "The patient ticks what holds, and signs")
        return super().of(referral, birth_date, day)


@wrong(catches=("TOK-07",), shows_when="16 to 18 years old")
class TakesEighteenForAChild(TokenNeeds):
    """Has nobody sign who is under 18, and no token printed for them."""

    def is_child(self, age: int) -> bool:
        return age < 18


@wrong(catches=("TOK-07",), shows_when="the day before the 60th birthday")
class ReckonsAgesByTheYearAlone(TokenNeeds):
    """Takes the difference of the years for the age."""

    def age(self, born: date, day: date) -> int:
        return day.year - born.year


@wrong(catches=("TOK-07",), shows_when="full-time education was declared")
class HasNobodyInEducationSign(TokenNeeds):
    """Takes full-time education for an exemption by age, which nobody signs for."""

    def of(self, referral: Referral, birth_date: date, day: date) -> Need:
        need = super().of(referral, birth_date, day)
        return replace(need, signature=False) if need.kind == "education" else need


@wrong(catches=("TOK-08",), shows_when="RTEC found an exemption")
class AsksForATokenAfterRtec(TokenNeeds):
    """Does not look at what RTEC found."""

    def is_found(self, referral: Referral) -> bool:
        return False


@wrong(catches=("TOK-09",), shows_when="second patient")
class PrintsThePreviousPatient(TokenPaper):
    """Leaves the last patient's NHS number on the next one's token."""

    last = ""

    def patient(self, token: Token) -> Iterator[str]:
        yield from super().patient(token)
        if self.last:
            yield f"NHS number: {self.last}"
        self.last = str(token.patient["nhs_number"])


@wrong(catches=("TOK-12",), shows_when="18 years old")
class RefusesEducationAtEighteen(Declarations):
    """Takes who is 18 for too old to be in full-time education."""

    def is_past_education(self, referral: Referral, day: date) -> bool:
        return super().is_past_education(referral, day.replace(year=day.year + 1, day=min(day.day, 28)))


@wrong(catches=("TOK-13",), shows_when="the 19th birthday")
class TakesEducationAtNineteen(Declarations):
    """Takes full-time education of whoever says so, however old."""

    def is_past_education(self, referral: Referral, day: date) -> bool:
        return False


@wrong(catches=("TOK-05",), shows_when="a declaration that was said otherwise of afterwards")
class KeepsWhatWasDeclaredFirst(Declarations):
    """Keeps what was declared first, and ticks that, though the patient said otherwise afterwards."""

    def keep(self, referral: Referral, declared: dict[str, Any]) -> None:
        if not referral.declarations:
            super().keep(referral, declared)


@wrong(catches=("TOK-01", "TOK-07"), shows_when="RTEC was asked, and found nothing")
class TakesAnyAnswerOfRtecForAnExemption(TokenNeeds):
    """Prints no token, and has nothing signed, once RTEC has answered, whatever it said."""

    def is_found(self, referral: Referral) -> bool:
        return referral.rtec is not None and referral.rtec["outcome"] in ("found", "not-found")


@wrong(catches=("PDS-17",), shows_when="a very restricted record, which nobody can adopt")
class PrintsWhereTheVeryRestrictedLive(TokenDesk):
    """Prints home and practice of the referral, where PDS withholds everything."""

    def patient(self, referral: Referral) -> dict[str, Any]:
        return referral.adopted_patient or as_reported(referral)


@wrong(catches=("PDS-17",), shows_when="a restricted record")
class PrintsThePracticeThatPdsWithholds(TokenDesk):
    """Prints the practice that the referral names, where PDS withholds it."""

    def token(self, referral: Referral, patient: dict[str, Any], supplied: date, need: Need) -> Token:
        token = super().token(referral, patient, supplied, need)
        return token if token.practice["ods"] else replace(token, practice=referral.content["practice"])
