"""What a pharmacist is shown of a patient's prescriptions, and how an identifier is read that they typed.

Source: prescription tracker (interface sheet dos-eps-rtec-scr-dmd, sections 3.3 and 3.4).
"""

from dataclasses import dataclass
from typing import Any

from ..kit.numbers import SHORT_PRESCRIPTION, ends_rightly, is_nhs_number
from ..kit.problems import Refused
from .prescription import Prescription

LINK = "; open the prescription tracker by its link"


@dataclass(frozen=True)
class Tracked:
    """What the pharmacist is shown of a patient's prescriptions."""

    prescriptions: tuple[Prescription, ...] = ()
    message: str = ""
    warning: str = ""

    def shown(self) -> dict[str, Any]:
        """As a person sees it."""
        rows = [prescription.shown() for prescription in self.prescriptions]
        return {"prescriptions": rows, "message": self.message, "warning": self.warning}


class Tracking:
    """What either interface of the tracker is used for; nothing is kept of what it says."""

    def checked(self, typed: str) -> str:
        """An identifier as it is asked for; refused where its form or its check character is wrong."""
        identifier = typed.strip().upper()
        if not SHORT_PRESCRIPTION.fullmatch(identifier) or not self.ends_rightly(identifier):
            raise Refused(f"{identifier} is no prescription identifier: look at its characters again")
        return identifier

    def ends_rightly(self, identifier: str) -> bool:
        """Whether the last character is the check character of the others."""
        return ends_rightly(identifier)

    def untraced(self, nhs_number: str) -> str:
        """Why a patient cannot be asked about; empty where they can."""
        return (
            "" if is_nhs_number(nhs_number) else f"The tracker was not asked: trace the patient first{LINK}"
        )

    def told(self, found: tuple[Prescription, ...], wanted: str, trouble: str = "") -> Tracked:
        """What was found, in words; trouble with a part of it is told beside the rest."""
        if not found:
            return Tracked(
                message=trouble or f"The tracker has no {wanted or 'prescription of this patient'}"
            )
        return Tracked(found, trouble or "All that the tracker has of the patient", self.warning(found))

    def warning(self, found: tuple[Prescription, ...]) -> str:
        """What the pharmacist has to know before anything is supplied."""
        waiting = [prescription.id for prescription in found if prescription.usable]
        return f"Can be dispensed: {', '.join(waiting)}. Supply from that, not urgently." if waiting else ""
