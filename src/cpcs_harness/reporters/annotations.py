"""Annotations for GitHub Actions: a line for each criterion that fails, broke, is in question or warns.

Source: GitHub Docs, "Workflow commands for GitHub Actions": `::error title=…::message`, with what would end a line or a
property escaped. Of one kind a step shows ten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.reporters.blocks import Block, blocks
from cpcs_harness.reporters.text import number, one_line
from cpcs_harness.reporters.words import CRITERION

MOST = 10
"""Annotations of one kind; a step shows no more."""
WIDTH = 600
"""Characters of one thing that an annotation says."""
FINDINGS = 2
"""Findings of one criterion that are told."""

_KIND = {Verdict.FAIL: "error", Verdict.ERROR: "error", Verdict.QUERY: "warning", Verdict.WARNING: "warning"}


def annotations_of(assessment: Assessment) -> Iterator[str]:
    """Give the lines, failures first; what is not told for want of room is counted in a last one."""
    told: Counter[str] = Counter()
    for block in blocks(assessment):
        kind = _KIND[block.criterion.verdict]
        told[kind] += 1
        if told[kind] <= MOST:
            yield f"::{kind} title={_property(_title(block))}::{_message(_text(block))}"
    left = sum(max(count - MOST, 0) for count in told.values())
    if left:
        yield f"::notice title=cpcs::{number(left, 'more criterion', 'more criteria')}: see report.html"


def _title(block: Block) -> str:
    criterion = block.criterion
    said = CRITERION[criterion.verdict].said.lower()
    return f"{criterion.id} {said} ({', '.join(block.requirements)})"


def _text(block: Block) -> str:
    criterion = block.criterion
    lines = [criterion.text]
    lines += [f"The risk: {criterion.risk}"] if criterion.verdict != Verdict.ERROR else []
    for found, places in block.findings[:FINDINGS]:
        lines += [f"Expected {found.expected}", f"Received {found.received}"]
        lines += [f"At {places[0]}"] if places else []
    lines += [f"To do: {todo}" for todo in block.todos[:FINDINGS]]
    lines += block.broken[:FINDINGS]
    return "\n".join(one_line(line, WIDTH) for line in lines)


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(one_line(text, WIDTH)).replace(":", "%3A").replace(",", "%2C")
