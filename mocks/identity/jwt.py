"""JSON Web Tokens as an application brings them: read without being believed, and refused in the platform's form.

Source: RFC 7519; NHS England API platform, signed JWT (interface sheet pds-smsp-auth, section 10).
"""

from __future__ import annotations

import json
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Refused(Exception):
    """The endpoint refuses a request: status, error and description; `setting` is the key that explains it."""

    def __init__(self, status: int, error: str, description: str, setting: str = "") -> None:
        super().__init__(description)
        self.status, self.error, self.description, self.setting = status, error, description, setting


def need(holds: bool, description: str, setting: str = "") -> None:
    """Refuse a request as invalid unless something holds."""
    if not holds:
        raise Refused(400, "invalid_request", description, setting)


def parts(token: str, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read a JWT's header and claims without believing them; `name` is what the form calls it."""
    try:
        found = jws.extract_compact(token.encode())
        header, claims = dict(found.headers()), json.loads(found.payload)
    except (JoseError, ValueError, RecursionError) as broken:
        raise Refused(400, "invalid_request", f"{name}: not a JWT") from broken
    need(isinstance(claims, dict), f"{name}: not a JWT")
    return header, claims
