"""What `cpcs assess` prints at its end: readable at 80 columns and without colour."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.cause import CauseRecord
from cpcs_harness.assessment.level import PathwayRecord
from cpcs_harness.assessment.requirement import RequirementRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.errors import Finding
from cpcs_harness.reporters import vocabulary
from cpcs_harness.reporters.blocks import Block, blocks
from cpcs_harness.reporters.text import number, one_line, visible
from cpcs_harness.reporters.words import (
    CRITERION,
    REQUIREMENT,
    confirmed_by_us,
    not_accounted_for,
    ruled_on_by_us,
)
from cpcs_harness.reporters.worst import worst

LIMITS = 5
"""Limits that are printed; the reports have them all."""

FINDINGS = 3
"""Findings of one criterion that are printed; the reports have them all."""

_GROUPS = {
    "met": Verdict.MET,
    "met on our model": Verdict.MET_ON_MODEL,
    "not met": Verdict.NOT_MET,
    "open question": Verdict.QUERY,
    "harness error": Verdict.ERROR,
    "not yet shown": Verdict.NOT_SHOWN,
    "awaiting a person": Verdict.AWAITING,
    "declared only": Verdict.DECLARED,
}

_STYLES = {
    "red": "red",
    "purple": "magenta",
    "orange": "yellow",
    "grey": "dim",
    "blue": "blue",
    "yellow": "yellow",
    "aqua-green": "cyan",
    "green": "green",
}


def render(assessment: Assessment, console: Console, written: Sequence[Path] = ()) -> None:
    """Print the assessment, and where its files were written."""
    _outcome(assessment, console)
    _causes(assessment.causes, console)
    for pathway in assessment.pathways:
        _table(assessment, pathway, console)
    _context(assessment, console)
    for block in blocks(assessment):
        _block(block, console)
    _lists(assessment, console)
    _limits(assessment.limits, console)
    if written:
        _heading("Written", console)
        for path in written:
            _say(console, str(path))
    console.print()
    _say(console, _ending(assessment), "bold", indent=0)


def render_outcome(assessment: Assessment, console: Console) -> None:
    """Print the outcome alone: its sentence, and the gate with the exit status."""
    _say(console, assessment.outcome.sentence, indent=0)
    _say(console, _ending(assessment), "bold", indent=0)


def _outcome(assessment: Assessment, console: Console) -> None:
    candidate = assessment.candidate
    console.print()
    _say(console, f"{candidate.name} {candidate.version} ({candidate.supplier})", "bold", indent=0)
    _say(console, assessment.outcome.sentence, "bold", indent=0)
    for first in worst(assessment):
        also = f", also {', '.join(first.criteria[1:])}" if len(first.criteria) > 1 else ""
        _say(console, f"{first.title} ({first.hazard}): {first.criteria[0]}{also}")
        _say(console, first.found, indent=4)
    if not assessment.plan.challenge:
        _say(console, "Supplier-run, not challenged. Unsigned.", indent=0)
    confirmed = len(ruled_on_by_us(assessment))
    if confirmed:
        _say(console, confirmed_by_us(confirmed), indent=0)
    if strange := not_accounted_for(assessment):
        _say(console, strange, "bold", indent=0)
    if not assessment.harness.as_planned:
        _say(console, assessment.harness.sentence, indent=0)


def _causes(causes: Sequence[CauseRecord], console: Console) -> None:
    if not causes:
        return
    _heading("Look at this first", console)
    for cause in causes:
        _say(console, one_line(cause.sentence, 400), "bold")
        if cause.key:
            _pair(console, "look at", one_line(f"{cause.key}{_in_file(cause)}"))
        _pair(console, "whose", cause.blame)
        hidden = len({consequence.criterion for consequence in cause.consequences})
        if hidden:
            _pair(console, "so", f"{number(hidden, 'criterion', 'criteria')} could not be shown")


def _in_file(cause: CauseRecord) -> str:
    return f" in {cause.file}" if cause.file and cause.file != cause.key else ""


def _table(assessment: Assessment, pathway: PathwayRecord, console: Console) -> None:
    """One line a requirement, under its component's name: with that in a column, no room is left for reasons."""
    _heading(str(pathway.title), console)
    own = [requirement for requirement in assessment.requirements if requirement.pathway == pathway.id]
    console.print(
        _row("Id", "Level", Text("Verdict"), "Reason"), style="bold", no_wrap=True, overflow="ellipsis"
    )
    for component in vocabulary.row_titles(assessment, pathway.id):
        rows = [requirement for requirement in own if requirement.component == component]
        if rows:
            console.print(Text(one_line(rows[0].component_title)), no_wrap=True, overflow="ellipsis")
        for requirement in rows:
            _line(requirement, console)


def _context(assessment: Assessment, console: Console) -> None:
    if not assessment.context:
        return
    _heading(f"{vocabulary.context_title(assessment)}: reported, and no part of any gate", console)
    for requirement in assessment.context:
        _line(requirement, console)


def _line(requirement: RequirementRecord, console: Console) -> None:
    word = REQUIREMENT[requirement.verdict]
    verdict = Text(word.said, style=_STYLES[word.colour])
    line = _row(requirement.id, requirement.level, verdict, requirement.untested or requirement.reason)
    console.print(line, no_wrap=True, overflow="ellipsis")


def _row(id: str, level: str, verdict: Text, reason: str) -> Text:
    gap = " " * max(18 - len(verdict), 1)
    return Text.assemble(f"  {one_line(id) + ' ':<11}{one_line(level):<10}", verdict, gap, one_line(reason))


def _block(block: Block, console: Console) -> None:
    criterion = block.criterion
    said = CRITERION[criterion.verdict].said.lower()
    _heading(f"{criterion.id} {said} ({', '.join(block.requirements)})", console)
    _say(console, criterion.text)
    if criterion.verdict != Verdict.ERROR:
        _pair(console, "risk", criterion.risk)
    for found, places in block.findings[:FINDINGS]:
        _finding(found, places, console)
    if len(block.findings) > FINDINGS:
        _say(console, f"and {number(len(block.findings) - FINDINGS, 'more finding')}, in report.html")
    for todo in block.todos:
        _pair(console, "to do", todo)
    for message in block.broken:
        _say(console, message[:1000])
    if not block.findings and not block.broken:
        _say(console, criterion.reason)


def _finding(found: Finding, places: Sequence[str], console: Console) -> None:
    _pair(console, "expected", found.expected)
    _pair(console, "received", found.received)
    if found.difference:
        _pair(console, "differs", found.difference)
    if found.under:
        _pair(console, "under", str(found.under))
    for place in places:
        _pair(console, "at", place)


def _lists(assessment: Assessment, console: Console) -> None:
    _heading("In short", console)
    for name, verdict in _GROUPS.items():
        ids = [requirement.id for requirement in assessment.requirements if requirement.verdict == verdict]
        if ids or name in ("met", "not met", "not yet shown"):
            _pair(console, f"{name}:", ", ".join(ids) or "none", width=19)


def _limits(limits: Sequence[str], console: Console) -> None:
    if not limits:
        return
    _heading("What this run did not show", console)
    for limit in limits[:LIMITS]:
        _pair(console, "-", one_line(limit, 200), width=2)
    if len(limits) > LIMITS:
        _say(console, f"and {number(len(limits) - LIMITS, 'more limit')}, in report.html")


def _ending(assessment: Assessment) -> str:
    outcome = assessment.outcome
    gate = assessment.plan.gate
    said = (
        "No gate was set" if gate == "none" else f"The {gate} gate is {'met' if outcome.met else 'not met'}"
    )
    return f"{said} (exit status {outcome.exit_status})."


def _heading(text: str, console: Console) -> None:
    console.print()
    console.print(Text(one_line(text), style="bold underline"))


def _say(console: Console, text: str, style: str = "", indent: int = 2) -> None:
    console.print(Padding(Text(visible(text), style=style, overflow="fold"), (0, 0, 0, indent)))


def _pair(console: Console, name: str, value: str, width: int = 9) -> None:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=width, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(name), Text(visible(value)))
    console.print(Padding(grid, (0, 0, 0, 2)))
