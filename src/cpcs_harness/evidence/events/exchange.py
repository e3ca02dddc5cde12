"""What passed between a candidate and the harness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.records import Record, as_json, left_out

CUT_OFF = "cut_off"
"""The fact that tells of a request which did not come whole."""


@dataclass(frozen=True)
class BodyReference(Record):
    """A body that is kept apart from the log."""

    sha256: str
    bytes: int
    media: str = ""
    cut_from: int | None = left_out()
    """How large it was, where only its beginning is kept."""


@dataclass(frozen=True)
class Message(Record):
    """One half of an exchange."""

    start: Mapping[str, Any]
    """Method and target, status, or an e-mail's envelope."""
    headers: tuple[tuple[str, str], ...]
    body: BodyReference

    def header(self, name: str) -> str:
        """Give the first header of a name, whatever the case of its letters; empty where there is none."""
        return next((value for held, value in self.headers if held.lower() == name.lower()), "")

    def as_json(self) -> dict[str, Any]:
        """Give what is written; headers are most of it, and texts alone."""
        headers = [list(header) for header in self.headers]
        return {"start": as_json(self.start), "headers": headers, "body": self.body.as_json()}


@dataclass(frozen=True)
class Exchange(Record):
    """One request and its response, one e-mail, or one MESH message."""

    kind: ClassVar[str] = "exchange"
    service: str
    operation: str
    protocol: str
    """http | smtp | imap | mesh | amqp"""
    direction: str
    """from-candidate | to-candidate | of-harness"""
    request: Message
    response: Message
    certainty: Certainty
    """How sure the mock's answer is."""
    source: str
    rule: str
    """What tied it to its journey."""
    fault: str
    facts: Mapping[str, Any]
    """What only the mock can know."""
    elapsed_ms: float
    unmatched: str | None = left_out()
    """Why it belongs to no journey."""

    def as_json(self) -> dict[str, Any]:
        """Give what is written, its fields in their order."""
        sides = {"request": self.request.as_json(), "response": self.response.as_json()}
        written = vars(self) | sides | {"certainty": str(self.certainty), "facts": as_json(self.facts)}
        if self.unmatched is None:
            del written["unmatched"]
        return written

    @property
    def is_cut_off(self) -> bool:
        """Whether its caller left before it had sent the whole request, so that nothing can be said of it."""
        return bool(self.facts.get(CUT_OFF))
