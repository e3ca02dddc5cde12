"""FHIR from outside: read without trust, its resources found by what refers to them.

What is not of the kind that FHIR has in a place is taken for absent, but one thing and a list of one are the same:
XML does not tell them apart. Every text is one that can be shown and stored.
"""

import json
from typing import Any

from .markup_text import readable_markup
from .safe_xml import clean

Resource = dict[str, Any]
_DEEPEST = 12  # sections within sections; CDA, where these texts come from, knows six levels


class FhirRefused(Exception):
    """The message is not taken; says so in the terms of an OperationOutcome."""

    def __init__(self, diagnostics: str, issue: str = "invalid", status: int = 422) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics
        self.issue = issue
        self.status = status


class Resources:
    """The resources of a bundle."""

    def __init__(self, bundle: Resource) -> None:
        entries = objects(bundle, "entry")
        self.all = [
            (text(entry, "fullUrl"), resource) for entry in entries if (resource := inner(entry, "resource"))
        ]

    def kind(self, name: str) -> list[Resource]:
        """Every resource of a type, in order."""
        return [resource for _, resource in self.all if text(resource, "resourceType") == name]

    def first(self, name: str) -> Resource:
        """The first resource of a type; empty where there is none."""
        return next(iter(self.kind(name)), {})

    def referred(self, holder: Resource, field: str, kind: str = "") -> Resource:
        """What a field of a resource refers to, of a type where one is named; empty where it is not in the bundle."""
        for target in objects(holder, field):
            reference = text(target, "reference")
            found = self._at(reference) if reference else {}
            if found and (not kind or text(found, "resourceType") == kind):
                return found
        return {}

    def _at(self, reference: str) -> Resource:
        for url, resource in self.all:
            if reference in (url, f"{text(resource, 'resourceType')}/{text(resource, 'id')}"):
                return resource
        return {}


def parse(body: bytes) -> Resource:
    """Read a resource, or say why it is not one."""
    try:
        found = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise FhirRefused("expected JSON in UTF-8, received something else", "structure", 400) from error
    if not isinstance(found, dict) or not text(found, "resourceType"):
        raise FhirRefused("expected a FHIR resource, received JSON that is none", "structure", 400)
    return found


def text(holder: Any, field: str) -> str:
    """A text, the first of several; empty where there is none."""
    return next(iter(texts(holder, field)), "")


def texts(holder: Any, field: str) -> list[str]:
    """Every text of a field, without the characters that XML, and so a narrative, cannot carry."""
    return [clean(str(item)).strip() for item in _listed(holder, field) if isinstance(item, str | int)]


def inner(holder: Any, field: str) -> Resource:
    """An object, the first of several; empty where there is none."""
    return next(iter(objects(holder, field)), {})


def objects(holder: Any, field: str) -> list[Resource]:
    """Every object of a field."""
    return [item for item in _listed(holder, field) if isinstance(item, dict)]


def resources_in(bundle: Any) -> list[Resource]:
    """The resources of a bundle."""
    entries = bundle.get("entry") if isinstance(bundle, dict) else None
    found = (
        [entry.get("resource") for entry in entries if isinstance(entry, dict)]
        if isinstance(entries, list)
        else []
    )
    return [resource for resource in found if isinstance(resource, dict)]


def _listed(holder: Any, field: str) -> list[Any]:
    value = holder.get(field) if isinstance(holder, dict) else None
    return value if isinstance(value, list) else [value]


def coding(concept: Resource) -> Resource:
    """The first code of a concept."""
    return inner(concept, "coding")


def sections(composition: Resource, depth: int = 0) -> list[dict[str, str]]:
    """All sections of a Composition as a person reads them, those within others after them."""
    if depth > _DEEPEST:
        raise FhirRefused("expected sections at most twelve deep, received more", "structure")
    found: list[dict[str, str]] = []
    for section in objects(composition, "section"):
        title, words = text(section, "title"), readable_markup(text(inner(section, "text"), "div"))
        if title or words:
            found.append({"title": title, "text": words})
        found.extend(sections(section, depth + 1))
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
