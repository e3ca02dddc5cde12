"""Answers of practices as they were collected, also those that came in chunks."""

from collections.abc import Iterator

from cpcs_harness.formats.itk3 import value
from cpcs_harness.formats.xml import read_xml, unpacked
from cpcs_harness.judging import ExchangeView, JourneyView

COLLECTED = (200, 206)
ID = 3
"""Which part of an address is the message's id; the number of a chunk follows."""
CODE, NAMED = ".//f:issue/f:details/f:coding/f:code", ".//f:MessageHeader/f:response/f:identifier"


def code_of(answer: ExchangeView) -> str:
    """Give the response code of an answer that was collected from the inbox."""
    return value(answer.response.xml, CODE)


def answers_to(journey: JourneyView, ids: set[str]) -> Iterator[str]:
    """Give the response codes that were collected to some messages, by their ids."""
    parts: dict[str, dict[tuple[str, ...], ExchangeView]] = {}
    for call in journey.exchanges("mesh", "collect_message", at_least=0):
        if call.response.status in COLLECTED:
            id, *chunk = call.request.segments[ID:]
            parts.setdefault(id.upper(), {})[tuple(chunk)] = call
    for chunks in parts.values():
        read = read_xml(b"".join(plain(chunks[number]) for number in sorted(chunks)))
        if read is not None and value(read, NAMED).lower() in ids:
            yield value(read, CODE)


def plain(part: ExchangeView) -> bytes:
    """Give a part of what was collected as it was before it was packed."""
    return unpacked(part.response.body, part.response.header("Content-Encoding"))
