"""What a pharmacy did in a month, counted."""

from ...kit.models import Referral
from ...kit.store import DONE, Store
from ...kit.times import day_in_london


class Figures:
    """Counts, a method for each thing that could be counted wrongly."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def of(self, ods: str, month: str) -> dict[str, int]:
        """The figures of a pharmacy and a month (yyyy-MM); nothing is left out for being none."""
        done = self.consultations(ods, month)
        urgent = [referral for referral in done if referral.pathway == "urgent-medicines"]
        return {
            "consultations": len(done),
            "urgent_medicines": len(urgent),
            "minor_illnesses": len(done) - len(urgent),
            "items_supplied": sum(self.items(referral) for referral in done),
            "referred_onward": sum(referral.status == "referred-onward" for referral in done),
            "claims": sum(self.is_claimed(referral) for referral in done),
        }

    def consultations(self, ods: str, month: str) -> list[Referral]:
        """The referrals whose consultations were completed at the pharmacy in the month, as it was in London."""
        return [referral for referral in self.store.referrals_of(ods) if self.is_counted(referral, month)]

    def is_counted(self, referral: Referral, month: str) -> bool:
        """Whether a consultation was completed in the month."""
        if referral.status not in DONE or referral.completed is None:
            return False
        return day_in_london(referral.completed).isoformat().startswith(month)

    def items(self, referral: Referral) -> int:
        """How many medicines were supplied."""
        return len(referral.supplies)

    def is_claimed(self, referral: Referral) -> bool:
        """Whether MYS has accepted a claim."""
        claim = self.store.claim(referral.id)
        return claim is not None and claim.status == "accepted"
