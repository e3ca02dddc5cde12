"""What the coded parts of a FHIR message claim that is not known, in XML and in JSON alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from cpcs_harness.judging.in_words import Words, in_words

from ..text import letters_and_digits
from .days import days_in
from .known import Known
from .told import has_telephone, invented

Held = Mapping[str, list[Any]]
DEEPEST = 100
"""Levels of a message in JSON that are read."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\S+)?$")
XHTML = "http://www.w3.org/1999/xhtml"
ADDRESS = ("line", "city", "district", "postalCode")
NAME = ("family", "given", "text")
MEDICINE = ("medicationCodeableConcept", "productOrService")
CLAIMS = {"Medication", "AllergyIntolerance", "Condition", "Procedure", "Observation", "Immunization"}
"""Resources whose own code is a clinical fact."""
DIAGNOSES = ("diagnosisCodeableConcept", "procedureCodeableConcept")
"""Members that are a clinical fact in whatever resource."""
DIRECTIONS = ("dosageInstruction", "dosage")
LABELS = frozenset({"directions", "dosage", "dose"})
"""Words that say no more of directions than that they are such."""
PEOPLE = ("nhs-number", "ods-organization-code", "ods-site-code", "gphc-number", "gmc-number", "sds-user-id")
"""Last parts of the systems by which patients, organisations and professionals are known."""
MECHANICAL = {
    "id",
    "url",
    "system",
    "reference",
    "fullUrl",
    "profile",
    "code",
    "endpoint",
    "versionId",
    "data",
}
"""Members that no person reads."""
LIST_CODE = "163541000000107"
"""Of a list of what was dispensed; and no clinical fact."""


def of_xml(node: Any) -> Any:
    """Give an element of FHIR in XML as a text, or as its members by name; narrative is left out."""
    children = [
        child for child in node if isinstance(child.tag, str) and not child.tag.startswith(f"{{{XHTML}}}")
    ]
    said = node.get("value")
    if said is not None:
        return str(said)
    held: dict[str, list[Any]] = {}
    for child in children:
        held.setdefault(str(etree.QName(child).localname), []).append(of_xml(child))
    return held


def of_json(value: Any, depth: int = 0) -> Any:
    """Give a value of FHIR in JSON in the same form; a resource stands under its type, and what is too deep is none."""
    if not isinstance(value, dict) or depth > DEEPEST:
        return (
            value
            if isinstance(value, str)
            else ""
            if isinstance(value, (dict, list, type(None)))
            else json.dumps(value)
        )
    listed = {str(key): held if isinstance(held, list) else [held] for key, held in value.items()}
    inner = {
        key: [of_json(one, depth + 1) for one in held]
        for key, held in listed.items()
        if key != "resourceType"
    }
    kind = value.get("resourceType")
    return {kind: [inner]} if isinstance(kind, str) and kind else inner


def objects(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Held]]:
    """Give each object within a value, with the names that lead to it."""
    due = [(value, path)]
    while due:
        found, names = due.pop()
        if isinstance(found, Mapping):
            yield names, found
            due.extend((inner, (*names, name)) for name, held in found.items() for inner in held)


def prose(value: Any) -> str:
    """Give all texts of a message that a person may read, a line for each."""
    lines = [
        text
        for _, held in objects(value)
        for name, texts in held.items()
        if name not in MECHANICAL
        for text in texts
        if isinstance(text, str) and not _MOMENT.match(text)
    ]
    return "\n".join(reversed(lines))


def strange(value: Any, known: Known) -> list[Words]:
    """Give what a message claims by codes, names, addresses, dates and texts that is not known."""
    found: list[str] = [*invented(prose(value), known)]
    for path, held in objects(value):
        found += _who(path, held, known)
        found += _clinical(path, held, known)
    return list(map(Words, dict.fromkeys(found)))


def _who(path: tuple[str, ...], held: Held, known: Known) -> Iterator[str]:
    """Give names, addresses, telephones and numbers that are not known."""
    place = path[-1] if path else ""
    if place == "name":
        yield from (
            f"name {in_words(text)}" for key in NAME for text in _texts(held, key) if not _has(text, known)
        )
    if place == "address":
        yield from (
            f"address {in_words(text)}"
            for key in ADDRESS
            for text in _texts(held, key)
            if not _has(text, known)
        )
    if place == "coding" and any(part.rpartition("/")[2] in PEOPLE for part in _texts(held, "system")):
        yield from (f"code {in_words(text)}" for text in _texts(held, "code") if not _has(text, known))
    if place == "telecom":
        yield from (
            f"telecom {in_words(text)}" for text in _texts(held, "value") if not has_telephone(text, known)
        )
    if place == "identifier" and any(part.rpartition("/")[2] in PEOPLE for part in _texts(held, "system")):
        yield from (f"identifier {in_words(text)}" for text in _texts(held, "value") if not _has(text, known))
    if place in ("Organization", "Location", "Practitioner", "destination"):
        yield from (f"name {in_words(text)}" for text in _texts(held, "name") if not _has(text, known))
    if "reference" in held or "identifier" in held:
        yield from (
            f"display {in_words(text)}" for text in _texts(held, "display") if not known.has_words(text)
        )


def _clinical(path: tuple[str, ...], held: Held, known: Known) -> Iterator[str]:
    """Give medicines, allergies and findings, by code, that are not known."""
    place, inside = path[-1] if path else "", path[-2:-1]
    coded = place in (*MEDICINE, *DIAGNOSES) or (place == "code" and bool(CLAIMS & set(inside)))
    codings = [coding for coding in held.get("coding", []) if isinstance(coding, Mapping)]
    codes = [code for coding in codings for code in _texts(coding, "code")]
    said = codes or _texts(held, "text")
    if coded and said and not any(map(known.has_words, said)):
        shown = [text for coding in codings for text in _texts(coding, "display")]
        yield f"{(inside or (place,))[0]} {' '.join([*said, *shown])}"
    if place in DIRECTIONS:
        yield from (
            f"directions {in_words(text)}" for text in _texts(held, "text") if not _is_directed(text, known)
        )
    if place == "Patient" and held.get("deceasedBoolean") == ["true"]:
        yield from () if known.has("deceased") else ("Patient.deceased",)


def _is_directed(text: str, known: Known) -> bool:
    """Say whether directions are known, with the word `directions` before them or without."""
    label, _, rest = text.partition(":")
    return known.has_words(rest if rest and label.strip().casefold() in LABELS else text)


def _texts(held: Held, name: str) -> list[str]:
    return [text for text in held.get(name, []) if isinstance(text, str) and letters_and_digits(text)]


def _has(text: str, known: Known) -> bool:
    return known.has(text) or known.has_words(text)


def strange_moments(value: Any, known: Known, but: str = "") -> list[str]:
    """Give the coded dates and moments of a message that are not known; `but`: an object that is left out."""
    return [
        f"{path[-1] if path else ''}.{name} {text}"
        for path, held in objects(value)
        for name, texts in held.items()
        if name not in MECHANICAL and but not in path
        for text in texts
        if isinstance(text, str) and _MOMENT.match(text)
        for _, day in days_in(text[:10])
        if not known.has_day(day)
    ]
