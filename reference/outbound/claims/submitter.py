"""Submitting the claims of completed consultations: one claim each, and what MYS answered."""

from ...consultations.record import Record, gather
from ...kit.config import Config
from ...kit.locks import Locks
from ...kit.models import Claim, Referral
from ...kit.problems import Refused
from ...kit.store import Store
from ...national.mys import ClaimResponse, Mys
from .fhir_claim import Claims


class ClaimSubmitter:
    """Submits the claims of a pharmacy."""

    def __init__(self, config: Config, store: Store, claims: Claims, mys: Mys) -> None:
        self.config = config
        self.store = store
        self.claims = claims
        self.mys = mys
        self._locks = Locks()

    def submit_all(self, ods: str) -> list[Claim]:
        """Claim for every completed referral of a pharmacy that was not claimed for yet."""
        # One at a time: two submissions at once would find the same referrals unclaimed.
        with self._locks.hold(ods):
            return [self._claim_or_reason(referral) for referral in self.store.unclaimed(ods)]

    def submit(self, referral: Referral) -> Claim:
        """Claim for one referral, or show the claim that MYS accepted."""
        with self._locks.hold(referral.ods):
            earlier = self.store.claim(referral.id)
            if earlier is not None and earlier.status == "accepted":
                return earlier
            self.check(referral)
            return self._claim(self.record_of(referral))

    def record_of(self, referral: Referral) -> Record:
        """All that is claimed for."""
        return gather(self.config, referral)

    def check(self, referral: Referral) -> None:
        """Refuse to claim for what the service does not pay for."""
        if any(notice["kind"] == "not-allowed" for notice in referral.notices):
            raise Refused("A GP practice's request for an urgent medicine is not part of this service")

    def _claim_or_reason(self, referral: Referral) -> Claim:
        try:
            self.check(referral)
            return self._claim(self.record_of(referral))
        except Refused as refusal:
            return Claim(
                referral=referral.id, reference="", submission_id="", status="failed", message=refusal.shown
            )

    def _claim(self, record: Record) -> Claim:
        response = self.send(record)
        claim = Claim(
            referral=record.referral,
            reference=self.claims.reference(record),
            submission_id=self.submission_id(response),
            status=response.status,
            message=response.message,
        )
        self.store.keep(claim)
        return claim

    def send(self, record: Record) -> ClaimResponse:
        """Submit the claim for a record."""
        return self.mys.submit(self.claims.claim(record))

    def submission_id(self, response: ClaimResponse) -> str:
        """The number that MYS gave the claim."""
        return response.submission_id
