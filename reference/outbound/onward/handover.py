"""Handing a patient over within this system, where the pharmacy that was chosen is one that it serves."""

from typing import Any

from ...kit.config import Config, Premises
from ...kit.models import Referral
from ...referrals.audit import Arrival
from ...referrals.content import section
from ...referrals.onward import Onward
from ...referrals.register import Referrals


class Handover:
    """Puts an onward referral on the other pharmacy's worklist: its e-mail, when read, is known by its subject."""

    def __init__(self, config: Config, referrals: Referrals) -> None:
        self.config = config
        self.referrals = referrals

    def to_our_own(self, referral: Referral, onward: Onward) -> None:
        """Take the referral in at the chosen pharmacy, once, where that is one of ours."""
        place = next((here for here in self.config.premises if here.ods == onward.choice.ods), None)
        if place is not None:
            self.take(referral, onward, place)

    def take(self, referral: Referral, onward: Onward, place: Premises) -> None:
        """Take it in under the message's own id, by which it is there once."""
        arrival = Arrival("email", referral.source, message_id=onward.reference, sender_ods=referral.ods)
        self.referrals.take(self.content(referral, onward), place, arrival)

    def content(self, referral: Referral, onward: Onward) -> dict[str, Any]:
        """The referral as it came, with what was recorded since and why the patient is sent on."""
        identity = f"ONWARD:{onward.reference}"
        consultation = referral.consultation or {}
        names = ("presenting_complaint", "assessment", "advice")
        recorded = "\n".join(str(consultation[name]) for name in names if consultation.get(name))
        sent_on = section("Onward referral", f"From {referral.ods}: {onward.choice.reason}\n{recorded}")
        return {
            **referral.content,
            "document_id": identity,
            "set_id": identity,
            "version": 1,
            "created": onward.at,
            "sections": [sent_on, *referral.content["sections"]],
        }
