"""The consultation record: all that is sent out about a referral, gathered once."""

from dataclasses import dataclass
from typing import Any

from ..formats.amounts import written
from ..kit.config import Config
from ..kit.models import Referral
from ..kit.problems import Refused
from ..kit.store import DONE
from ..kit.times import now
from .patient import patient_of


@dataclass(frozen=True)
class Pharmacy:
    """The pharmacy that a record belongs to, as others are told of it: without its passwords."""

    ods: str
    name: str
    address: tuple[str, ...]
    postcode: str
    telephone: str
    mailbox: str


@dataclass(frozen=True)
class Record:
    """A completed consultation with everybody that it concerns."""

    referral: str
    pathway: str
    case_reference: str
    case_id: str
    document_id: str
    sender: dict[str, str]
    of_practice: bool
    """Whether a GP practice referred the patient, and not NHS 111."""
    disposition: dict[str, str]
    pharmacy: Pharmacy
    patient: dict[str, Any]
    practice: dict[str, str]
    pharmacist: dict[str, str]
    consultation: dict[str, Any]
    items: list[dict[str, Any]]
    share_with_gp: bool
    completed: str
    callback_number: str
    sections: list[dict[str, str]]
    no_supply: dict[str, Any] | None
    """Why what was asked for was not supplied, and what that was."""
    onward: dict[str, str] | None
    """The pharmacy that has the patient now, where they were referred onward, why and when."""
    exemption: str
    """The type of the exemption that RTEC found; empty where it found none."""

    @property
    def urgent_medicines(self) -> bool:
        """Whether the referral is for an urgent medicine."""
        return self.pathway == "urgent-medicines"

    @property
    def recommended(self) -> list[dict[str, Any]]:
        """What the patient was advised to take, and was not supplied with."""
        return list(self.consultation["products"])

    @property
    def supplied(self) -> list[dict[str, Any]]:
        """What was handed out."""
        return [item for item in self.items if item not in self.recommended]

    @property
    def amendment(self) -> int:
        """How often the record was corrected after it was completed."""
        return int(self.consultation.get("amendment", 0))


def gather(config: Config, referral: Referral) -> Record:
    """The record of a completed referral."""
    if referral.status not in DONE or referral.completed is None:
        raise Refused("Complete the consultation first")
    return _gathered(config, referral, referral.completed)


def gather_open(config: Config, referral: Referral) -> Record:
    """The record of a referral that is worked on, as it is now."""
    return _gathered(config, referral, now())


def _gathered(config: Config, referral: Referral, completed: str) -> Record:
    if referral.consultation is None:
        raise Refused("Record the consultation first")
    patient, content = patient_of(referral), referral.content
    return Record(
        referral=referral.id,
        pathway=referral.pathway,
        case_reference=content["case_reference"],
        case_id=content["case_id"],
        document_id=content["document_id"],
        sender=content["sender"],
        of_practice=referral.source == "gp-practice",
        disposition=content["disposition"],
        pharmacy=_pharmacy(config, referral.ods),
        patient=patient,
        practice=patient["practice"],
        pharmacist=referral.consultation["pharmacist"],
        consultation=referral.consultation,
        items=[*referral.consultation["products"], *referral.supplies],
        share_with_gp=bool(referral.share_with_gp),
        completed=completed,
        callback_number=content["callback_number"],
        sections=content["sections"],
        no_supply=referral.no_supply,
        onward=_onward(referral),
        exemption=(referral.rtec or {}).get("type", ""),
    )


def referred_to(record: Record) -> str:
    """The pharmacy that the patient was referred onward to, in words; empty where they were not."""
    return f"{record.onward['name']} ({record.onward['ods']})" if record.onward else ""


def why_no_supply(record: Record) -> str:
    """That nothing was supplied, and why where that was recorded."""
    kept = record.no_supply or {"why": "", "text": ""}
    why = ": ".join(filter(None, [kept["why"].replace("-", " "), kept["text"]]))
    return f"No medicine was supplied ({why})" if why else "No medicine was supplied"


def item_in_words(item: dict[str, Any]) -> str:
    """A medicine handed out, in words."""
    days = f", for {item['days_supply']} days" if item["days_supply"] else ""
    dosage = f", {item['dosage']}" if item["dosage"] else ""
    owing = f", {written(item['owing'])} {item['unit']} still owing" if item.get("owing") else ""
    return f"{item['display']}, quantity {written(item['quantity'])} {item['unit']}{days}{dosage}{owing}"


def _pharmacy(config: Config, ods: str) -> Pharmacy:
    found = next(premises for premises in config.premises if premises.ods == ods)
    return Pharmacy(found.ods, found.name, found.address, found.postcode, found.telephone, found.mesh.mailbox)


def _onward(referral: Referral) -> dict[str, str] | None:
    taken = next((kept for kept in referral.onward if kept["status"] == "sent"), None)
    return {**taken["choice"], "at": taken["at"]} if taken else None
