"""What a bundle of the 111 Adaptor is put together from: resources that are named once and referred to by name.

Source: NHS 111 Adaptor 2.0.0: every resource but the header has an id that is made up anew for each message, also when
the same report comes twice.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

OID = "2.16.840.1.113883.2.1.3.2.4"
SNOMED = "http://snomed.info/sct"


class Parts:
    """The entries of one bundle, in order."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self._ids: defaultdict[str, str] = defaultdict(lambda: str(uuid.uuid4()))

    def add(self, part: str, kind: str, **content: Any) -> None:
        """Add one resource under a name; what has nothing in it is left out."""
        resource = {"resourceType": kind, "id": self._ids[part]} | without_empty(content)
        self.entries.append({"fullUrl": f"urn:uuid:{self._ids[part]}", "resource": resource})

    def name(self, part: str, resource_id: str) -> None:
        """Give a resource an id that is not made up."""
        self._ids[part] = resource_id

    def reference(self, part: str) -> dict[str, str]:
        """Refer to a resource by its name, also before it is added."""
        return {"reference": f"urn:uuid:{self._ids[part]}"}


def coded(system: str, code: str, display: str) -> dict[str, Any]:
    """Write a concept of one code; the systems of the document are bare object identifiers."""
    return {"coding": [{"system": system, "code": code, "display": display}]}


def utc(when: datetime) -> str:
    """Write a moment as the adaptor does, whatever offset the document had."""
    return when.astimezone(UTC).isoformat(timespec="seconds")


def utc_fraction(when: datetime) -> str:
    """Write a moment with its thousandths, as an instant has them."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds")


def without_empty(written: dict[str, Any]) -> dict[str, Any]:
    """Leave out what has nothing in it: FHIR knows no empty elements."""
    return {name: value for name, value in written.items() if value not in ("", [], {}, None)}
