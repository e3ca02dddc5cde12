"""The catalogue's own words as an assessment carries them, for every report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def name(assessment: Mapping[str, Any]) -> str:
    """Name the catalogue that a candidate was assessed against."""
    return str(assessment.get("vocabulary", {}).get("title", "The catalogue"))


def called(assessment: Mapping[str, Any]) -> str:
    """Name the catalogue within a sentence."""
    return str(assessment.get("vocabulary", {}).get("called", "the catalogue"))


def context(assessment: Mapping[str, Any]) -> str:
    """Say what the requirements of other documents are called together."""
    return f"Beyond {called(assessment)}"


def levels(assessment: Mapping[str, Any]) -> dict[str, str]:
    """Give the headings of the tables' columns, by level."""
    return {
        level: str(record["heading"])
        for pathway in assessment["pathways"]
        for level, record in pathway["levels"].items()
    }


def pathways(assessment: Mapping[str, Any]) -> dict[str, str]:
    """Give the titles of the pathways."""
    return {pathway["id"]: str(pathway["title"]) for pathway in assessment["pathways"]}


def rows(assessment: Mapping[str, Any], pathway: str) -> dict[str, str]:
    """Give the titles of a table's rows, by component: also of those without a requirement."""
    listed = assessment.get("vocabulary", {}).get("rows", {}).get(pathway, ())
    own = [one for one in assessment["requirements"] if one["pathway"] == pathway]
    return {row["id"]: row["title"] for row in listed} | {
        one["component"]: one["component_title"] for one in own
    }
