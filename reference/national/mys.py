"""NHSBSA's Manage Your Service: submitting a claim, amending and withdrawing it, and what became of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..kit.config import MysSettings
from .http import Caller, Unreachable

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True)
class ClaimResponse:
    """What MYS answered to a claim."""

    status: str  # accepted, rejected, failed, withdrawn
    submission_id: str
    message: str
    errors: tuple[dict[str, str], ...] = ()
    """What is wrong, field by field, where MYS said so."""
    late: bool = False
    """Whether MYS took it as late."""


class Mys:
    """Submits, amends and withdraws claims."""

    def __init__(self, settings: MysSettings, caller: Caller) -> None:
        self.settings = settings
        self.caller = caller

    def address(self, _claim: dict[str, Any]) -> str:
        """Where a claim is sent; nothing of the claim stands in it."""
        return f"{self.settings.base}/Claim"

    def submit(self, claim: dict[str, Any]) -> ClaimResponse:
        """Send a claim; the same one twice is one claim there, by its reference."""
        return self._sent("POST", self.address(claim), claim)

    def amend(self, submission: str, claim: dict[str, Any]) -> ClaimResponse:
        """Put a corrected claim in the place of one that MYS holds."""
        return self._sent("PUT", f"{self.address(claim)}/{submission}", claim)

    def withdraw(self, submission: str) -> ClaimResponse:
        """Take a claim back; one that is gone already was taken back before, and the answer was lost."""
        try:
            reply = self.caller.send("DELETE", f"{self.settings.base}/Claim/{submission}")
        except Unreachable as error:
            return ClaimResponse("failed", "", f"MYS: {error.reason}; withdraw it again later")
        if reply.status_code in {200, 204, 410}:
            return ClaimResponse("withdrawn", submission, "")
        return _not_taken(reply)

    def submit_report(self, report: dict[str, Any]) -> ClaimResponse:
        """Send the report of a month; the same one twice is one report there, by its reference."""
        return self._sent("POST", f"{self.settings.base}/MeasureReport", report)

    def _sent(self, method: str, address: str, body: dict[str, Any]) -> ClaimResponse:
        try:
            reply = self.caller.send(method, address, json=body)
        except Unreachable as error:
            return ClaimResponse("failed", "", f"MYS: {error.reason}; submit again later")
        return _accepted(reply) if reply.status_code in {200, 201} else _not_taken(reply)


def _accepted(reply: "httpx.Response") -> ClaimResponse:
    data = _object(reply)
    identifier = str(data.get("submissionId") or data.get("id") or "")
    if not identifier:
        return ClaimResponse("failed", "", "expected a submissionId from MYS, received none; submit again")
    return ClaimResponse("accepted", identifier, "", late=data.get("late") is True)


def _not_taken(reply: "httpx.Response") -> ClaimResponse:
    if reply.status_code >= 500 or reply.status_code in {408, 429}:
        return ClaimResponse("failed", "", f"MYS answered {reply.status_code}; try again later")
    data = _object(reply)
    told = data.get("errors")
    errors = tuple(
        {"field": str(error.get("field") or ""), "message": str(error.get("message") or "")}
        for error in (told if isinstance(told, list) else [])
        if isinstance(error, dict)
    )
    said = "; ".join(f"{error['field']}: {error['message']}" for error in errors)
    said = said or str(data.get("message") or reply.text[:300])
    return ClaimResponse(
        "rejected", "", f"MYS answered {reply.status_code}: {said}; correct the record", errors
    )


def _object(reply: "httpx.Response") -> dict[str, Any]:
    try:
        data = reply.json()
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
