"""Prints the token of a referral's supplies, where one is needed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ..consultations.patient import unverified
from ..kit.config import Config
from ..kit.models import Referral
from ..kit.problems import Refused
from ..kit.times import day_in_london
from .need import Need, TokenNeeds
from .paper import Token, TokenPaper
from .printer import Print, TokenPrinter


@dataclass(frozen=True)
class Printed:
    """What was printed, and what the supply needs."""

    prints: list[Print]
    need: Need


class TokenDesk:
    """Puts together what a token says, and has it printed."""

    def __init__(self, config: Config, needs: TokenNeeds, paper: TokenPaper, printer: TokenPrinter) -> None:
        self.config = config
        self.needs = needs
        self.paper = paper
        self.printer = printer

    def print(self, referral: Referral) -> Printed:
        """Print what is needed."""
        if not referral.supplies:
            raise Refused("Record what was supplied first")
        patient, supplied = self.patient(referral), self.day(referral)
        need = self.needs.of(referral, _born(patient), supplied)
        return Printed(self.prints(self.token(referral, patient, supplied, need), need), need)

    def prints(self, token: Token, need: Need) -> list[Print]:
        """The prints themselves; none where no token is needed."""
        return [self.printer.print(self.paper.lines(token))] if need.token else []

    def patient(self, referral: Referral) -> dict[str, Any]:
        """Whose token it is."""
        return referral.adopted_patient or unverified(referral)

    def day(self, referral: Referral) -> date:
        """The day of the last supply, in London."""
        return day_in_london(str(referral.supplies[-1]["handed_over"]))

    def token(self, referral: Referral, patient: dict[str, Any], supplied: date, need: Need) -> Token:
        """All that the token of a referral tells."""
        return Token(
            patient=patient,
            items=list(referral.supplies),
            supplied=supplied,
            practice=patient["practice"],
            reference=str(referral.content["case_reference"]),
            pharmacy=next(place for place in self.config.premises if place.ods == referral.ods),
            kind=need.kind,
        )


def _born(patient: dict[str, Any]) -> date:
    try:
        return date.fromisoformat(str(patient["birth_date"]))
    except ValueError as error:
        raise Refused("Enter the patient's whole date of birth first: a token needs it") from error
