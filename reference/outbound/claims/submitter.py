"""Submitting the claims of completed consultations: one claim each, and what MYS answered."""

import json
from datetime import date

from ...consultations.record import Record, gather
from ...kit.config import Config
from ...kit.locks import Locks
from ...kit.models import Claim, Outgoing, Referral
from ...kit.problems import Refused, ServiceTrouble
from ...kit.store import Store
from ...kit.times import day_in_london, now, today
from ...national.mys import ClaimResponse, Mys
from ..outbox import SENT, WAITING, Outbox
from .fhir_claim import Claims
from .windows import ClaimWindows

CHANNEL = "mys"
ACCEPTED, WITHDRAWN = "accepted", "withdrawn"


class ClaimSubmitter:
    """Submits the claims of a pharmacy, amends what was corrected, and withdraws."""

    def __init__(
        self, config: Config, outbox: Outbox, claims: Claims, mys: Mys, windows: ClaimWindows
    ) -> None:
        self.config = config
        self.store: Store = outbox.store
        self.outbox = outbox
        self.claims = claims
        self.mys = mys
        self.windows = windows
        self._locks = Locks()
        outbox.carry(CHANNEL, lambda out: self.carry(out), lambda out: None)

    def submit_all(self, ods: str) -> list[Claim]:
        """Claim for every completed referral of a pharmacy that was not claimed for yet."""
        # One at a time: two submissions at once would find the same referrals unclaimed.
        with self._locks.hold(ods):
            return [self._claim_or_reason(referral) for referral in self.store.unclaimed(ods)]

    def submit(self, referral: Referral) -> Claim:
        """Claim for one referral, amend its claim where the record was corrected, or show the claim that stands."""
        with self._locks.hold(referral.ods):
            earlier = self.store.claim(referral.id)
            if earlier is not None and self.is_settled(earlier, referral):
                return earlier
            self.check(referral)
            return self._claim(self.record_of(referral))

    def withdraw(self, referral: Referral, why: str) -> Claim:
        """Take the claim for a referral back; it is not claimed for again."""
        with self._locks.hold(referral.ods):
            claim = self._answered_claim(referral)
            if claim.status != WITHDRAWN:
                self._take_back(claim, why)
            return claim

    def _answered_claim(self, referral: Referral) -> Claim:
        """The claim that MYS holds; one that waits goes to MYS first, which may hold it though no answer came."""
        message, claim = self.store.outgoing(_key(referral.id)), self.store.claim(referral.id)
        if message is not None and message.state == WAITING and not (claim and claim.submission_id):
            claim = self._sent(message, self.record_of(referral))
            if claim.status == "failed":
                raise Refused(
                    "MYS has not answered this claim yet, which may stand: take it back once it has"
                )
        if claim is None or not claim.submission_id:
            raise Refused("MYS holds no claim for this consultation")
        return claim

    def listed(self, ods: str, month: str = "") -> list[Claim]:
        """The claims of a pharmacy, as they stand; of one month (yyyy-MM) where that is given."""
        return [claim for claim, referral in self.store.claims_at(ods) if _month(referral).startswith(month)]

    def is_settled(self, claim: Claim, referral: Referral) -> bool:
        """Whether MYS has what the record says now, or is to have nothing."""
        if claim.status != ACCEPTED:
            return claim.status == WITHDRAWN
        sent = self.store.outgoing(_key(referral.id))
        return sent is None or sent.body == self.written(self.record_of(referral)).body

    def record_of(self, referral: Referral) -> Record:
        """All that is claimed for."""
        return gather(self.config, referral)

    def check(self, referral: Referral) -> None:
        """Refuse to claim for what the service does not pay for."""
        if any(notice["kind"] == "not-allowed" for notice in referral.notices):
            raise Refused("A GP practice's request for an urgent medicine is not part of this service")

    def check_window(self, record: Record) -> None:
        """Refuse to send what MYS does not take any more."""
        earlier = self.store.claim(record.referral)
        held = earlier is not None and bool(earlier.submission_id)
        why_not = self.windows.why_not(_assessed(record), today(), held=held)
        if why_not:
            raise Refused(why_not)

    def is_late(self, message: Outgoing) -> bool:
        """Whether a claim is sent after the day on which it was due."""
        referral = self.store.referral(message.referral)
        started = (referral.consultation or {}).get("started") if referral is not None else None
        return started is not None and self.windows.is_late(day_in_london(str(started)), today())

    def _claim_or_reason(self, referral: Referral) -> Claim:
        try:
            self.check(referral)
            return self._claim(self.record_of(referral))
        except Refused as refusal:
            return Claim(
                referral=referral.id, reference="", submission_id="", status="failed", message=refusal.shown
            )

    def _claim(self, record: Record) -> Claim:
        self.check_window(record)
        fresh = self.written(record)
        message = self.outbox.put(fresh)
        if message.state != WAITING:  # what MYS has answered is written afresh, from the record as it is now
            message.body, message.state = fresh.body, WAITING
            self.store.keep(message)
        claim = self._sent(message, record)
        if claim.status == ACCEPTED and message.body != fresh.body:  # it was corrected while no answer came
            message.body, message.state = fresh.body, WAITING
            self.store.keep(message)
            claim = self._sent(message, record)
        return claim

    def _sent(self, message: Outgoing, record: Record) -> Claim:
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

    def _take_back(self, claim: Claim, why: str) -> None:
        response = self.mys.withdraw(self.held(claim))
        if response.status == "failed":
            raise ServiceTrouble(response.message)
        if response.status == "rejected":
            raise Refused(response.message)
        claim.status, claim.message = WITHDRAWN, why
        message = self.store.outgoing(_key(claim.referral))
        if message is not None and message.state == WAITING:  # a correction of what is withdrawn
            message.state = SENT
            self.store.keep(message)
        self.store.keep(claim)

    def held(self, claim: Claim) -> str:
        """As which MYS holds a claim."""
        return claim.submission_id

    def written(self, record: Record) -> Outgoing:
        """Write the claim for a record, as it is submitted each time."""
        return Outgoing(
            key=_key(record.referral),
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
        earlier = self.store.claim(message.referral)
        return Claim(
            referral=message.referral,
            reference=message.reference,
            submission_id=self.submission_id(response) or (self.held(earlier) if earlier else ""),
            status=self.status(response),
            message=response.message,
            errors=self.errors(response),
            late=self.is_late(message) if earlier is None or not earlier.submission_id else earlier.late,
        )

    def send(self, message: Outgoing) -> ClaimResponse:
        """Submit a claim as it was written, or put it in the place of the one that MYS holds."""
        earlier = self.store.claim(message.referral)
        claim = json.loads(message.body)
        held = self.held(earlier) if earlier is not None else ""
        return self.mys.amend(held, claim) if held else self.mys.submit(claim)

    def submission_id(self, response: ClaimResponse) -> str:
        """The number that MYS gave the claim."""
        return response.submission_id

    def status(self, response: ClaimResponse) -> str:
        """What became of the claim."""
        return response.status

    def errors(self, response: ClaimResponse) -> list[dict[str, str]]:
        """What MYS refused, field by field."""
        return list(response.errors)


def _key(referral: str) -> str:
    return f"claim/{referral}"


def _assessed(record: Record) -> date:
    return day_in_london(str(record.consultation["started"]))


def _month(referral: Referral) -> str:
    started = (referral.consultation or {}).get("started") or referral.completed
    return day_in_london(str(started)).isoformat() if started else ""
