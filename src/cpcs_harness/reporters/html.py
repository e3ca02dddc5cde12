"""report.html: one file for an assurer to read, with nothing to fetch and nothing in it that can act."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cpcs_harness.assessment import Assessment
from cpcs_harness.assessment.level import PathwayRecord
from cpcs_harness.assessment.requirement import CriterionRecord, RequirementRecord
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.reporters import fragments, vocabulary, words
from cpcs_harness.reporters.blocks import blocks
from cpcs_harness.reporters.exchanges import Evidence, gallery
from cpcs_harness.reporters.packing import pack
from cpcs_harness.reporters.styles import REPORTS, stylesheet
from cpcs_harness.reporters.text import events_in, listed, moment, number, visible
from cpcs_harness.reporters.worst import worst

LISTED = 40
"""Lines of the account, and events of one, that the page lists; assessment.json has them all."""
LOOKED_AT = 20
"""Events that a check looked at, that the page lists beside the check; each event names its criteria, too."""


FINDINGS = 3
"""Findings of one criterion that the first page tells, and places of one; the rest stands under its requirement."""


def render(assessment: Assessment, evidence: Evidence) -> str:
    """Write the whole report as HTML."""
    style = stylesheet()
    script = (REPORTS / "report.js").read_text(encoding="utf-8")
    shown = gallery(assessment, evidence)
    at_once = fragments.events_at_once(assessment, shown)
    macros = {
        name: _environment().get_template(f"parts/{name}.html.j2").module for name in fragments.TEMPLATES
    }
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            a=assessment,
            words=words,
            catalogue=assessment.vocabulary.title,
            called=assessment.vocabulary.called,
            context_title=vocabulary.context_title(assessment),
            levels=vocabulary.level_titles(assessment),
            pathway_titles=vocabulary.pathway_titles(assessment),
            matrices=[_matrix(assessment, pathway) for pathway in assessment.pathways],
            modelled=_on_model(assessment),
            worst=worst(assessment),
            blocks=blocks(assessment),
            findings=FINDINGS,
            confirmed_by_us=_confirmed_by_us(assessment),
            gallery=shown,
            listed=LISTED,
            at_once=at_once,
            criteria_at_once=fragments.criteria_at_once(assessment),
            sequels=fragments.sequels(assessment, shown),
            packed=pack(fragments.groups(assessment, shown, macros, at_once)),
            style=Markup(style),  # noqa: S704 - our own files
            script=Markup(script),  # noqa: S704 - our own files
            style_digest=_digest(style),
            script_digest=_digest(script),
        )
        + "\n"
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(REPORTS),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "moment": moment,
        "listed": listed,
        "next_steps": words.next_steps,
        "events_in": events_in,
    }
    environment.globals |= {"number": number, "looked_at": LOOKED_AT}
    return environment


def _harmless(value: Any) -> Any:
    """Make control characters visible in whatever a template shows; escaping comes after this."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _matrix(assessment: Assessment, pathway: PathwayRecord) -> dict[str, Any]:
    """Arrange a pathway's requirements as the catalogue's own table: a row a component, a column a level."""
    own = [requirement for requirement in assessment.requirements if requirement.pathway == pathway.id]
    names, levels = vocabulary.row_titles(assessment, pathway.id), list(pathway.levels)
    rows = [
        {
            "title": title,
            "cells": {
                level: [
                    requirement
                    for requirement in own
                    if (requirement.component, requirement.level) == (component, level)
                ]
                for level in levels
            },
        }
        for component, title in names.items()
    ]
    return {"pathway": pathway, "rows": rows, "requirements": _in_order(own, list(names), levels)}


def _in_order(
    requirements: list[RequirementRecord], components: list[str], levels: list[str]
) -> list[RequirementRecord]:
    return sorted(
        requirements,
        key=lambda requirement: (components.index(requirement.component), levels.index(requirement.level)),
    )


def _on_model(assessment: Assessment) -> list[tuple[RequirementRecord, list[CriterionRecord]]]:
    """Give each requirement that is met, or in question, on our model only, with the criteria that make it so."""
    on_model = (Verdict.MET_ON_MODEL, Verdict.QUERY)
    return [
        (requirement, [criterion for criterion in requirement.criteria if criterion.certainty == "modelled"])
        for requirement in assessment.requirements
        if requirement.verdict in on_model
    ]


def _confirmed_by_us(assessment: Assessment) -> list[tuple[RequirementRecord, CriterionRecord]]:
    return [
        (requirement, criterion)
        for requirement, criterion in assessment.criteria()
        if criterion.confirmed_by_us
    ]
