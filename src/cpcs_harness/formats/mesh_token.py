"""MESH authorisation headers: reading one, and computing the hash that is due.

Source: MESH API specification 2.0.0, authorization header.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

SCHEME = "NHSMESH "


@dataclass(frozen=True)
class MeshToken:
    """The five parts."""

    mailbox: str
    nonce: str
    count: str
    timestamp: str
    digest: str

    @property
    def moment(self) -> datetime | None:
        """The timestamp, which is UTC; None when it is not of the form yyyyMMddHHmm."""
        try:
            return datetime.strptime(self.timestamp, "%Y%m%d%H%M").replace(tzinfo=UTC)
        except ValueError:
            return None

    def verifies(self, password: str, shared_key: str) -> bool:
        """Say whether the hash is that of mailbox, nonce, count, password and timestamp."""
        said = f"{self.mailbox}:{self.nonce}:{self.count}:{password}:{self.timestamp}"
        due = hmac.new(shared_key.encode(), said.encode(), hashlib.sha256).hexdigest()
        return hmac.compare_digest(due.encode(), self.digest.lower().encode())


def read_token(header: str | None) -> MeshToken | None:
    """Read an Authorization header; None when it has not the scheme and five parts."""
    if header is None or not header.startswith(SCHEME):
        return None
    parts = header.removeprefix(SCHEME).split(":")
    return MeshToken(*parts) if len(parts) == 5 else None
