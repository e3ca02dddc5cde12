"""What is wrong with a resource that a viewer sends to the Summary Care Record API: schema first, then base FHIR.

Source: the project's own schemas, in fixtures/schemas/scr, written from the interface sheet dos-eps-rtec-scr-dmd,
section 5.3; and the R4B models of fhir.resources (ADR-007), which know nothing of the Summary Care Record.
"""

from __future__ import annotations

from functools import lru_cache

from cpcs_harness._content import ROOT
from cpcs_harness.formats.fhir.resource import Shape, read_resource
from cpcs_harness.formats.problem import Problem

FOLDER = ROOT / "fixtures" / "schemas" / "scr"
SOURCE = "Summary Care Record FHIR API; sheet dos-eps-rtec-scr-dmd 5.3"
KINDS = {"alert": "AuditEvent", "permission": "Parameters"}
"""What can be judged, and the resource that it is."""
SHAPES = {kind: Shape(FOLDER, f"scr:{kind}", resource, SOURCE) for kind, resource in KINDS.items()}
LARGEST = 1024 * 1024
"""Bytes of a resource that is judged."""
MOST = 20


@lru_cache(maxsize=1024)
def problems(body: bytes, kind: str) -> tuple[Problem, ...]:
    """Give what is wrong with a resource; nothing where nothing is. `kind`: alert | permission."""
    resource, unread = read_resource(body, LARGEST, SOURCE)
    if unread:
        return tuple(unread)
    shape = SHAPES[kind]
    if shape.keeps_to_all(resource):
        return ()
    return tuple((shape.schema_problems(resource) or shape.model_problems(resource))[:MOST])
