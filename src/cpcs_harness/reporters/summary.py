"""summary.md: one page for a pipeline's summary."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.reporters import vocabulary, words
from cpcs_harness.reporters.blocks import blocks
from cpcs_harness.reporters.exchanges import Evidence
from cpcs_harness.reporters.styles import REPORTS
from cpcs_harness.reporters.text import markdown, moment, number
from cpcs_harness.reporters.worst import worst

WRONG = (Verdict.NOT_MET, Verdict.ERROR, Verdict.QUERY)
OPEN = (Verdict.NOT_SHOWN, Verdict.AWAITING, Verdict.DECLARED)
LISTED = 40
"""Requirements of one kind that the page lists; report.html has them all."""


FINDINGS = 2
"""Findings of one criterion that the page tells."""


def render(assessment: Assessment, _evidence: Evidence) -> str:
    """Write the assessment as a page of markdown."""
    requirements = assessment.requirements
    confirmed = len(words.ruled_on_by_us(assessment))
    return (
        _environment()
        .get_template("summary.md.j2")
        .render(
            a=assessment,
            words=words,
            catalogue=assessment.vocabulary.title,
            context_title=vocabulary.context_title(assessment),
            levels=vocabulary.level_titles(assessment),
            wrong=[requirement for requirement in requirements if requirement.verdict in WRONG],
            open=[
                requirement
                for requirement in requirements
                if requirement.verdict in OPEN and not requirement.untested
            ],
            untested=[
                requirement
                for requirement in requirements
                if requirement.verdict in OPEN and requirement.untested
            ],
            listed=LISTED,
            worst=worst(assessment),
            blocks=blocks(assessment),
            findings=FINDINGS,
            not_accounted_for=words.not_accounted_for(assessment),
            confirmed_by_us=words.confirmed_by_us(confirmed) if confirmed else "",
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(REPORTS),
        autoescape=False,  # noqa: S701 - markdown: every value is escaped by `finalize`
        undefined=StrictUndefined,
        finalize=markdown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"moment": moment, "steps_besides": words.steps_besides}
    environment.globals |= {"number": number}
    return environment
