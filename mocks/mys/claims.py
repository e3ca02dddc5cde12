"""The claims that MYS holds, each under its pharmacy and the supplier's reference, and what becomes of them.

Source: our model, docs/reference/mys-model.md (interface sheet mesh-itk3-nhsmail-mys, D3).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cpcs_harness.profiles import Profile

from . import reading, rules, windows
from .reading import Claim

Answer = tuple[int, dict[str, Any]]

SUBMITTED, AMENDED, WITHDRAWN = "submitted", "amended", "withdrawn"
NO_CLAIM: Answer = (400, {"message": "the body is not a FHIR Claim in JSON"})
NOBODYS: Answer = (404, {"message": "no claim has this id"})
GONE: Answer = (410, {"message": "the claim was withdrawn"})


@dataclass
class Held:
    """A claim as MYS holds it."""

    submission: str
    key: tuple[str, str]
    claim: Claim
    late: bool = False
    """Whether it was due before it came."""
    state: str = SUBMITTED


class Claims:
    """Takes claims, knows a repeat from a second claim, and lets them be amended and withdrawn."""

    def __init__(self, now: Callable[[], datetime], contractors: Collection[str], model: Profile) -> None:
        self._now = now
        self._model = model
        self._contractors = contractors
        self._held: dict[tuple[str, str], Held] = {}
        """By pharmacy (ODS code) and client reference."""

    def submit(self, body: bytes) -> Answer:
        """Take a claim: 201 new, 200 the very same again, 409 another under its reference or for its consultation."""
        claim = reading.parsed(body)
        if claim is None:
            return NO_CLAIM
        refused = self._refused(claim)
        if refused:
            return refused
        key = _key(claim)
        held = self._held.get(key)
        if held is not None:
            return _again(held, claim)
        twin = self._twin(claim)
        if twin is not None:
            return 409, {"message": "this consultation is claimed already", "submissionId": twin.submission}
        shut = rules.closed(claim, self._now())
        if shut:
            return 422, {"message": "the claim breaks a rule", "errors": shut}
        held = self._held[key] = Held(str(uuid.uuid4()), key, claim, self._is_late(claim))
        return 201, _taken(held)

    def amend(self, submission: str, body: bytes) -> Answer:
        """Put a corrected claim in the place of one that is held, under the same reference."""
        held, claim = self._by_id(submission), reading.parsed(body)
        if held is None:
            return NOBODYS
        if held.state == WITHDRAWN:
            return GONE
        if claim is None:
            return NO_CLAIM
        refused = self._refused(claim) or self._shut(held)
        if refused:
            return refused
        if _key(claim) != held.key:
            message = "the pharmacy and the client reference of a claim stay what they are"
            return 409, {"message": message, "submissionId": held.submission}
        held.claim, held.state = claim, AMENDED
        return 200, {"submissionId": held.submission}

    def withdraw(self, submission: str) -> Answer:
        """Take a claim back; it is kept as withdrawn, and its reference is not used again."""
        held = self._by_id(submission)
        if held is None:
            return NOBODYS
        if held.state == WITHDRAWN:
            return GONE
        refused = self._shut(held)
        if refused:
            return refused
        held.state = WITHDRAWN
        return 204, {}

    def read(self, submission: str) -> Answer:
        """Give a claim as it is held."""
        held = self._by_id(submission)
        if held is None:
            return NOBODYS
        return GONE if held.state == WITHDRAWN else (200, held.claim)

    def _refused(self, claim: Claim) -> Answer | None:
        wrong = rules.errors(claim, self._now(), self._model)
        if wrong:
            return 422, {"message": "the claim breaks a rule", "errors": wrong}
        if reading.pharmacy(claim) not in self._contractors:
            why = {
                "field": "provider",
                "message": "MYS knows no such contractor",
                "code": "CONTRACTOR_UNKNOWN",
            }
            return 403, {"message": why["message"], "errors": [why]}
        return None

    def _shut(self, held: Held) -> Answer | None:
        month = reading.month(held.claim)
        if month is None or windows.may_be_changed(month, self._now()):
            return None
        message = f"a claim for {month:%Y-%m} was changed until {windows.due(month)}"
        why = {"field": "billablePeriod.start", "message": message, "code": rules.SHUT}
        return 422, {"message": "the claim cannot be changed any more", "errors": [why]}

    def _is_late(self, claim: Claim) -> bool:
        month = reading.month(claim)
        return month is not None and windows.standing(month, self._now()) == windows.LATE

    def _twin(self, claim: Claim) -> Held | None:
        """Give another claim for the same consultation: pharmacy, referral, type and day of the assessment."""
        wanted = self._consultation(claim)
        found = (held for held in self._held.values() if held.state != WITHDRAWN)
        return next((held for held in found if wanted and self._consultation(held.claim) == wanted), None)

    def _consultation(self, claim: Claim) -> tuple[str, ...]:
        """Name the consultation that a claim is for; empty where the claim says too little of it."""
        case = reading.case(claim, self._model["systems"]["referral"])
        _, day = reading.assessed(claim, self._model["information"]["assessed"])
        parts = (reading.pharmacy(claim), case, reading.kind(claim), str(day or ""))
        return parts if all(parts) else ()

    def _by_id(self, submission: str) -> Held | None:
        return next((held for held in self._held.values() if held.submission == submission), None)


def _taken(held: Held) -> dict[str, Any]:
    return {"submissionId": held.submission, **({"late": True} if held.late else {})}


def _again(held: Held, claim: Claim) -> Answer:
    if held.state == WITHDRAWN:
        message = "the claim under this client reference was withdrawn"
        return 409, {"message": message, "submissionId": held.submission}
    if held.claim == claim:
        return 200, _taken(held)  # its first answer may have been lost
    return 409, {"message": "another claim has this client reference", "submissionId": held.submission}


def _key(claim: Claim) -> tuple[str, str]:
    return reading.pharmacy(claim), reading.client_reference(claim)
