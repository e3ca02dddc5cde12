"""What is wrong with a resource that PDS is to have given: schema first, then what ties its parts, then base FHIR.

Source: the project's own schemas, in fixtures/schemas/pds, from the interface sheet pds-smsp-auth, sections 2.3,
3, 5.3 and 6; and the R4B models of fhir.resources (ADR-007), which know nothing of PDS.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from cpcs_harness._content import ROOT
from cpcs_harness.formats.fhir.resource import LONGEST, Shape, read_resource
from cpcs_harness.formats.problem import Problem

FOLDER = ROOT / "fixtures" / "schemas" / "pds"
SOURCE = "PDS FHIR API; sheet pds-smsp-auth 2 to 6"
KINDS = {"patient": "Patient", "search": "Bundle", "related": "Bundle", "outcome": "OperationOutcome"}
"""What can be judged, and the resource that it is."""
SHAPES = {kind: Shape(FOLDER, f"pds:{kind}", resource, SOURCE) for kind, resource in KINDS.items()}
LARGEST = 2 * 1024 * 1024
"""Bytes of a resource that is judged: fifty patients have a tenth of it."""
MOST = 50


def problems(body: bytes, kind: str = "") -> list[Problem]:
    """Give what is wrong with a resource; nothing where nothing is.

    `kind`: patient | search | related | outcome; without it, the resource itself tells.
    """
    resource, unread = read_resource(body, LARGEST, SOURCE)
    if unread:
        return unread
    kind = kind or kind_of(resource)
    if not kind:
        said = str(resource.get("resourceType") or "")[:LONGEST]
        text = f"PDS gives no {said}" if said else "what PDS gives has a resourceType, and this has none"
        return [Problem("error", "KIND", "resourceType", text, SOURCE)]
    shape = SHAPES[kind]
    if shape.keeps_to_all(resource):
        return list(_by_ties(resource, kind))[:MOST]
    own = shape.schema_problems(resource) or list(_by_ties(resource, kind))
    return (own or shape.model_problems(resource))[:MOST]


def kind_of(resource: dict[str, Any]) -> str:
    """Say what a resource is: a bundle by its first entry, and an empty one is a search's; empty for anything else."""
    if resource.get("resourceType") == "Bundle":
        entries = resource.get("entry")
        first = entries[0] if isinstance(entries, list) and entries else {}
        inside = first.get("resource") if isinstance(first, dict) else {}
        related = isinstance(inside, dict) and inside.get("resourceType") == "RelatedPerson"
        return "related" if related else "search"
    return {"Patient": "patient", "OperationOutcome": "outcome"}.get(str(resource.get("resourceType")), "")


def _by_ties(resource: dict[str, Any], kind: str) -> Iterator[Problem]:
    """Look at what a schema cannot compare: ids, totals, and the order of scores."""
    entries = resource.get("entry", [])
    if kind == "patient":
        yield from _same_number(resource, "$")
    if kind in ("search", "related") and resource["total"] != len(entries):
        text = f"total is {resource['total']}, and there are {len(entries)} entries"
        yield Problem("error", "TOTAL", "$.total", text, SOURCE)
    if kind != "search":
        return
    for index, entry in enumerate(entries):
        yield from _same_number(entry["resource"], f"$.entry[{index}].resource")
        if not entry["fullUrl"].endswith(f"/{entry['resource']['id']}"):
            text = f"it must end in the patient's id, {entry['resource']['id']}, and is {entry['fullUrl']}"
            yield Problem("error", "URL", f"$.entry[{index}].fullUrl", text[:LONGEST], SOURCE)
    scores = [entry["search"]["score"] for entry in entries]
    for index, (before, score) in enumerate(pairwise(scores), 1):
        if score > before:
            text = f"the best match must come first: {score} comes after {before}"
            yield Problem("error", "ORDER", f"$.entry[{index}].search.score", text, SOURCE)
            break


def _same_number(patient: dict[str, Any], where: str) -> Iterator[Problem]:
    number = patient["identifier"][0]["value"]
    if number != patient["id"]:
        text = f"id is {patient['id']}, and the NHS number {number}"
        yield Problem("error", "ID", f"{where}.id", text, SOURCE)
