"""The reasons for which nobody pays, as a patient declares them, and on which days each can be declared.

Source: exemption categories of EPS claims and of prescription forms (interface sheet dos-eps-rtec-scr-dmd, 4.3).
"""

from dataclasses import dataclass
from datetime import date

EDUCATION = "education"
CHARGE_PAID = "none-charge-paid"
"""What is declared by whoever pays."""


@dataclass(frozen=True)
class Kind:
    """One reason, and from when until when it holds."""

    kind: str
    text: str
    since: date = date.min
    until: date = date.max

    def in_force(self, day: date) -> bool:
        """Whether it can be declared of a supply on a day."""
        return self.since <= day <= self.until


KINDS = (
    Kind("under-16", "Is under 16"),
    Kind(EDUCATION, "Is 16, 17 or 18, and in full-time education"),
    Kind("over-60", "Is 60 or over"),
    Kind("maternity", "Has a maternity exemption certificate"),
    Kind("medical", "Has a medical exemption certificate"),
    Kind("prepayment", "Has a prescription prepayment certificate"),
    Kind("war-pension", "Has an exemption certificate of the Ministry of Defence"),
    Kind("hc2", "Is named on a current HC2 certificate"),
    Kind("contraceptive", "Is given contraceptives free of charge"),
    Kind("income-support", "Gets Income Support or income-related ESA"),
    Kind("jsa", "Gets income-based Jobseeker's Allowance"),
    Kind("tax-credit", "Has a tax credit exemption certificate", until=date(2025, 4, 5)),
    Kind("universal-credit", "Gets Universal Credit, and fulfils its conditions", since=date(2020, 2, 1)),
    Kind("partner", "Has a partner who gets Pension Credit guarantee credit"),
    Kind(CHARGE_PAID, "None of these: the charge was paid"),
)


class Kinds:
    """The list that people choose from."""

    def on(self, day: date) -> tuple[Kind, ...]:
        """Those that can be declared of a supply on a day."""
        return tuple(kind for kind in KINDS if kind.in_force(day))
