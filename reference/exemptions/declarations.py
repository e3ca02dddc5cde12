"""What a patient, or somebody for them, declares in writing: kept with the referral; the last one stands.

Source: CPCS Technical Toolkit, row RTEC: written exemption declaration; what it holds is a model
(docs/reference/exemption-model.md).
"""

from datetime import date
from typing import Any

from ..kit.models import Referral
from ..kit.problems import Refused
from ..kit.store import Store
from ..kit.times import now
from .kinds import EDUCATION, Kinds

PAST_EDUCATION = 19
"""The age from which full-time education is no reason any more."""


class Declarations:
    """Takes declarations."""

    def __init__(self, store: Store, kinds: Kinds) -> None:
        self.store = store
        self.kinds = kinds

    def take(
        self, referral: Referral, said: dict[str, Any], pharmacist: dict[str, str], day: date
    ) -> dict[str, Any]:
        """Keep what is declared; refused where RTEC has found an exemption, and where the kind is none of the day."""
        self.check(referral, said["kind"], day)
        declared = {**said, "at": now(), "pharmacist": pharmacist}
        self.keep(referral, self.written(declared))
        return declared

    def check(self, referral: Referral, kind: str, day: date) -> None:
        """Refuse what cannot be declared."""
        if self.is_found(referral):
            raise Refused("RTEC found an exemption, which stands: nothing is declared beside it")
        if kind not in {known.kind for known in self.kinds.on(day)}:
            raise Refused(f"{kind} is no reason that can be declared today; choose one of the list")
        if kind == EDUCATION and self.is_past_education(referral, day):
            raise Refused(
                "Full-time education is a reason until the day before the 19th birthday, and not today"
            )

    def is_past_education(self, referral: Referral, day: date) -> bool:
        """Whether the patient is 19 or older on a day; not where their birth date is not known to the day."""
        patient = referral.adopted_patient or referral.content["patient"]
        try:
            born = date.fromisoformat(str(patient["birth_date"]))
        except ValueError:
            return False
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) >= PAST_EDUCATION

    def is_found(self, referral: Referral) -> bool:
        """Whether RTEC has found an exemption for the referral."""
        return referral.rtec is not None and referral.rtec["outcome"] == "found"

    def written(self, declared: dict[str, Any]) -> dict[str, Any]:
        """A declaration as it is kept."""
        return declared

    def keep(self, referral: Referral, declared: dict[str, Any]) -> None:
        """Keep a declaration, in place of one that was made before."""
        self.store.change(referral.id, declarations=[declared])

    def of(self, referral: Referral) -> list[dict[str, Any]]:
        """The declarations that stand."""
        return list(referral.declarations)
