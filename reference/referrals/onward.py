"""The pharmacy that a patient has chosen, and what became of referring them there."""

from dataclasses import asdict, dataclass
from typing import Any

WAITING, SENT, REFUSED, BOUNCED, FAILED = "waiting", "sent", "refused", "bounced", "failed"
_BY_HAND = "Telephone the pharmacy, or let the patient choose another; the patient is still yours."
_ADVICE = {
    WAITING: "It is on its way.",
    SENT: "It was taken; ring the pharmacy if it is urgent that somebody reads it now.",
    REFUSED: f"It was refused, and nobody there has it. {_BY_HAND}",
    BOUNCED: f"It came back undelivered, and nobody there has it. {_BY_HAND}",
    FAILED: f"No answer came; send it again, which is the same message. {_BY_HAND}",
}


@dataclass(frozen=True)
class Choice:
    """Where the patient is to go, why, and by which channel they are referred there."""

    service_id: str
    ods: str
    name: str
    reason: str
    channel: str
    is_open: bool | None = None
    """Whether the pharmacy was open when the patient was referred there; None where it is not known."""


@dataclass(frozen=True)
class Onward:
    """One referral onward: once made, the message of a further try is the same one."""

    choice: Choice
    recipient: str
    reference: str
    """The id of the message, by which the outbox has it too."""
    at: str
    status: str = WAITING
    told: str = ""
    """What the receiver's system said."""

    def kept(self) -> dict[str, Any]:
        """As it is kept with the referral."""
        return asdict(self)

    def shown(self) -> dict[str, Any]:
        """As a person sees it."""
        where = {**asdict(self.choice), "to": self.recipient, "reference": self.reference, "at": self.at}
        shut = "The pharmacy is shut now: tell the patient when it opens. " if self.is_shut else ""
        return {**where, "status": self.status, "told": self.told, "advice": f"{shut}{_ADVICE[self.status]}"}

    @property
    def is_shut(self) -> bool:
        """Whether nobody is there to read it now."""
        return self.choice.is_open is False


def onward_from(kept: dict[str, Any]) -> Onward:
    """A referral onward as it was kept."""
    return Onward(**{**kept, "choice": Choice(**kept["choice"])})
