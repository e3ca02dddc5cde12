"""NHSBSA's Manage Your Service: submitting a claim, and what became of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..kit.config import MysSettings
from .http import Caller, Unreachable

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True)
class ClaimResponse:
    """What MYS answered to a claim."""

    status: str  # accepted, rejected, failed
    submission_id: str
    message: str


class Mys:
    """Submits claims."""

    def __init__(self, settings: MysSettings, caller: Caller) -> None:
        self.settings = settings
        self.caller = caller

    def address(self, _claim: dict[str, Any]) -> str:
        """Where a claim is sent; nothing of the claim stands in it."""
        return f"{self.settings.base}/Claim"

    def submit(self, claim: dict[str, Any]) -> ClaimResponse:
        """Send a claim; the same one twice is one claim there, by its reference."""
        return self._posted(self.address(claim), claim)

    def submit_report(self, report: dict[str, Any]) -> ClaimResponse:
        """Send the report of a month; the same one twice is one report there, by its reference."""
        return self._posted(f"{self.settings.base}/MeasureReport", report)

    def _posted(self, address: str, body: dict[str, Any]) -> ClaimResponse:
        try:
            reply = self.caller.post(address, json=body)
        except Unreachable as error:
            return ClaimResponse("failed", "", f"MYS: {error.reason}; submit again later")
        if reply.status_code in {200, 201}:
            return _accepted(reply)
        if reply.status_code < 500 and reply.status_code not in {408, 429}:
            return ClaimResponse(
                "rejected", "", f"MYS answered {reply.status_code} {reply.text[:300]}; correct the record"
            )
        return ClaimResponse("failed", "", f"MYS answered {reply.status_code}; submit again later")


def _accepted(reply: "httpx.Response") -> ClaimResponse:
    try:
        data = reply.json()
    except ValueError:
        data = None
    identifier = str(data.get("submissionId") or data.get("id") or "") if isinstance(data, dict) else ""
    if not identifier:
        return ClaimResponse("failed", "", "expected a submissionId from MYS, received none; submit again")
    return ClaimResponse("accepted", identifier, "")
