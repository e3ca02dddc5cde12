"""Other pharmacies' systems that take a referral by FHIR: sending a message to one, and what it answered."""

from typing import TYPE_CHECKING

from ..kit.config import OnwardSettings
from ..kit.problems import Refused, ServiceTrouble
from .http import Caller, Unreachable

if TYPE_CHECKING:
    import httpx

_HEADERS = {"Content-Type": "application/fhir+json", "Accept": "application/fhir+json"}
_AGAIN = (408, 429)


class OnwardReceivers:
    """Sends messages to pharmacies."""

    def __init__(self, settings: OnwardSettings, caller: Caller) -> None:
        self.settings = settings
        self.caller = caller

    def address_of(self, ods: str) -> str:
        """Where a pharmacy takes messages; nothing of the patient stands in it."""
        return f"{self.settings.base}/{ods}/$process-message"

    def send(self, address: str, body: str) -> None:
        """Send a message; raises Refused where it is not taken for good, ServiceTrouble where nobody knows."""
        try:
            reply = self.caller.post(address, content=body.encode(), headers=_HEADERS)
        except Unreachable as error:
            raise ServiceTrouble(f"The pharmacy's system did not answer: {error.reason}") from error
        if reply.status_code >= 500 or reply.status_code in _AGAIN:
            raise ServiceTrouble(f"The pharmacy's system answered {reply.status_code}")
        if not reply.is_success:
            raise Refused(f"The pharmacy's system answered {reply.status_code}: {_said(reply)}")


def _said(reply: "httpx.Response") -> str:
    try:
        issues = reply.json()["issue"]
        return "; ".join(str(issue.get("diagnostics", "")) for issue in issues)[:300]
    except (ValueError, KeyError, TypeError, AttributeError):
        return reply.text[:300]
