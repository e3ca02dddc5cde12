"""A Summary Care Record's bundle, read for people: every section whole, as plain text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...formats.markup_text import readable_markup

_NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
_DEEPEST = 20
"""Sections within sections that are followed."""


@dataclass(frozen=True)
class Section:
    """One section: its heading and its text."""

    title: str
    text: str


def sections_in(composition: dict[str, Any]) -> list[Section]:
    """Every section of a composition, and those within it, in their order."""
    return list(_sections(composition, 0))


def written(composition: dict[str, Any]) -> str:
    """When the practice wrote the record."""
    return str(composition.get("date") or "")


def patients_in(resources: list[dict[str, Any]]) -> set[str]:
    """The NHS numbers of the patients that a bundle is about."""
    patients = [resource for resource in resources if resource.get("resourceType") == "Patient"]
    return {
        str(identifier.get("value"))
        for patient in patients
        for identifier in _objects(patient.get("identifier"))
        if identifier.get("system") == _NHS_NUMBER
    }


def readable(section: dict[str, Any]) -> str:
    """A section's text as a person reads it: nothing of its tags, and nothing that would run."""
    narrative = section.get("text")
    div = narrative.get("div") if isinstance(narrative, dict) else None
    return readable_markup(div) if isinstance(div, str) else ""


def _sections(holder: dict[str, Any], depth: int) -> Iterator[Section]:
    for section in _objects(holder.get("section")) if depth < _DEEPEST else []:
        yield Section(str(section.get("title") or ""), readable(section))
        yield from _sections(section, depth + 1)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
