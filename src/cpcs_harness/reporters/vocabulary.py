"""The catalogue's own words as an assessment carries them, for every report."""

from __future__ import annotations

from cpcs_harness.assessment import Assessment


def context_title(assessment: Assessment) -> str:
    """Say what the requirements of other documents are called together."""
    return f"Beyond {assessment.vocabulary.called}"


def level_titles(assessment: Assessment) -> dict[str, str]:
    """Give the headings of the tables' columns, by level."""
    return {
        level: record.heading for pathway in assessment.pathways for level, record in pathway.levels.items()
    }


def pathway_titles(assessment: Assessment) -> dict[str, str]:
    """Give the titles of the pathways."""
    return {pathway.id: pathway.title for pathway in assessment.pathways}


def row_titles(assessment: Assessment, pathway: str) -> dict[str, str]:
    """Give the titles of a table's rows, by component: also of those without a requirement."""
    listed = {row.id: row.title for row in assessment.vocabulary.rows.get(pathway, ())}
    own = [requirement for requirement in assessment.requirements if requirement.pathway == pathway]
    return listed | {requirement.component: requirement.component_title for requirement in own}
