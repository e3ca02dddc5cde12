"""Writes one event of the evidence as plain text, for what shows no pages: what was asked, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator

from cpcs_harness.reporters.bodies import Body
from cpcs_harness.reporters.exchanges import Evidence, Half, shown
from cpcs_harness.reporters.text import visible

MOST = 24_000
"""Characters of one event's text."""


def as_text(id: str, evidence: Evidence, most: int = MOST) -> str:
    """Write an event, by its id such as `e12`, with nothing in it that does not show; cut at `most` characters."""
    event = shown(id, evidence, most)
    lines = [f"{id}  {event.title}", f"at {event.at}, {event.journey or 'the run as a whole'}, {event.step}"]
    for name, half in event.halves:
        lines += ["", f"--- {name} ---", *_half(half)]
    for name, text in (*event.facts, *event.texts):
        lines += ["", f"--- {name} ---", text]
    text = visible("\n".join(lines).rstrip()) + "\n"
    return text if len(text) <= most else f"{text[:most]}\n… and more, in the evidence\n"


def _half(half: Half) -> Iterator[str]:
    yield half.start
    yield from (f"{name}: {value}" for name, value in half.headers)
    if half.body:
        yield ""
        yield from _body(half.body)


def _body(body: Body) -> Iterator[str]:
    yield from filter(None, (body.text, body.note))
    for part in body.parts:
        yield ""
        yield from (f"{name}: {value}" for name, value in part.headers)
        yield from filter(None, (part.text, part.note))
