"""Whether a supply needs a token, and the token a signature.

Source: interface sheet dos-eps-rtec-scr-dmd, 4.3 and 4.4: free up to 15 and from 60 on; from 16 to 18 in full-time
education, as it is declared; none needed where RTEC has found an exemption.
"""

from dataclasses import dataclass
from datetime import date

from ..kit.models import Referral

ADULT, PENSIONER = 16, 60
"""The ages of who is no child any more, and of who pays no more."""


@dataclass(frozen=True)
class Need:
    """What a supply needs on paper, and why."""

    token: bool
    signature: bool
    why: str
    kind: str = ""
    """What makes it free, or that it was paid, in the words of a declaration; empty where nobody knows yet."""
    told: bool = True
    """Whether the person is told that a token is needed, where one is."""


class TokenNeeds:
    """Says what a supply to a patient needs."""

    def of(self, referral: Referral, birth_date: date, day: date) -> Need:
        """What a supply on a day needs."""
        age = self.age(birth_date, day)
        if self.is_child(age):
            return Need(False, False, "Under 16 on the day: free of charge, and not to be signed", "under-16")
        if self.is_pensioner(age):
            return Need(
                False, False, "60 or over on the day: free of charge, and not to be signed", "over-60"
            )
        if self.is_found(referral):
            return Need(False, False, "RTEC found an exemption: no token is needed")
        kind = self.declared(referral)
        why = f"Declared: {kind}; to be signed" if kind else "The patient ticks what holds, and signs"
        return Need(True, True, why, kind)

    def age(self, born: date, day: date) -> int:
        """How old somebody is on a day; born on 29 February, older on 1 March where the year has no such day."""
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def is_child(self, age: int) -> bool:
        """Whether no charge is due, for one is too young."""
        return age < ADULT

    def is_pensioner(self, age: int) -> bool:
        """Whether no charge is due, for one is old enough."""
        return age >= PENSIONER

    def is_found(self, referral: Referral) -> bool:
        """Whether RTEC has found an exemption."""
        return referral.rtec is not None and referral.rtec["outcome"] == "found"

    def declared(self, referral: Referral) -> str:
        """What was declared last; empty where nothing was."""
        return str(referral.declarations[-1]["kind"]) if referral.declarations else ""
