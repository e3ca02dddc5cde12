"""Messages that were sent over MESH, whole: one request, or chunks that MESH puts together again.

Source: MESH API specification 2.0.0, chunked messages (interface sheet mesh-itk3-nhsmail-mys, section A4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cpcs_harness.formats.xml import TooLarge, read_xml, unpacked
from cpcs_harness.judging import NotShown
from cpcs_harness.judging.views import EvidenceView, ExchangeView, JourneyView

FIRST, FURTHER = "send_message", "send_chunk"
UNANSWERED = 0
"""Stands for the status of an answer that was lost."""
ANSWERED = (200, 202)
TAKEN = (UNANSWERED, *ANSWERED)


@dataclass(frozen=True)
class MeshMessage:
    """One message, with the exchange that began it."""

    call: ExchangeView
    chunks: tuple[ExchangeView, ...] = ()
    was_refused: bool = False
    """Whether MESH did not take a chunk."""

    @property
    def body(self) -> bytes:
        """What was sent, put together and unpacked; raises ValueError where a part is not what it says it is."""
        parts = (self.call, *self.chunks)
        return b"".join(
            unpacked(part.request.body, part.request.header("Content-Encoding")) for part in parts
        )

    @property
    def readable(self) -> bytes:
        """What was sent, or each part as it is where one of them cannot be unpacked."""
        try:
            return self.body
        except ValueError:
            return b"".join(part.request.body for part in (self.call, *self.chunks))

    @property
    def lacks(self) -> int:
        """How many chunks that were announced did not come."""
        _, _, total = (self.call.request.header("Mex-Chunk-Range") or "").partition(":")
        return max(0, int(total) - 1 - len(self.chunks)) if total.strip().isdecimal() else 0

    @property
    def is_broken_off(self) -> bool:
        """Whether MESH refused a part before the last, or its answer was lost or hidden: it is no message then."""
        parts = (self.call, *self.chunks)
        if not self.lacks:
            return False
        return self.was_refused or any(part.fault or part.response.status not in ANSWERED for part in parts)


def sent_whole(calls: Iterable[ExchangeView]) -> list[MeshMessage]:
    """Give the messages of some exchanges, each with those of its chunks that MESH took, in their order."""
    known = list(calls)
    further: dict[str, dict[int, ExchangeView]] = {}
    for call in known:
        number = call.request.segments[-1] if call.service == "mesh" and call.operation == FURTHER else ""
        if number.isdecimal() and call.response.status in TAKEN:
            further.setdefault(call.request.segments[3].upper(), {})[int(number)] = call
    refused = {
        call.request.segments[3].upper()
        for call in known
        if call.service == "mesh" and call.operation == FURTHER and call.response.status not in TAKEN
    }
    first = [call for call in known if call.service == "mesh" and call.operation == FIRST]
    return [
        MeshMessage(call, _in_order(further.get(message_id(call), {})), message_id(call) in refused)
        for call in first
    ]


def sent_by(evidence: EvidenceView, journey: JourneyView, *, at_least: int = 1) -> list[MeshMessage]:
    """Give a journey's messages over MESH; too few is NotShown. A first chunk need not tell whose it is.

    One that was broken off is none: MESH hands it to nobody.
    """
    chunks = journey.exchanges("mesh", FURTHER, at_least=0)
    begun = (
        [call for call in evidence.of_run("mesh", FIRST, at_least=0) if call.journey is None]
        if chunks
        else []
    )
    ids = {call.request.segments[3].upper() for call in chunks}
    strays = [call for call in begun if message_id(call) in ids]
    own = journey.exchanges("mesh", FIRST, at_least=max(0, at_least - len(strays)))
    whole = [message for message in sent_whole([*own, *strays, *chunks]) if not message.is_broken_off]
    if len(whole) < at_least:
        raise NotShown(f"journey {journey.id}: no message over MESH was sent to its end")
    return whole


def read_whole(message: MeshMessage) -> Any:
    """Parse a message; None when it cannot be unpacked or parsed. One that is too large for that is NotShown."""
    try:
        return read_xml(message.body)
    except TooLarge as large:
        raise not_read(message, large) from large
    except ValueError:
        return None


def not_read(message: MeshMessage, large: TooLarge) -> NotShown:
    """Say that a message is larger than we read, which is no fault of who keeps to the limits of MESH."""
    call = message.call.id
    return NotShown(f"{call} cannot be judged: {large}", blame="harness", exchanges=[call])


def message_id(call: ExchangeView) -> str:
    """Give the id that MESH gave to a message that it took; empty where it took none."""
    answer = call.response.json
    found = answer if isinstance(answer, dict) else {}
    return str(found.get("message_id") or found.get("messageID") or "").upper()


def _in_order(chunks: dict[int, ExchangeView]) -> tuple[ExchangeView, ...]:
    return tuple(chunks[number] for number in sorted(chunks))
