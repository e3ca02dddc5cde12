"""Submitting the claims of completed consultations: one claim each, and what MYS answered."""

import json

from ...consultations.record import Record, gather
from ...kit.config import Config
from ...kit.locks import Locks
from ...kit.models import Claim, Outgoing, Referral
from ...kit.problems import Refused, ServiceTrouble
from ...kit.store import Store
from ...kit.times import now
from ...national.mys import ClaimResponse, Mys
from ..outbox import REFUSED, WAITING, Outbox
from .fhir_claim import Claims

CHANNEL = "mys"


class ClaimSubmitter:
    """Submits the claims of a pharmacy."""

    def __init__(self, config: Config, outbox: Outbox, claims: Claims, mys: Mys) -> None:
        self.config = config
        self.store: Store = outbox.store
        self.outbox = outbox
        self.claims = claims
        self.mys = mys
        self._locks = Locks()
        outbox.carry(CHANNEL, lambda out: self.carry(out), lambda out: None)

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
        fresh = self.written(record)
        message = self.outbox.put(fresh)
        if message.state == REFUSED:  # what MYS said no to is written afresh, from the record as it is now
            message.body, message.state = fresh.body, WAITING
            self.store.keep(message)
        try:
            self.outbox.send(message.key)
        except ServiceTrouble as trouble:
            failed = self._answered(message, ClaimResponse("failed", "", trouble.reason))
            self.store.keep(failed)
            return failed
        except Refused as refused:
            return self.store.claim(record.referral) or self._answered(
                message, ClaimResponse("rejected", "", refused.shown)
            )
        kept = self.store.claim(record.referral)
        if kept is None:
            raise Refused("The claim was sent, and nothing is known of its answer: submit it again")
        return kept

    def written(self, record: Record) -> Outgoing:
        """Write the claim for a record, as it is submitted each time."""
        return Outgoing(
            key=f"claim/{record.referral}",
            kind="claim",
            ods=record.pharmacy.ods,
            referral=record.referral,
            channel=CHANNEL,
            recipient=record.referral,  # no claim waits for another
            reference=self.claims.reference(record),
            body=json.dumps(self.claims.claim(record)),
            details={},
            created=now(),
        )

    def carry(self, message: Outgoing) -> str:
        """Submit a claim, and keep what MYS answered; ServiceTrouble where it is to be submitted once more."""
        response = self.send(message)
        if response.status == "failed":
            raise ServiceTrouble(response.message)
        claim = self._answered(message, response)
        self.store.keep(claim)
        if response.status == "rejected":
            raise Refused(response.message)
        return claim.submission_id

    def _answered(self, message: Outgoing, response: ClaimResponse) -> Claim:
        return Claim(
            referral=message.referral,
            reference=message.reference,
            submission_id=self.submission_id(response),
            status=response.status,
            message=response.message,
        )

    def send(self, message: Outgoing) -> ClaimResponse:
        """Submit a claim as it was written."""
        return self.mys.submit(json.loads(message.body))

    def submission_id(self, response: ClaimResponse) -> str:
        """The number that MYS gave the claim."""
        return response.submission_id
