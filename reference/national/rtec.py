"""Real Time Exemption Checking: one question about one patient and one prescription, under a token made for it.

Source: RTEC swagger and client functional specification 1.4 (interface sheet dos-eps-rtec-scr-dmd, 4.1 and 4.2).
"""

import base64
import json
import time
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ..kit.config import RtecSettings
from ..kit.problems import ServiceTrouble
from .http import Caller, Unreachable
from .requester import Requester

FOUND, NOT_FOUND, REFUSED, UNAVAILABLE = "found", "not-found", "refused", "unavailable"
_NOBODYS = "000000-000000-000001"
"""The identifier of a prescription that there is not."""


@dataclass(frozen=True)
class RtecAnswer:
    """What came of a question."""

    outcome: str
    """found | not-found | refused | unavailable"""
    type: str = ""
    """Of the exemption that was found."""


class Rtec:
    """Asks RTEC, in the name of the requester's own pharmacy; it answers soon or not at all."""

    def __init__(self, settings: RtecSettings, seconds: float) -> None:
        self.settings = settings
        self.caller = Caller(seconds, settings.ca_file)

    @property
    def address(self) -> str:
        """Where it is asked, which the token names too."""
        return f"{self.settings.base}/search"

    def search(self, fields: dict[str, str], requester: Requester, user: str) -> RtecAnswer:
        """Ask once; whatever goes wrong is an outcome."""
        headers = {
            "Authorization": f"Bearer {self.token(requester, user)}",
            "Accept": "application/json",
            "Ssp-From": self.settings.asid,
        }
        try:
            reply = self.caller.post(self.address, json=fields, headers=headers)
            told = reply.json() if reply.status_code in (200, 404) else {}
        except (Unreachable, ValueError):
            return RtecAnswer(UNAVAILABLE)
        return self.answered(reply.status_code, told if isinstance(told, dict) else {})

    def greet(self, nhs_number: str, birth_date: str, requester: Requester) -> None:
        """Ask about a test patient's prescription that there is not, to see that RTEC is there and answers."""
        fields = {"dob": birth_date, "nhsNumber": nhs_number, "prescriptionId": _NOBODYS}
        test = {"postcode": "LS16AE", "forename": "TEST", "surname": "PATIENT"}
        answer = self.search(fields | test, requester, "self-test")
        if answer.outcome != NOT_FOUND:
            raise ServiceTrouble(f"RTEC was asked for nobody's prescription: {answer.outcome}")

    def answered(self, status: int, told: dict[str, Any]) -> RtecAnswer:
        """What an answer means: 404 is an answer as 200 is, where RTEC itself wrote it."""
        if status == 200 and told.get("type"):
            return RtecAnswer(FOUND, str(told["type"]))
        if status == 404 and "message" in told:
            return RtecAnswer(NOT_FOUND)
        return RtecAnswer(REFUSED if status in (400, 401, 403) else UNAVAILABLE)

    def token(self, requester: Requester, user: str) -> str:
        """The token of one request: not signed, and good for five minutes."""
        header = {"alg": "none", "typ": "JWT"}
        return f"{_part(header)}.{_part(self.claims(requester, user))}."

    def claims(self, requester: Requester, user: str) -> dict[str, Any]:
        """Who asks, for what, and where."""
        now = int(time.time())  # whatever the clock was set to
        return {
            "iss": self.settings.asid,
            "sub": user,
            "aud": self.address,
            "iat": now,
            "exp": now + 300,
            "jti": str(uuid.uuid4()),
            "reason_for_request": "directcare",
            "requested_scope": urlsplit(self.address).path,
            "requesting_device": self.settings.asid,
            "requesting_organization": self.organisation(requester),
            "requesting_practitioner": user,
        }

    def organisation(self, requester: Requester) -> str:
        """The pharmacy that asks."""
        return requester.ods

    def close(self) -> None:
        """Give up all connections."""
        self.caller.close()


def _part(data: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")
