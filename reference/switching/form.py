"""The form in which records go from one system to another: what each part of a referral is called in it."""

from collections.abc import Iterable
from typing import Any

from ..consultations.patient import as_reported
from ..kit.models import Claim, Notification, Pharmacist, Referral
from ..referrals.onward import Onward, onward_from

FORM = "cpcs-records/1"
_PATIENT = ("nhs_number", "given", "family", "birth_date", "gender", "address", "telephone")
_STATE = ("restricted", "deceased")
_TOLD = ("practice_ods", "channel", "status", "sent", "amendment")
_CLAIM = ("reference", "submission_id", "status")


class RecordForm:
    """Writes a record, a method for each part of it."""

    def record(self, referral: Referral, told: Iterable[Notification], claim: Claim | None) -> dict[str, Any]:
        """A referral with all that was done about it."""
        content = referral.content
        return {
            "document_id": referral.document_id,
            "set_id": referral.set_id,
            "version": referral.version,
            "case_reference": content["case_reference"],
            "case_id": content["case_id"],
            "source": referral.source,
            "service": referral.pathway,
            "created": content["created"],
            "received": referral.received,
            "status": self.status(referral),
            "sender": content["sender"],
            "patient": self.patient(referral),
            "practice": self.practice(referral),
            "callback_number": content["callback_number"],
            "disposition": content["disposition"],
            "sections": content["sections"],
            "share_with_gp": referral.share_with_gp,
            "consultation": referral.consultation,
            "supplies": referral.supplies,
            "collected_by": referral.collected_by,
            "no_supply": referral.no_supply,
            "declarations": referral.declarations,
            "onward": [self.onward(onward_from(kept)) for kept in referral.onward],
            "completed": referral.completed,
            "told": [self.told(notification) for notification in told],
            "claim": self.claim(claim),
        }

    def status(self, referral: Referral) -> str:
        """How far the referral has come."""
        return referral.status

    def patient(self, referral: Referral) -> dict[str, Any]:
        """The patient as they were found, or as they were reported where they were not."""
        known = referral.adopted_patient or as_reported(referral)
        return {**{name: known[name] for name in _PATIENT}, **self.state(referral.adopted_patient)}

    def state(self, adopted: dict[str, Any] | None) -> dict[str, Any]:
        """Whether a national service has the patient so, and if it does, whether restricted and whether dead."""
        said = {name: bool(adopted[name]) if adopted else None for name in _STATE}
        return {"traced": adopted is not None, **said}

    def practice(self, referral: Referral) -> dict[str, str]:
        """The patient's practice."""
        known = referral.adopted_patient or {"practice": referral.content["practice"]}
        return dict(known["practice"])

    def told(self, notification: Notification) -> dict[str, Any]:
        """What the practice was told, by which way, and how far that has come."""
        return {name: getattr(notification, name) for name in _TOLD}

    def onward(self, onward: Onward) -> dict[str, Any]:
        """An attempt to refer the patient onward, as a screen shows it; not what is to be done now."""
        return {name: value for name, value in onward.shown().items() if name != "advice"}

    def claim(self, claim: Claim | None) -> dict[str, str] | None:
        """The claim, where one was made."""
        return {name: getattr(claim, name) for name in _CLAIM} if claim else None

    def pharmacist(self, pharmacist: Pharmacist) -> dict[str, str]:
        """A pharmacist who was enrolled."""
        return {"full_name": pharmacist.full_name, "gphc_number": pharmacist.gphc}
